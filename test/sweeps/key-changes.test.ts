import assert from "node:assert/strict";
import { compatible } from "../../server/src/core/cases.js";
import type { Encryption } from "../../server/src/core/model.js";
import { keyChange } from "../../server/src/key-change.js";
import { keyChoicesFor } from "../support/all-key-choices.js";
import { parseSettings, readOf, type Analysis } from "../../server/src/service.js";
import { assertCleanEdit } from "../support/fixes.js";
import { lint } from "../support/linting.js";

const { settings } = parseSettings({});

const KMS = "SSEEnabled: true, SSEType: KMS";
const KEY = "KMSMasterKeyId: !GetAtt Mine.Arn";

/** Ways to write a table's encryption in YAML, below `Properties`, and whether anything may be refused. */
const YAML: readonly (readonly [title: string, text: string, whole?: "refused"])[] = [
  ["nothing", ""],
  ["an empty value", "SSESpecification:\n"],
  ["a block", "SSESpecification:\n  SSEEnabled: true\n  SSEType: KMS\n  KMSMasterKeyId: !GetAtt Mine.Arn\n"],
  [
    "a block with comments",
    "SSESpecification: # a\n  # b\n  SSEEnabled: true # c\n  # d\n  KMSMasterKeyId: !GetAtt Mine.Arn # e\n  SSEType: KMS # f\n# g\n",
  ],
  ["quoted names and values", "'SSESpecification':\n  \"SSEEnabled\": 'true'\n  'SSEType': \"KMS\"\n"],
  ["braces", `SSESpecification: { ${KMS}, ${KEY} }\n`],
  ["braces in another order", `SSESpecification: { ${KEY}, ${KMS} }\n`],
  [
    "braces on several lines",
    `SSESpecification: {\n    SSEEnabled: true,\n    SSEType: KMS,\n    ${KEY}\n  }\n`,
  ],
  ["braces around a managed key", "SSESpecification: { SSEEnabled: true }\n"],
  ["a switch that is off", "SSESpecification:\n  SSEEnabled: false\n"],
  ["the alias of AWS", `SSESpecification: { ${KMS}, KMSMasterKeyId: alias/aws/dynamodb }\n`],
  ["what is refused", `SSESpecification: { SSEEnabled: false, ${KEY} }\n`],
  ["a condition around all", `SSESpecification: !If [IsProd, { ${KMS}, ${KEY} }, !Ref AWS::NoValue]\n`],
  [
    "a condition around blocks",
    "SSESpecification:\n  Fn::If:\n    - IsProd\n    - SSEEnabled: true\n      SSEType: KMS\n      KMSMasterKeyId: !GetAtt Mine.Arn\n    - SSEEnabled: false\n",
  ],
  [
    "a condition around the key",
    "SSESpecification:\n  SSEEnabled: true\n  SSEType: KMS\n  KMSMasterKeyId: !If [IsProd, !GetAtt Mine.Arn, !Ref AWS::NoValue]\n",
  ],
  ["a condition around the switch", "SSESpecification:\n  SSEEnabled: !If [IsProd, true, false]\n"],
  [
    "conditions within each other",
    `SSESpecification: !If [IsProd, !If [IsEu, { ${KMS}, ${KEY} }, { SSEEnabled: true }], !Ref AWS::NoValue]\n`,
  ],
  ["a parameter", `SSESpecification: { ${KMS}, KMSMasterKeyId: !Ref GivenKeyArn }\n`],
  ["an alias of YAML", "Other: &sse { SSEEnabled: true }\nSSESpecification: *sse\n", "refused"],
  ["syntax errors", "SSESpecification: { SSEEnabled: true\n", "refused"],
];

const REST = `  Mine:
    Type: AWS::KMS::Key
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties: { EnableKeyRotation: true }
  Other:
    Type: AWS::KMS::Key
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties: { EnableKeyRotation: true }
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
  IsEu: !Equals [!Ref AWS::Region, eu-west-1]
Parameters:
  Stage: { Type: String }
  GivenKeyArn: { Type: String }
`;

const ENDS: readonly (readonly [title: string, change: (text: string) => string])[] = [
  ["as it is", (text) => text],
  [
    "with CRLF, a byte order mark and no final newline",
    (text) => `\uFEFF${text.trimEnd().replaceAll("\n", "\r\n")}`,
  ],
];

const JSON_STYLES: readonly (readonly [how: string, write: (content: object) => string])[] = [
  ["on several lines", (content) => `${JSON.stringify(content, null, 2)}\n`],
  ["on one line", (content) => JSON.stringify(content)],
  ["with tabs and CRLF", (content) => JSON.stringify(content, null, "\t").replaceAll("\n", "\r\n")],
];

