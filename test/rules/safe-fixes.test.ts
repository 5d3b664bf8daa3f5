import assert from "node:assert/strict";
import { applyEdits, fixAll, fixesFor, type ResolvedFix } from "../../server/src/service.js";
import { findingsOf, lint } from "../support/linting.js";

const IDLE = "  # dynamodb-encryption-ignore valid-table-key -- nothing to report\n";
const TEXT = `Resources:
${IDLE}  Orders:
    Type: AWS::DynamoDB::Table
  Key:
    Type: AWS::KMS::Key
    Properties:
      PendingWindowInDays: 7
      RotationPeriodInDays: 180
`;

/** Fixes of the table are judged on a text in which the key stands elsewhere. */
const REFUSED = `Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      SSESpecification:
        SSEEnabled: true
        KMSMasterKeyId: !GetAtt Key.Arn
  Key:
    Type: AWS::KMS::Key
`;

describe("the safe fixes of a template", () => {
  it("take away what has no effect, and nothing that changes what is deployed or its price", () => {
    const { edits, fixed } = fixAll(lint("template.yaml", TEXT), { rule: null });
    assert.equal(applyEdits(TEXT, edits), TEXT.replace(IDLE, ""));
    assert.deepEqual(
      fixed.map(({ rule }) => rule),
      ["no-unused-suppression"],
    );
  });

  it("leave what somebody has to choose: an idle rotation period, or rotation", () => {
    const analysis = lint("template.yaml", TEXT);
    const period = findingsOf(analysis, "require-key-rotation").find(
      ({ messageId }) => messageId === "periodWithoutRotation",
    );
    assert.ok(period);
    assert.deepEqual(
      fixesFor(analysis, period).map(({ id, applicability, bulk }) => [id, applicability, bulk]),
      [
        ["enable-rotation", "review", false],
        ["remove-period", "safe", false],
      ],
    );
  });

  it("are worked out without moving anything of the analysis", () => {
    const analysis = lint("template.yaml", REFUSED);
    const rotation = (): readonly ResolvedFix[] =>
      findingsOf(analysis, "require-key-rotation").flatMap((finding) => fixesFor(analysis, finding));
    const before = rotation();
    assert.notEqual(before.length, 0);
    assert.equal(fixAll(analysis, { rule: "valid-sse-specification" }).fixed.length, 1);
    assert.deepEqual(rotation(), before);
  });

  it("take the items of one list away one after another, and the metadata with the last", () => {
    const item = { rule: "valid-table-key", reason: "nothing to report" };
    const orders = {
      Type: "AWS::DynamoDB::Table",
      Metadata: { DynamoDBEncryption: { ignore: [item, item] } },
      Properties: { BillingMode: "PAY_PER_REQUEST" },
    };
    const written = (body: object): string => JSON.stringify({ Resources: { Orders: body } }, null, 2);
    const once = fixedOnce(written(orders));
    assert.deepEqual(JSON.parse(once), {
      Resources: { Orders: { ...orders, Metadata: { DynamoDBEncryption: { ignore: [item] } } } },
    });
    const { Type, Properties } = orders;
    assert.equal(fixedOnce(once), written({ Type, Properties }));
  });

  it("leave a comment that stands on the line of something else", () => {
    const text = TEXT.replace(IDLE, "").replace("  Orders:", `  Orders: ${IDLE.trim()}`);
    assert.equal(findingsOf(lint("template.yaml", text), "no-unused-suppression").length, 1);
    assert.equal(fixedOnce(text), text);
  });
});

function fixedOnce(text: string): string {
  return applyEdits(text, fixAll(lint("template.yaml", text), { rule: null }).edits);
}
