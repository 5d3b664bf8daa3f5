import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CONTROLS } from "../../server/src/compliance/controls.js";
import {
  DAX_PROPERTIES,
  KEY_PROPERTIES,
  SSE_PROPERTIES,
  TABLE_PROPERTIES,
} from "../../server/src/core/hover.js";
import { CONDITION_KEYS, KMS_ACTION_NAMES } from "../../server/src/policy/reference.js";
import { conditionKeyHover } from "../../server/src/render/hover-condition-key.js";
import { kmsActionHover } from "../../server/src/render/hover-kms-action.js";
import { GUIDES, more } from "../../server/src/render/pages.js";
import { explainRule, rules } from "../../server/src/service.js";
import { hoverOn } from "../support/hovers.js";

const GUIDE = join(import.meta.dirname, "../../docs/guide");

/** What would be wrong to say, wherever it stood. The second column excuses what the words can also mean. */
const NEVER: readonly (readonly [string, RegExp])[] = [
  [
    "that a table isn't encrypted",
    /table[^.|]*\b(is|are) (not|un)\s?encrypted|(not encrypted|unencrypted|isn't encrypted)/i,
  ],
  [
    "that a framework requires a customer managed key",
    /(FedRAMP|HIPAA|PCI|NIST|CIS|SOC 2|ISO)[^.|\n]*(requires?|demands?|mandates?)[^.|\n]*\b(customer managed|keys? of your own|CMK)/i,
  ],
  [
    "that anything requires a customer managed key on a table",
    /\b(requires?|demands?|mandates?) (a )?customer managed keys?/i,
  ],
  ["that PCI DSS 3.7.6 applies", /3\.7\.6/],
  ["that the loss of a key works at once", /\b(instantly|immediately)\b/i],
  ["that a key needs dynamodb.amazonaws.com", /must (allow|include|name)[^.\n]*dynamodb\.amazonaws\.com/i],
  ["that the AWS managed key has a monthly fee", /AWS managed[^.|\n]*\$1 a month/i],
  ["that grants are for customer managed keys only", /grants? (are|is)? ?only (for|with) customer managed/i],
  ["that the deletion window is at least 30 days", /at least 30 days/i],
  ["that a write calls GenerateDataKey", /writes? (calls?|needs?) `?kms:GenerateDataKey/i],
  ["that client-side encryption is in transit", /client-side[^.\n]*in transit/i],
  ["a name of the error for a refused key", /KMSAccessDeniedException/],
];

/** DAX is the one that can be: what is said of it is left out. */
function withoutDax(text: string): string {
  return text
    .split("\n")
    .filter(
      (line) => !/\bDAX\b|ClusterEndpointEncryptionType|data at rest: |traffic to the cluster/.test(line),
    )
    .join("\n");
}

const TEMPLATE = `AWSTemplateFormatVersion: "2010-09-09"
Resources:
  Key:
    Type: AWS::KMS::Key
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties: { EnableKeyRotation: true, RotationPeriodInDays: 90, PendingWindowInDays: 7, KeySpec: SYMMETRIC_DEFAULT, KeyUsage: ENCRYPT_DECRYPT, Origin: AWS_KMS, Enabled: true, MultiRegion: false, BypassPolicyLockoutSafetyCheck: false }
  Alias: { Type: AWS::KMS::Alias, Properties: { AliasName: alias/orders, TargetKeyId: !Ref Key } }
  Owned: { Type: AWS::DynamoDB::Table, Properties: { SSESpecification: { SSEEnabled: false } } }
  Managed: { Type: AWS::DynamoDB::Table, Properties: { SSESpecification: { SSEEnabled: true } } }
  Own:
    Type: AWS::DynamoDB::Table
    Properties:
      KeySchema: []
      StreamSpecification: {}
      KinesisStreamSpecification: { StreamArn: !GetAtt Stream.Arn }
      PointInTimeRecoverySpecification: {}
      ImportSourceSpecification: {}
      ContributorInsightsSpecification: {}
      SSESpecification: { SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: !Ref Key }
  Global: { Type: AWS::DynamoDB::GlobalTable, Properties: { SSESpecification: { SSEEnabled: true }, Replicas: [{ Region: us-east-1 }] } }
  Stream: { Type: AWS::Kinesis::Stream, Properties: { StreamEncryption: {} } }
  Vault: { Type: AWS::Backup::BackupVault, Properties: { EncryptionKeyArn: x } }
  Cluster: { Type: AWS::DAX::Cluster, Properties: { SSESpecification: {}, ClusterEndpointEncryptionType: TLS } }
`;

const NAMES = [
  "Owned",
  "Managed",
  "Own:",
  "Global",
  "Key:",
  "Alias:",
  "Stream:",
  "Vault",
  "Cluster",
  "SSESpecification",
];
const TABLE_WORDS = TABLE_PROPERTIES.map((name) =>
  name === "StreamSpecification" ? "StreamSpecification: {}" : name,
);

describe("what is never said", () => {
  const properties = [...KEY_PROPERTIES, ...SSE_PROPERTIES, ...DAX_PROPERTIES.slice(1), ...TABLE_WORDS];
  const hovers = [
    ...[...NAMES, ...properties].map((word) => hoverOn(TEMPLATE, word)),
    ...KMS_ACTION_NAMES.flatMap((name) => [
      kmsActionHover(name, "key-policy"),
      kmsActionHover(name, "other-policy"),
    ]),
    ...CONDITION_KEYS.map(({ name, suffix }) =>
      conditionKeyHover(suffix === undefined ? name : `${name}1`, "key-policy"),
    ),
  ];
  const guides = readdirSync(GUIDE).map((name) => readFileSync(join(GUIDE, name), "utf8"));
  const texts: readonly (readonly [string, readonly string[]])[] = [
    ["hovers", hovers],
    ["the rules' pages", rules.map(({ id }) => explainRule(id) ?? "")],
    ["the guide", guides],
    ["the controls", CONTROLS.map(({ says, butNot, reading }) => [says, butNot, reading].join("\n"))],
  ];
  for (const [where, all] of texts) {
    for (const [what, pattern] of NEVER) {
      it(`in ${where} is ${what}`, () => {
        for (const text of all) assert.doesNotMatch(withoutDax(text), pattern);
      });
    }
  }

  it("of Security Hub is a control on the key of a table", () => {
    for (const { id, framework, says } of CONTROLS) {
      if (framework === "security-hub") assert.doesNotMatch(says, /\btables?\b/i, id);
    }
  });
});

describe("the guide", () => {
  it("has a page for each name that hovers link to, and a line in its contents", () => {
    const pages = readdirSync(GUIDE).filter((name) => name !== "README.md");
    assert.deepEqual(
      pages.sort(),
      Object.keys(GUIDES)
        .map((name) => `${name}.md`)
        .sort(),
    );
    const contents = readFileSync(join(GUIDE, "README.md"), "utf8");
    for (const page of pages) assert.ok(contents.includes(`](${page})`), page);
  });

  it("is linked by address, one after another", () => {
    assert.match(
      more("rotation", "key-types"),
      /^More: \[rotation\]\(https:\/\/\S+\/docs\/guide\/rotation\.md\) · \[/,
    );
  });

  it("links to pages of the project that exist", () => {
    for (const name of readdirSync(GUIDE)) {
      const text = readFileSync(join(GUIDE, name), "utf8");
      for (const [, target = ""] of text.matchAll(/\]\(((?!https:)[^)]+)\)/g)) {
        assert.doesNotThrow(() => readFileSync(join(GUIDE, target)), `${name} links to ${target}`);
      }
    }
  });
});
