import assert from "node:assert/strict";
import type { RawSettings } from "../../server/src/core/settings.js";
import { fixesFor } from "../../server/src/service.js";
import { findingsOf, lint } from "../support/linting.js";

/** The titles of the fixes for a rule's first finding. */
function titles(rule: string, resources: string, settings: RawSettings = {}): readonly string[] {
  const analysis = lint("template.yaml", `Resources:\n${resources}\n`, settings);
  const [finding] = findingsOf(analysis, rule);
  assert.ok(finding !== undefined, "there is something to fix");
  return fixesFor(analysis, finding).map(({ title }) => title);
}

const table = (specification: string): string =>
  `  Orders: { Type: AWS::DynamoDB::Table, Properties: { BillingMode: PAY_PER_REQUEST, SSESpecification: ${specification} } }`;
const key = (properties: string): string => `  Key: { Type: AWS::KMS::Key, Properties: ${properties} }`;
const ARN = "arn:aws:kms:eu-west-1:098765432109:key/8f6a2c4e-1b3d-4f5a-9c7e-0d2b4a6c8e1f";

describe("the titles of fixes that cost something", () => {
  it("say what is paid once a refused specification is mended", () => {
    assert.deepEqual(
      titles("valid-sse-specification", table(`{ SSEEnabled: false, KMSMasterKeyId: "${ARN}" }`)),
      [
        "Set SSEEnabled to true, so that the named key encrypts 'Orders' (about $0.23 a month more)",
        "Leave SSEEnabled false and name no key: an AWS owned key encrypts 'Orders' (free)",
      ],
    );
  });

  it("count all replicas of a global table, and a key that may have to be made", () => {
    const global = `  Orders:
    Type: AWS::DynamoDB::GlobalTable
    Properties:
      SSESpecification: { SSEEnabled: true, SSEType: KMS }
      Replicas:
        - { Region: eu-west-1, SSESpecification: { KMSMasterKeyId: "${ARN}" } }
        - { Region: eu-central-1 }`;
    assert.deepEqual(titles("valid-sse-specification", global), [
      "Take the key of replica eu-central-1 from a new parameter (about $0.50 a month more, plus $1.00 a month if the key is new)",
    ]);
  });

  it("count the requests that begin where the key of now can't work", () => {
    const broken = [
      key("{ EnableKeyRotation: true }"),
      table(`{ SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: alias/aws/s3 }`),
    ];
    assert.deepEqual(titles("valid-table-key", broken.join("\n")), [
      "Encrypt 'Orders' with the key 'Key' instead (about $0.23 a month more)",
    ]);
  });

  it("say what the deployer needs where a new key leaves its use to IAM", () => {
    const rule = "require-customer-managed-key";
    const owned = "  Orders: { Type: AWS::DynamoDB::Table, Properties: {} }";
    const [iam] = titles(rule, owned, { "newKey.policy": "iam" });
    assert.equal(
      iam,
      "Encrypt 'Orders' with a new customer managed key (about $1.23 a month more; whoever deploys it needs kms:CreateGrant and kms:DescribeKey)",
    );
    assert.equal(
      titles(rule, owned)[0],
      "Encrypt 'Orders' with a new customer managed key (about $1.23 a month more)",
    );
  });

  it("say how far rotation raises the fee, at the prices of the settings", () => {
    const rule = "require-key-rotation";
    assert.deepEqual(titles(rule, key("{ Enabled: true }")), [
      "Rotate 'Key' every year (up to $2.00 a month more after the second rotation)",
    ]);
    assert.deepEqual(
      titles(rule, key("{ Enabled: true }"), {
        "cost.currency": "EUR",
        "cost.prices": { rotationMonth: 0.5 },
      }),
      ["Rotate 'Key' every year (up to EUR 1.00 a month more after the second rotation)"],
    );
    assert.deepEqual(titles(rule, key("{ Enabled: true }"), { "cost.prices": { rotationMonth: 0 } }), [
      "Rotate 'Key' every year (at no further cost)",
    ]);
    assert.deepEqual(titles(rule, key("{ EnableKeyRotation: true, RotationPeriodInDays: 30 }")), [
      "Rotate 'Key' every 90 days, the nearest period that KMS takes (at most $3.00 a month after the second rotation)",
    ]);
  });
});
