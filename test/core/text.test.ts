import assert from "node:assert/strict";
import {
  displayText,
  joinTexts,
  knownText,
  literalText,
  soleHole,
  splitText,
  type Text,
} from "../../server/src/core/text.js";

const HOLE = { name: "AWS::Region", reason: "the Region isn't known" };
const ARN: Text = { parts: ["arn:aws:kms:", HOLE, ":1:key/x"] };

describe("text with holes", () => {
  it("is known where it has no hole", () => {
    assert.equal(knownText(literalText("alias/x")), "alias/x");
    assert.equal(knownText(ARN), undefined);
  });

  it("is shown with its holes by name", () =>
    assert.equal(displayText(ARN), "arn:aws:kms:${AWS::Region}:1:key/x"));

  it("is split in its literal parts only", () => {
    assert.deepEqual(splitText(ARN, ":").map(displayText), [
      "arn",
      "aws",
      "kms",
      "${AWS::Region}",
      "1",
      "key/x",
    ]);
  });

  it("is joined into one piece", () => {
    assert.deepEqual(joinTexts([literalText("a"), literalText("b")], "/"), { parts: ["a/b"] });
  });

  it("may be nothing but a hole", () => {
    assert.equal(soleHole({ parts: [HOLE] }), HOLE);
    assert.equal(soleHole(ARN), undefined);
  });
});
