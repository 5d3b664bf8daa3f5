import assert from "node:assert/strict";
import { applyEdits, fixesFor } from "../../server/src/service.js";
import { findingsOf, lint } from "../support/linting.js";

const RULE = "require-customer-managed-key";
const SETTINGS = { rules: { [RULE]: ["warning", { accept: "aws-managed" }] } };
const MANAGED = { SSEEnabled: true, SSEType: "KMS", KMSMasterKeyId: "alias/aws/dynamodb" };
const NO_VALUE = { Ref: "AWS::NoValue" };

/** SSESpecifications that give the AWS managed key when IsProd is true, and the fixes for the rest. */
const TABLES: readonly (readonly [title: string, sse: object, offered: readonly string[]])[] = [
  [
    "a branch beside one without a specification",
    { "Fn::If": ["IsProd", MANAGED, NO_VALUE] },
    ["new-key", "new-parameter", "aws-managed-key"],
  ],
  [
    "a branch beside one that is disabled",
    { "Fn::If": ["IsProd", { SSEEnabled: true }, { SSEEnabled: false }] },
    ["new-key", "new-parameter", "aws-managed-key"],
  ],
  [
    "a value in a block that the cases share",
    { SSEEnabled: { "Fn::If": ["IsProd", true, false] } },
    ["aws-managed-key"],
  ],
];

describe("a case with an accepted AWS managed key", () => {
  for (const [title, sse, offered] of TABLES) {
    it(`is left as it is: ${title}`, () => {
      const text = template(sse);
      const analysis = lint("template.json", text, SETTINGS);
      const [finding, ...more] = findingsOf(analysis, RULE);
      assert.ok(finding !== undefined && more.length === 0);
      const fixes = fixesFor(analysis, finding);
      assert.deepEqual(
        fixes.map(({ id }) => id),
        offered,
      );
      for (const { id, edits } of fixes) {
        const fixed = applyEdits(text, edits);
        assert.deepEqual(branchesOf(fixed, "IsProd")[0], branchesOf(text, "IsProd")[0], `${id}: ${fixed}`);
        assert.deepEqual(findingsOf(lint("template.json", fixed, SETTINGS), RULE), []);
      }
    });
  }
});

function template(sse: object): string {
  const conditions = { IsProd: { "Fn::Equals": [{ Ref: "Stage" }, "prod"] } };
  const orders = { Type: "AWS::DynamoDB::Table", Properties: { SSESpecification: sse } };
  const parameters = { Stage: { Type: "String" } };
  return JSON.stringify(
    { Parameters: parameters, Conditions: conditions, Resources: { Orders: orders } },
    null,
    2,
  );
}

/** The branches of the condition's only `Fn::If`, the true one first. */
function branchesOf(text: string, condition: string): readonly unknown[] {
  const found: unknown[][] = [];
  JSON.parse(text, (key, value: unknown) => {
    if (key === "Fn::If" && Array.isArray(value) && value[0] === condition) found.push(value);
    return value;
  });
  assert.equal(found.length, 1, `the condition stands there once:\n${text}`);
  return found[0]?.slice(1) ?? [];
}
