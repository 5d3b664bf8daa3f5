import assert from "node:assert/strict";
import { displayText, type Text } from "../../server/src/core/text.js";
import { matches, type Mode } from "../../server/src/policy/pattern.js";
import { hole, textOf } from "./asking.js";

type Row = readonly [string | Text, string | Text, Mode, true | false | "open"];

const ROLE_ARN = textOf`arn:${"AWS::Partition"}:iam::${"AWS::AccountId"}:role/app`;

const TABLE: readonly Row[] = [
  ["a*c", "abbc", "like", true],
  ["a*c*", "ac", "like", true],
  ["*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "like", false],
  ["a?", "a", "like", false],
  ["KMS:*", "kms:decrypt", "action", true],
  ["arn:aws:kms:*:key/*", "arn:aws:kms:us-east-1:111122223333:key/1", "resource", true],
  [hole("Key.Arn"), hole("Key.Arn"), "equals", true],
  [hole("Key.Arn"), hole("Other.Arn"), "equals", false],
  [hole("Key.Arn"), "arn:aws:kms:us-east-1:111122223333:key/1", "equals", "open"],
  [hole("Key.Arn"), "alias/orders", "equals", false],
  [textOf`role/${"A.Name"}`, textOf`role/${"B.Name"}`, "equals", "open"],
  [hole("Name"), hole("Name"), "equals", true],
  [hole("Name"), hole("Other"), "equals", "open"],
  [hole("Fn::ImportValue"), hole("Fn::ImportValue"), "equals", "open"],
  ["*", hole("Anything"), "like", true],
  ["a*", textOf`a${"X"}`, "like", true],
  ["b*", textOf`a${"X"}`, "like", false],
  ["a?", textOf`a${"X"}`, "like", "open"],
  [textOf`a-${"X"}-*`, textOf`a-${"X"}-1`, "like", true],
  ["arn:aws:iam::*:role/*", ROLE_ARN, "like", true],
  [ROLE_ARN, "arn:aws:iam::111122223333:role/app", "equals", "open"],
  [ROLE_ARN, "arn:aws:iam::111122223333:role/other", "equals", false],
  [ROLE_ARN, textOf`arn:aws-cn:iam::${"AWS::AccountId"}:role/app`, "equals", true],
  [textOf`${"AWS::AccountId"}`, "11:22", "equals", false],
];

describe("a text of a policy, held against a value", () => {
  for (const [text, value, mode, expected] of TABLE) {
    it(`${written(text)} ${verb(expected)} ${written(value)} (${mode})`, () => {
      const truth = matches(textFrom(text), textFrom(value), mode);
      assert.equal(typeof truth === "object" ? "open" : truth, expected);
    });
  }

  it("that can't be decided says what isn't known", () => {
    const truth = matches(hole("AdminArn"), { parts: ["arn:aws:iam::111122223333:role/a"] }, "equals");
    assert.deepEqual(truth, { reason: "'AdminArn' isn't known: it has no default" });
  });
});

function textFrom(text: string | Text): Text {
  return typeof text === "string" ? { parts: [text] } : text;
}

function written(text: string | Text): string {
  return displayText(textFrom(text));
}

function verb(expected: Row[3]): string {
  if (expected === "open") return "may match";
  return expected ? "matches" : "doesn't match";
}
