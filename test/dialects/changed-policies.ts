import assert from "node:assert/strict";
import type { PolicyChange } from "../../server/src/core/edit.js";
import { PlainCall } from "../../server/src/core/plain.js";
import { TemplateEditor } from "../../server/src/dialects/cloudformation/editor.js";
import { formatOf } from "../../server/src/formats/detect.js";
import { applyEdits } from "../../server/src/service.js";
import { readText } from "../support/read.js";

/** The account, as a function. */
export const ROOT = new PlainCall("Fn::Sub", "arn:${AWS::Partition}:iam::${AWS::AccountId}:root");
/** A statement with a function in it. */
export const NEW = { Effect: "Allow", Principal: { AWS: ROOT }, Action: "kms:*", Resource: "*" };
/** A condition. */
export const VIA = { StringLike: { "kms:ViaService": "dynamodb.*.amazonaws.com" } };

/** What stands before a policy in a template, and behind it. */
export const HEAD = `Conditions:
  Strict: !Equals [!Ref AWS::Region, eu-west-1]
Resources:
  Role:
    Type: AWS::IAM::Role
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:`;
export const TAIL = "\n      Enabled: true\n";

/** Changes the policy (of one case) in turn with each list of changes; false for what is refused. */
export function attempt(text: string, calls: readonly (readonly PolicyChange[])[], which = 0) {
  const read = readText(text);
  const [key] = read.template.keys;
  const policy = key?.policy()[which]?.value;
  assert.ok(key !== undefined && policy !== undefined && policy !== null, "the key has a policy");
  const editor = new TemplateEditor(read, formatOf("template", text), text, "iam");
  const written = calls.map((changes) => editor.attempt((one) => one.changePolicy(key, policy, changes)));
  return { text: applyEdits(text, editor.edits), written, editor };
}

/** The policy's text after changes; "refused" where nothing is changed. What stands around it is as it was. */
export function changed(policy: string, changes: readonly PolicyChange[], which = 0): string {
  return between(attempt(HEAD + policy + TAIL, [changes], which), HEAD, TAIL);
}

function between({ text, written }: ReturnType<typeof attempt>, head: string, tail: string): string {
  if (written.includes(false)) return "refused";
  assert.ok(text.startsWith(head) && text.endsWith(tail), `only the policy is changed in:\n${text}`);
  return text.slice(head.length, text.length - tail.length);
}

export type Row = readonly [title: string, before: string, changes: readonly PolicyChange[], after: string];

export function table(rows: readonly Row[], change = changed): void {
  for (const [title, before, changes, after] of rows)
    it(title, () => assert.equal(change(before, changes), after));
}
