import assert from "node:assert/strict";
import { PlainCall, type Plain } from "../../server/src/core/plain.js";
import type { Hole, Text } from "../../server/src/core/text.js";
import { copyOfText } from "../../server/src/rules/policy-copies.js";

const ACCOUNT: Hole = { name: "AWS::AccountId", reason: "" };
const PARAMETER: Hole = { name: "RoleName", reason: "" };
const ROLE_ARN: Hole = { name: "Role.Arn", resource: { logicalId: "Role", attribute: "Arn" }, reason: "" };
const ROLE_NAME: Hole = { name: "Role", resource: { logicalId: "Role", attribute: null }, reason: "" };
const OTHER: Hole = {
  name: "Role.Arn",
  resource: { logicalId: "Role", attribute: "Arn", path: "other.yaml" },
  reason: "",
};
const IMPORT: Hole = { name: "Fn::ImportValue", reason: "" };

const ROWS: readonly (readonly [title: string, parts: Text["parts"], copy: Plain])[] = [
  ["a literal text as it is", ["kms:Decrypt"], "kms:Decrypt"],
  ["a policy variable as it is", ["${aws:username}"], "${aws:username}"],
  ["an attribute as Fn::GetAtt", [ROLE_ARN], new PlainCall("Fn::GetAtt", ["Role", "Arn"])],
  ["a resource as Ref", [ROLE_NAME], new PlainCall("Ref", "Role")],
  ["a parameter as Ref", [PARAMETER], new PlainCall("Ref", "RoleName")],
  [
    "a text with names in it as Fn::Sub",
    ["arn:aws:iam::", ACCOUNT, ":role/", PARAMETER],
    new PlainCall("Fn::Sub", "arn:aws:iam::${AWS::AccountId}:role/${RoleName}"),
  ],
  [
    "a policy variable beside a name, kept from being replaced",
    ["${aws:username}@", ACCOUNT],
    new PlainCall("Fn::Sub", "${!aws:username}@${AWS::AccountId}"),
  ],
  ["nothing of what a function makes", [IMPORT], null],
  ["nothing of what another template declares", [OTHER], null],
];

describe("copies of a policy's texts", () => {
  for (const [title, parts, copy] of ROWS) {
    it(`write ${title}`, () => assert.deepEqual(copyOfText({ parts }), copy));
  }
});
