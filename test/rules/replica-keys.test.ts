import assert from "node:assert/strict";
import { fixesFor } from "../../server/src/service.js";
import { findingsOf, lint } from "../support/linting.js";
import { spellings } from "../support/read.js";

const CUSTOMER = "arn:aws:kms:eu-west-1:999900001111:key/8f6a2c4e-1b3d-4f5a-9c7e-0d2b4a6c8e1f";

/** The keys of the other replicas, and what is offered for one without. */
const OFFERS: readonly (readonly [keys: readonly string[], offered: readonly string[]])[] = [
  [[CUSTOMER], ["complete"]],
  [["alias/aws/dynamodb"], ["aws-managed-key"]],
  [["alias/aws/dynamodb", CUSTOMER], []],
];

describe("the fixes for a replica without a key", () => {
  for (const [keys, offered] of OFFERS) {
    const replicas = keys.map((key, index) => ({
      Region: `eu-west-${index + 1}`,
      SSESpecification: { KMSMasterKeyId: key },
    }));
    const properties = {
      SSESpecification: { SSEEnabled: true, SSEType: "KMS" },
      Replicas: [...replicas, { Region: "us-east-1" }],
    };
    const template = {
      Resources: { Profiles: { Type: "AWS::DynamoDB::GlobalTable", Properties: properties } },
    };
    for (const { format, text } of spellings(template)) {
      it(`are ${offered.join() || "none"} beside ${keys.join(" and ")} in ${format}`, () => {
        const analysis = lint(`template.${format.toLowerCase()}`, text);
        const [finding] = findingsOf(analysis, "valid-sse-specification");
        assert.equal(finding?.messageId, "replicaWithoutKey");
        assert.deepEqual(
          fixesFor(analysis, finding).map(({ id }) => id),
          offered,
        );
      });
    }
  }
});
