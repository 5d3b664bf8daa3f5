import assert from "node:assert/strict";
import {
  policyCompletions,
  type Completion,
} from "../../server/src/dialects/cloudformation/policy-completion.js";

const YAML = `Resources:
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
`;
const JSON_HEAD = '{"Resources": {"Key": {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": {';

/** What is offered where the bar stands. */
function offered(marked: string, format: "yaml" | "json"): readonly Completion[] {
  return policyCompletions(marked.replace("|", ""), marked.indexOf("|"), format, () => [
    { logicalId: "ApiRole", kind: "role" },
  ]);
}

/** The text once the completion of this name is taken; null where it isn't offered. */
function taken(marked: string, label: string, format: "yaml" | "json"): string | null {
  const text = marked.replace("|", "");
  const found = offered(marked, format).find((one) => one.label === label);
  if (found === undefined) return null;
  return text.slice(0, found.span.start) + found.newText + text.slice(found.span.end);
}

type Row = readonly [text: string, label: string, after: string];

const IN_YAML: readonly Row[] = [
  ["        Sta|", "Statement", "        Statement:"],
  ["        Statement:\n          - |", "Effect", "        Statement:\n          - Effect:"],
  [
    "        Statement:\n          - Effect: Allow\n            Ac|\n            Resource: x",
    "Action",
    "        Statement:\n          - Effect: Allow\n            Action:\n            Resource: x",
  ],
  ["        Statement:\n          - Effect: A|", "Allow", "        Statement:\n          - Effect: Allow"],
  [
    "        Statement:\n          Action:\n          - kms:|",
    "kms:ReEncrypt*",
    "        Statement:\n          Action:\n          - kms:ReEncrypt*",
  ],
  [
    "        Statement:\n          - Action:\n              - kms:Sign # x\n              - 'kms:De|'",
    "kms:Decrypt",
    "        Statement:\n          - Action:\n              - kms:Sign # x\n              - 'kms:Decrypt'",
  ],
  [
    "        Statement:\n          - NotAction: [\n              kms:Sign,\n              kms:|",
    "kms:Decrypt",
    "        Statement:\n          - NotAction: [\n              kms:Sign,\n              kms:Decrypt",
  ],
  [
    "        Statement:\n          - !If\n            - C\n            - Effect: Allow\n              Action: |",
    "kms:Verify",
    "        Statement:\n          - !If\n            - C\n            - Effect: Allow\n              Action: kms:Verify",
  ],
  [
    "        Statement:\n        - Principal:\n            A|",
    "AWS",
    "        Statement:\n        - Principal:\n            AWS:",
  ],
  [
    '        Statement:\n        - Principal: { AWS: "Api|" }',
    "ApiRole",
    "        Statement:\n        - Principal: { AWS: !GetAtt ApiRole.Arn }",
  ],
  [
    "        Statement:\n        - Principal:\n            AWS:\n              - |",
    "account root",
    "        Statement:\n        - Principal:\n            AWS:\n              - !Sub arn:${AWS::Partition}:iam::${AWS::AccountId}:root",
  ],
  [
    "        Statement:\n        - Condition:\n            |",
    "StringLike",
    "        Statement:\n        - Condition:\n            StringLike:",
  ],
  [
    "        Statement:\n        - Condition:\n            StringLike:\n              kms:V|: x",
    "kms:ViaService",
    "        Statement:\n        - Condition:\n            StringLike:\n              kms:ViaService: x",
  ],
  [
    "        Statement:\n        - Condition:\n            StringLike:\n              kms:ViaService: |",
    "dynamodb.*.amazonaws.com",
    "        Statement:\n        - Condition:\n            StringLike:\n              kms:ViaService: dynamodb.*.amazonaws.com",
  ],
  [
    "        Statement:\n        - Condition: { StringEquals: { kms:CallerAccount:| } }",
    "AWS::AccountId",
    "        Statement:\n        - Condition: { StringEquals: { kms:CallerAccount: !Ref AWS::AccountId } }",
  ],
];

const IN_JSON: readonly Row[] = [
  ["|", "Statement", '"Statement":'],
  ['"Statement": [{"E|"', "Effect", '"Statement": [{"Effect"'],
  [
    '"Statement": [{"Action": ["kms:Sign", "kms:|',
    "kms:Decrypt",
    '"Statement": [{"Action": ["kms:Sign", "kms:Decrypt',
  ],
  ['"Statement": [{"Action": |', "kms:Decrypt", '"Statement": [{"Action": "kms:Decrypt"'],
  [
    '"Statement": [{"Principal": {"AWS": "|"}}',
    "ApiRole",
    '"Statement": [{"Principal": {"AWS": { "Fn::GetAtt": ["ApiRole", "Arn"] }}}',
  ],
  [
    '"Statement": {"Fn::If": ["C", {"Condition": {"StringLike": {"kms:ViaService": "d|"}}}',
    "dynamodb.*.amazonaws.com",
    '"Statement": {"Fn::If": ["C", {"Condition": {"StringLike": {"kms:ViaService": "dynamodb.*.amazonaws.com"}}}',
  ],
];

describe("completion inside key policies", () => {
  for (const [text, label, after] of IN_YAML) {
    it(`offers ${label} in ${JSON.stringify(text.trim())}`, () =>
      assert.equal(taken(YAML + text, label, "yaml"), YAML + after));
  }

  for (const [text, label, after] of IN_JSON) {
    it(`offers ${label} in ${text}`, () =>
      assert.equal(taken(JSON_HEAD + text, label, "json"), JSON_HEAD + after));
  }

  it("says in a line what an action does", () => {
    const action = offered(`${YAML}        Statement:\n          - Action: |`, "yaml").find(
      ({ label }) => label === "kms:Decrypt",
    );
    assert.match(action?.detail ?? "", /\S/);
    assert.doesNotMatch(action?.detail ?? "", /\n/);
  });

  it("offers no wildcard where the operator takes values literally", () => {
    const text = `${YAML}        Statement:\n          - Condition:\n              StringEquals:\n                kms:ViaService: |`;
    assert.deepEqual(
      offered(text, "yaml").map(({ label }) => label),
      ["dynamodb.${AWS::Region}.amazonaws.com"],
    );
  });

  for (const [where, text, format] of [
    ["beside the policy", `${YAML}        Statement: []\n      Description: |`, "yaml"],
    ["before it", YAML.replace("Properties", "|Properties"), "yaml"],
    ["in other resources", `${YAML}        Statement: []\n  Role:\n    Properties:\n      |`, "yaml"],
    ["in a description", `${YAML}        Statement:\n          - Sid: |`, "yaml"],
    ["behind it in JSON", `${JSON_HEAD}"Statement": []}, "Description": "|`, "json"],
  ] as const) {
    it(`offers nothing ${where}`, () => assert.deepEqual(offered(text, format), []));
  }
});
