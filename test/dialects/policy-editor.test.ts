import assert from "node:assert/strict";
import type { PolicyChange } from "../../server/src/core/edit.js";
import { TemplateEditor } from "../../server/src/dialects/cloudformation/editor.js";
import { formatOf } from "../../server/src/formats/detect.js";
import { applyEdits } from "../../server/src/service.js";
import { readText } from "../support/read.js";
import { attempt, changed, HEAD, NEW, ROOT, table, TAIL, VIA } from "./changed-policies.js";

const BLOCK = `
        Statement:
          - Sid: Admin # those who administer
            Effect: Allow
            Principal: { AWS: "*" }
            Action: kms:* # all of it
            Resource: "*"
          # and those who use
          - Effect: Allow
            Principal:
              AWS: !GetAtt Role.Arn
            Action:
              - kms:Encrypt # writes
              - kms:Decrypt
              - kms:CreateGrant
            Resource: "*"
            Condition:
              StringLike:
                kms:ViaService: s3.*.amazonaws.com`;

describe("changing a key policy in block style", () => {
  table([
    [
      "adds an entry in its customary place, above the comment of the next statement",
      BLOCK,
      [{ do: "set", path: ["Statement", 0], key: "Condition", value: VIA }],
      BLOCK.replace(
        '"*"\n          #',
        `"*"\n            Condition:\n              StringLike:\n                kms:ViaService: dynamodb.*.amazonaws.com\n          #`,
      ),
    ],
    [
      "gives an entry another value",
      BLOCK,
      [
        {
          do: "set",
          path: ["Statement", 1],
          key: "Condition",
          value: { Bool: { "aws:SecureTransport": true } },
        },
      ],
      BLOCK.replace(/StringLike:[^]*/, "Bool:\n                aws:SecureTransport: true"),
    ],
    [
      "puts a list in place of a string, and keeps the comment behind it",
      BLOCK,
      [{ do: "replace", path: ["Statement", 0, "Action"], value: ["kms:Encrypt", "kms:Decrypt"] }],
      BLOCK.replace(
        " kms:* # all of it",
        " # all of it\n              - kms:Encrypt\n              - kms:Decrypt",
      ),
    ],
    [
      "replaces a function as a whole",
      BLOCK,
      [{ do: "replace", path: ["Statement", 1, "Principal", "AWS"], value: ROOT }],
      BLOCK.replace("!GetAtt Role.Arn", '!Sub "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"'),
    ],
    [
      "keeps the quotes of a string that it replaces",
      BLOCK,
      [
        {
          do: "replace",
          path: ["Statement", 0, "Principal", "AWS"],
          value: "arn:aws:iam::111122223333:root",
        },
      ],
      BLOCK.replace('AWS: "*"', 'AWS: "arn:aws:iam::111122223333:root"'),
    ],
    [
      "changes a list item by item where some of it stays",
      BLOCK,
      [{ do: "replace", path: ["Statement", 1, "Action"], value: ["kms:Encrypt", "kms:ReEncrypt*"] }],
      BLOCK.replace(/- kms:Decrypt\n.*\n/, "- kms:ReEncrypt*\n"),
    ],
    [
      "makes lists of what are none, with the text of the first item as it was",
      BLOCK,
      [
        { do: "append", path: ["Statement", 0, "Action"], value: "kms:Sign" },
        { do: "append", path: ["Statement", 0, "Principal", "AWS"], value: "arn:aws:iam::111122223333:root" },
        { do: "append", path: ["Statement", 1, "Principal", "AWS"], value: ROOT },
      ],
      BLOCK.replace(" kms:* # all of it", "\n              - kms:* # all of it\n              - kms:Sign")
        .replace('"*" }', '["*", "arn:aws:iam::111122223333:root"] }')
        .replace(
          " !GetAtt Role.Arn",
          '\n                - !GetAtt Role.Arn\n                - !Sub "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"',
        ),
    ],
    [
      "takes several items out and adds a statement at once",
      BLOCK,
      [
        { do: "remove", path: ["Statement", 1, "Action", 1] },
        { do: "remove", path: ["Statement", 1, "Action", 2] },
        { do: "append", path: ["Statement"], value: { Effect: "Deny" } },
      ],
      `${BLOCK.replace(/ *- kms:Decrypt\n.*\n/, "")}\n          - Effect: Deny`,
    ],
    [
      "takes a condition away that has no other key",
      BLOCK,
      [{ do: "remove", path: ["Statement", 1, "Condition", "StringLike", "kms:ViaService"] }],
      BLOCK.replace(/\n *Condition:[^]*/, ""),
    ],
    [
      "takes a statement out with its lines",
      BLOCK,
      [{ do: "remove", path: ["Statement", 0] }],
      BLOCK.replace(/ {10}- Sid[^]*(?= {10}# and)/, ""),
    ],
    [
      "adds below the head of a policy",
      BLOCK,
      [{ do: "set", path: [], key: "Version", value: "2012-10-17" }],
      `${BLOCK}\n        Version: "2012-10-17"`,
    ],
    [
      "makes a list of a sole statement, and changes that as well",
      `
        Statement:
          # the only one
          Effect: Allow
          Action: [kms:Encrypt, kms:Decrypt]
          Principal:
            AWS: "*"`,
      [
        { do: "append", path: ["Statement"], value: { Effect: "Deny" } },
        { do: "remove", path: ["Statement", "Action", 1] },
        { do: "set", path: ["Statement"], key: "Resource", value: "*" },
      ],
      `
        Statement:
          # the only one
          - Effect: Allow
            Action: [kms:Encrypt]
            Principal:
              AWS: "*"
            Resource: "*"
          - Effect: Deny`,
    ],
    [
      "makes a list of a sole statement without moving it where dashes stand below their key",
      `
        Statement:
          Effect: Allow
          Action:
          - kms:*
          Principal: "*"`,
      [{ do: "append", path: ["Statement"], value: { Effect: "Deny" } }],
      `
        Statement:
        - Effect: Allow
          Action:
          - kms:*
          Principal: "*"
        - Effect: Deny`,
    ],
    [
      "changes a list of one statement",
      `
        Statement:
        - Effect: Allow
          Action: kms:*
          Principal: "*"`,
      [
        { do: "set", path: ["Statement", 0], key: "Principal", value: { AWS: ROOT } },
        { do: "append", path: ["Statement"], value: { Effect: "Deny" } },
      ],
      `
        Statement:
        - Effect: Allow
          Action: kms:*
          Principal:
            AWS: !Sub "arn:\${AWS::Partition}:iam::\${AWS::AccountId}:root"
        - Effect: Deny`,
    ],
  ]);

  it("keeps CRLF", () => {
    const text = (HEAD + BLOCK + TAIL).replaceAll("\n", "\r\n");
    const changes: PolicyChange[] = [
      { do: "append", path: ["Statement"], value: NEW },
      { do: "append", path: ["Statement", 0, "Action"], value: "kms:Sign" },
      { do: "remove", path: ["Statement", 1, "Action", 0] },
    ];
    const result = attempt(text, [changes]);
    assert.deepEqual(result.written, [true]);
    assert.doesNotMatch(result.text, /[^\r]\n/);
    assert.equal(result.text.replaceAll("\r\n", "\n"), attempt(HEAD + BLOCK + TAIL, [changes]).text);
  });
});

const FLOW =
  ' { Statement: [{ Effect: Allow, Principal: "*", Action: [kms:Encrypt, kms:Decrypt, "kms:Sign"] }] } # one line';

describe("changing a key policy in flow style", () => {
  table([
    [
      "stays on the line",
      FLOW,
      [
        { do: "set", path: ["Statement", 0], key: "Condition", value: VIA },
        { do: "replace", path: ["Statement", 0, "Principal"], value: { AWS: ROOT } },
        { do: "remove", path: ["Statement", 0, "Action", 1] },
        { do: "append", path: ["Statement", 0, "Action"], value: "kms:Verify" },
        { do: "append", path: ["Statement"], value: { Effect: "Deny" } },
      ],
      ' { Statement: [{ Effect: Allow, Principal: { AWS: !Sub "arn:${AWS::Partition}:iam::${AWS::AccountId}:root" }, Action: [kms:Encrypt, "kms:Sign", "kms:Verify"], Condition: { StringLike: { kms:ViaService: dynamodb.*.amazonaws.com } } }, { Effect: Deny }] } # one line',
    ],
    [
      "makes a list of a sole statement",
      " { Statement: { Effect: Allow, Action: kms:*, Principal: '*' } }",
      [
        { do: "append", path: ["Statement"], value: { Effect: "Deny" } },
        { do: "append", path: ["Statement", "Action"], value: "kms:Sign" },
      ],
      " { Statement: [{ Effect: Allow, Action: [kms:*, kms:Sign], Principal: '*' }, { Effect: Deny }] }",
    ],
  ]);
});

const CHOSEN = `
        Statement:
          - !If [Strict, { Effect: Deny, Principal: "*", Action: kms:Sign }, !Ref AWS::NoValue]
          - Fn::If:
              - Strict
              - Effect: Allow
                Principal: "*"
                Action: kms:*
              - Effect: Allow
                Principal: { AWS: !If [Strict, "a", "b"] }
                Action: kms:Encrypt
                Condition: { Bool: { "aws:SecureTransport": true } }`;

describe("changing a key policy that conditions choose from", () => {
  table([
    [
      "changes the branch of the case, wherever its statement stands in the list",
      CHOSEN,
      [{ do: "set", path: ["Statement", 1], key: "Action", value: "kms:Decrypt" }],
      CHOSEN.replace("Action: kms:*", "Action: kms:Decrypt"),
    ],
    [
      "takes an item of one case away in its branch alone",
      CHOSEN,
      [{ do: "remove", path: ["Statement", 0] }],
      CHOSEN.replace(/\{ Effect: Deny[^}]*\}/, "!Ref AWS::NoValue"),
    ],
  ]);

  table(
    [
      [
        "finds a statement whose position differs from that in the text",
        CHOSEN,
        [{ do: "set", path: ["Statement", 0], key: "Condition", value: VIA }],
        CHOSEN.replace(/ \{ Bool: .*/, " { StringLike: { kms:ViaService: dynamodb.*.amazonaws.com } }"),
      ],
      [
        "follows conditions within conditions",
        CHOSEN,
        [{ do: "replace", path: ["Statement", 0, "Principal", "AWS"], value: "c" }],
        CHOSEN.replace('"b"', '"c"'),
      ],
      [
        "doesn't do by half in other cases what belongs together",
        CHOSEN,
        [
          { do: "remove", path: ["Statement", 0, "Condition"] },
          { do: "append", path: ["Statement"], value: { Effect: "Deny" } },
        ],
        "refused",
      ],
      [
        "adds a statement for all cases where the list is theirs",
        CHOSEN,
        [{ do: "append", path: ["Statement"], value: { Effect: "Deny" } }],
        `${CHOSEN}\n          - Effect: Deny`,
      ],
    ],
    (before, changes) => changed(before, changes, 1),
  );

  table([
    [
      "adds nothing beside what a condition takes away in this case",
      `
        Statement:
          - Effect: Allow
            Principal: "*"
            Action: kms:*
            Condition: !If [Strict, !Ref AWS::NoValue, { Bool: { "aws:SecureTransport": true } }]`,
      [{ do: "set", path: ["Statement", 0], key: "Condition", value: VIA }],
      "refused",
    ],
  ]);
});

describe("several changes of one policy in a session", () => {
  const via: PolicyChange = { do: "set", path: ["Statement", 0], key: "Condition", value: VIA };
  const text = HEAD + BLOCK + TAIL;

  it("are worked into one another", () => {
    const { written, text: result } = attempt(text, [
      [
        { do: "remove", path: ["Statement", 1, "Action", 0] },
        { do: "append", path: ["Statement"], value: "x" },
      ],
      [
        { do: "remove", path: ["Statement", 1, "Action", 2] },
        { do: "append", path: ["Statement"], value: "z" },
      ],
      [via],
    ]);
    assert.deepEqual(written, [true, true, true]);
    const [key] = readText(result).template.keys;
    const before = readText(text).template.keys[0]?.policy()[0]?.value;
    assert.notEqual(before, undefined);
    assert.match(result, /Action:\n {14}- kms:Decrypt\n {12}Resource/);
    assert.match(result, /- x\n {10}- z\n {6}Enabled/);
    assert.equal(key?.policy().length, 1);
  });

  it("are made once where they are the same", () => {
    assert.equal(attempt(text, [[via], [via]]).text, attempt(text, [[via]]).text);
  });

  it("are refused where they contradict each other, and leave nothing behind", () => {
    const other: PolicyChange = { ...via, value: { Bool: { "aws:SecureTransport": true } } };
    const twice = attempt(text, [[via], [{ do: "append", path: ["Statement"], value: "x" }, other]]);
    assert.deepEqual(twice.written, [true, false]);
    assert.equal(twice.text, attempt(text, [[via]]).text);
  });

  it("go along with other edits of the resource", () => {
    const read = readText(text);
    const [key] = read.template.keys;
    const policy = key?.policy()[0]?.value;
    assert.ok(key !== undefined && policy !== undefined && policy !== null);
    const editor = new TemplateEditor(read, formatOf("template", text), text, "iam");
    assert.ok(editor.attempt((one) => one.enableRotation(key)));
    assert.ok(editor.attempt((one) => one.changePolicy(key, policy, [via])));
    assert.match(
      applyEdits(text, editor.edits),
      /dynamodb\.\*[^]*Enabled: true\n {6}EnableKeyRotation: true\n$/,
    );
  });

  it("are judged again before they are offered", () => {
    assert.equal(attempt(text, [[via]]).editor.needsCheck, true);
  });
});