describe("another key for a table", () => {
  for (const [title, written, whole] of YAML) {
    for (const [ends, change] of ENDS) {
      it(`is written right in YAML with ${title}, ${ends}, or not at all`, () => {
        const block = written.replace(/^(?=.)/gm, "      ");
        const text = `Resources:\n  Orders:\n    Type: AWS::DynamoDB::Table\n    Properties:\n      BillingMode: PAY_PER_REQUEST\n${block}${REST}`;
        assertChanges(lint("template.yaml", change(text)), whole === "refused");
      });
    }
  }

  for (const [title, orders] of jsonTables()) {
    for (const [how, write] of JSON_STYLES) {
      it(`is written right in JSON with ${title}, ${how}, or not at all`, () => {
        assertChanges(lint("template.json", write(jsonTemplate(orders))), false);
      });
    }
  }

  it("is written right below what SAM's Globals say", () => {
    for (const globals of ["SSEEnabled: true", `${KMS}, ${KEY}`, "SSEEnabled: false"]) {
      for (const own of ["", "    Properties:\n      SSESpecification: { SSEEnabled: true }\n"]) {
        const text = `Transform: AWS::Serverless-2016-10-31\nGlobals:\n  SimpleTable:\n    SSESpecification: { ${globals} }\nResources:\n  Orders:\n    Type: AWS::Serverless::SimpleTable\n${own}${REST}`;
        assertChanges(lint("template.yaml", text), false);
      }
    }
  });

  it("is written right for a global table, in all its replicas", () => {
    for (const [top, replica] of [
      ["", ""],
      ["SSEEnabled: true", ""],
      [KMS, "KMSMasterKeyId: !GetAtt Mine.Arn"],
    ] as const) {
      const sse = top === "" ? "" : `      SSESpecification: { ${top} }\n`;
      const key = replica === "" ? "" : `, SSESpecification: { ${replica} }`;
      const far = replica === "" ? "" : ", SSESpecification: { KMSMasterKeyId: !Ref GivenKeyArn }";
      const text = `Resources:\n  Orders:\n    Type: AWS::DynamoDB::GlobalTable\n    Properties:\n      Replicas:\n        - { Region: !Ref AWS::Region${key} }\n        - { Region: eu-central-1${far} }\n${sse}${REST}`;
      assertChanges(lint("template.yaml", text), false);
    }
  });
});

/** Makes every change that is offered, of every case and of all, and asserts what each comes to. */
function assertChanges(analysis: Analysis, refused: boolean): void {
  const all = keyChoicesFor(analysis, "Orders", null, settings);
  assert.ok(all !== null, "the table is there");
  for (const chosen of [null, ...all.cases.keys()]) {
    const { choices } = keyChoicesFor(analysis, "Orders", chosen, settings) ?? { choices: [] };
    assert.ok(choices.length >= 6);
    for (const { id, blocked, current } of choices) {
      const name: string = `'${id}' ${chosen === null ? "in every case" : all.cases[chosen]?.when}`;
      const change = keyChange(analysis, "Orders", chosen, id);
      assert.equal("refused" in change, blocked !== null || current, name);
      if (chosen === null && !current) assert.equal(blocked !== null, refused, `${name}: ${blocked}`);
      if ("refused" in change) continue;
      const after = assertCleanEdit(analysis, change.edits, name);
      assertKeys(analysis, after, chosen, id, name);
    }
  }
}

/** The cases that were chosen have the key, and the others what they had. */
function assertKeys(
  before: Analysis,
  after: Analysis,
  chosen: number | null,
  id: string,
  name: string,
): void {
  const replicas = encryptionsOf(before);
  for (const [index, cases] of encryptionsOf(after).entries()) {
    for (const now of cases) {
      for (const [position, then] of (replicas[index] ?? []).entries()) {
        if (!compatible(now.when, then.when)) continue;
        const meant = chosen === null || chosen === position;
        if (meant) assert.ok(isExpected(id, now.value, index > 0), `${name}: ${after.source.text}`);
        else assert.equal(wordOf(now.value), wordOf(then.value), `${name}: ${after.source.text}`);
      }
    }
  }
}

function isExpected(id: string, encryption: Encryption, elsewhere: boolean): boolean {
  const { verdict, key } = encryption;
  if (id === "aws-managed-key") return verdict === "aws-managed";
  if (id === "aws-owned-key") return verdict === "aws-owned";
  const isGiven = key?.kind === "unknown";
  if (elsewhere || id.includes("parameter")) return isGiven || key?.kind === "key";
  const expected = { "new-key": "TableKey", "key-Mine": "Mine", "key-Other": "Other" }[id];
  return verdict === "customer-managed" && key?.text === `${expected}.Arn`;
}

function encryptionsOf(analysis: Analysis) {
  const table = readOf(analysis)?.template.tables.find(({ logicalId }) => logicalId === "Orders");
  return (table?.replicas ?? []).map(({ encryption }) => encryption);
}

function wordOf({ verdict, key }: Encryption): string {
  return `${verdict} ${key?.text ?? ""}`;
}

function jsonTables(): readonly (readonly [title: string, sse: object])[] {
  const mine = { "Fn::GetAtt": ["Mine", "Arn"] };
  const kms = { SSEEnabled: true, SSEType: "KMS" };
  const none = { Ref: "AWS::NoValue" };
  return [
    ["nothing", {}],
    ["a key", { SSESpecification: { ...kms, KMSMasterKeyId: mine } }],
    ["a key first", { SSESpecification: { KMSMasterKeyId: mine, ...kms } }],
    ["a managed key", { SSESpecification: { SSEEnabled: "true" } }],
    ["a condition", { SSESpecification: { "Fn::If": ["IsProd", { ...kms, KMSMasterKeyId: mine }, none] } }],
    [
      "a condition around the key",
      { SSESpecification: { ...kms, KMSMasterKeyId: { "Fn::If": ["IsProd", mine, none] } } },
    ],
  ];
}

function jsonTemplate(properties: object): object {
  const key = {
    Type: "AWS::KMS::Key",
    DeletionPolicy: "Retain",
    UpdateReplacePolicy: "Retain",
    Properties: { EnableKeyRotation: true },
  };
  return {
    Parameters: { Stage: { Type: "String" }, GivenKeyArn: { Type: "String" } },
    Conditions: { IsProd: { "Fn::Equals": [{ Ref: "Stage" }, "prod"] } },
    Resources: { Orders: { Type: "AWS::DynamoDB::Table", Properties: properties }, Mine: key, Other: key },
  };
}
