import assert from "node:assert/strict";
import type { PolicyChange } from "../../server/src/core/edit.js";
import { PlainCall } from "../../server/src/core/plain.js";
import { attempt, HEAD, NEW, ROOT, table, TAIL, VIA } from "./changed-policies.js";

const JSON_POLICY = {
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Principal: { AWS: "*" }, Action: ["kms:Encrypt", "kms:Sign"] },
};
const JSON_CHANGES: readonly PolicyChange[] = [
  { do: "append", path: ["Statement"], value: { Effect: "Deny", Principal: { AWS: ROOT } } },
  { do: "append", path: ["Statement", "Principal", "AWS"], value: "arn:aws:iam::111122223333:root" },
  { do: "remove", path: ["Statement", "Action", 1] },
  { do: "set", path: ["Statement"], key: "Condition", value: VIA },
];
const JSON_RESULT = {
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { AWS: ["*", "arn:aws:iam::111122223333:root"] },
      Action: ["kms:Encrypt"],
      Condition: VIA,
    },
    { Effect: "Deny", Principal: { AWS: { "Fn::Sub": ROOT.argument } } },
  ],
};

describe("changing a key policy in JSON", () => {
  const template = (policy: unknown): unknown => ({
    Resources: { Key: { Type: "AWS::KMS::Key", Properties: { KeyPolicy: policy, Enabled: true } } },
  });

  for (const step of [0, 1, 2, "\t"]) {
    it(`keeps a step of ${JSON.stringify(step)}`, () => {
      const text = JSON.stringify(template(JSON_POLICY), null, step);
      const result = attempt(text, [JSON_CHANGES]);
      assert.deepEqual(result.written, [true]);
      assert.deepEqual(JSON.parse(result.text), template(JSON_RESULT));
      if (step === 0) assert.equal(result.text, JSON.stringify(template(JSON_RESULT)));
      else assert.doesNotMatch(result.text, /^(?!\{|\}).*"Statement": \[\{/m);
    });
  }

  it("indents what becomes an item of a list", () => {
    const { text } = attempt(JSON.stringify(template(JSON_POLICY), null, 1), [
      [{ do: "append", path: ["Statement"], value: { Effect: "Deny" } }],
    ]);
    const expected = { ...JSON_POLICY, Statement: [JSON_POLICY.Statement, { Effect: "Deny" }] };
    assert.equal(text, JSON.stringify(template(expected), null, 1));
  });

  it("edits the JSON in a string through its escapes", () => {
    const text = JSON.stringify(template(JSON.stringify(JSON_POLICY)), null, 2);
    const changes: PolicyChange[] = [
      { do: "replace", path: ["Statement", "Action"], value: ["kms:Encrypt", 'kms:"'] },
      { do: "append", path: ["Statement"], value: { Effect: "Deny" } },
    ];
    const expected = {
      ...JSON_POLICY,
      Statement: [{ ...JSON_POLICY.Statement, Action: ["kms:Encrypt", 'kms:"'] }, { Effect: "Deny" }],
    };
    assert.equal(attempt(text, [changes]).text, JSON.stringify(template(JSON.stringify(expected)), null, 2));
  });
});

const ONE_LINE = `{"Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": ["kms:*"], "Sid": "it's"}]}`;
const LINES = JSON.stringify(JSON.parse(ONE_LINE), null, 2);
const STRING_CHANGES: readonly PolicyChange[] = [
  { do: "append", path: ["Statement", 0, "Action"], value: "kms:'x'" },
  { do: "append", path: ["Statement"], value: { Effect: "Deny" } },
  { do: "remove", path: ["Statement", 0, "Sid"] },
];
const ONE_LINE_RESULT = `{"Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": ["kms:*", "kms:'x'"]}, {"Effect": "Deny"}]}`;
const LINES_RESULT = JSON.stringify(JSON.parse(ONE_LINE_RESULT), null, 2);

function below(text: string): string {
  return `\n${text.replace(/^/gm, "        ")}`;
}

function single(text: string): string {
  return ` '${text.replaceAll("'", "''")}'`;
}

describe("changing a key policy that is JSON in a string", () => {
  table([
    ["in single quotes", single(ONE_LINE), STRING_CHANGES, single(ONE_LINE_RESULT)],
    [
      "in single quotes over several lines",
      ` '{"Statement": [\n          {"Effect": "Allow", "Principal": "*",\n           "Action": ["kms:*"], "Sid": "it''s"}\n        ]}'`,
      STRING_CHANGES,
      ` '{"Statement": [\n          {"Effect": "Allow", "Principal": "*",\n           "Action": ["kms:*", "kms:''x''"]}, {"Effect": "Deny"}\n        ]}'`,
    ],
    [
      "in double quotes",
      ` ${JSON.stringify(ONE_LINE)} # why`,
      STRING_CHANGES,
      ` ${JSON.stringify(ONE_LINE_RESULT)} # why`,
    ],
    [
      "in double quotes with escaped line breaks",
      ` ${JSON.stringify(LINES)}`,
      STRING_CHANGES,
      ` ${JSON.stringify(LINES_RESULT)}`,
    ],
    ["in a literal block", ` |${below(LINES)}`, STRING_CHANGES, ` |${below(LINES_RESULT)}`],
    [
      "in a literal block with an indent of its own",
      ` |2-${below(LINES)}`,
      STRING_CHANGES,
      ` |2-${below(LINES_RESULT)}`,
    ],
    ["in a folded block", ` >-${below(LINES)}`, STRING_CHANGES, ` >-${below(LINES_RESULT)}`],
    [
      "in a folded block whose lines are one",
      ` >\n        {"Statement": [{"Effect": "Allow", "Principal": "*",\n        "Action": ["kms:*"], "Sid": "x"}]}`,
      STRING_CHANGES,
      ` >\n        {"Statement": [{"Effect": "Allow", "Principal": "*",\n        "Action": ["kms:*", "kms:'x'"]}, {"Effect": "Deny"}]}`,
    ],
    [
      "in the string of a substitution, where functions are placeholders",
      ` !Sub |${below(LINES.replace('"*"', '"${Role.Arn}"'))}`,
      [
        { do: "set", path: ["Statement", 0, "Principal"], key: "AWS", value: ROOT },
        { do: "replace", path: ["Statement", 0, "Sid"], value: "${aws:username}" },
        {
          do: "append",
          path: ["Statement", 0, "Action"],
          value: new PlainCall("Fn::GetAtt", ["Role", "Arn"]),
        },
      ],
      ` !Sub |${below(
        LINES.replace('"*"', '"arn:${AWS::Partition}:iam::${AWS::AccountId}:root"')
          .replace('"it\'s"', '"${!aws:username}"')
          .replace('"kms:*"', '"kms:*",\n        "${Role.Arn}"'),
      )}`,
    ],
    [
      "in the string of a substitution with variables of its own",
      ` !Sub\n        - '${ONE_LINE.replace("it's", "${Name}")}'\n        - { Name: x }`,
      [{ do: "append", path: ["Statement", 0, "Action"], value: new PlainCall("Ref", "Other") }],
      ` !Sub\n        - '${ONE_LINE.replace("it's", "${Name}").replace('"kms:*"', '"kms:*", "${Other}"')}'\n        - { Name: x }`,
    ],
    [
      "with a new element at its top",
      ` |${below(LINES)}`,
      [{ do: "set", path: [], key: "Version", value: "2012-10-17" }],
      ` |${below(LINES.replace("{\n", '{\n  "Version": "2012-10-17",\n'))}`,
    ],
    [
      "not with a function in a string that holds none",
      single(ONE_LINE),
      [{ do: "append", path: ["Statement"], value: NEW }],
      "refused",
    ],
    [
      "not with a name that the substitution gives another value",
      ` !Sub\n        -${single(ONE_LINE)}\n        - { "AWS::AccountId": x }`,
      [{ do: "replace", path: ["Statement", 0, "Principal", "AWS"], value: ROOT }],
      "refused",
    ],
    [
      "not where a function puts the string together",
      ` !Join ["", ['{"Statement": [{"Effect": "Allow", ', '"Principal": "*", "Action": "kms:*"}]}']]`,
      [{ do: "replace", path: ["Statement", 0, "Principal"], value: "x" }],
      "refused",
    ],
    [
      "not with escapes that JSON doesn't have",
      ` "\\x7b${JSON.stringify(ONE_LINE.slice(1)).slice(1)}`,
      [{ do: "replace", path: ["Statement", 0, "Sid"], value: "x" }],
      "refused",
    ],
  ]);

  it("keeps CRLF in a literal block", () => {
    const text = (policy: string): string => `${HEAD} |${below(policy)}${TAIL}`.replaceAll("\n", "\r\n");
    const result = attempt(text(LINES), [STRING_CHANGES]);
    assert.equal(result.text, text(LINES_RESULT));
  });
});
