import assert from "node:assert/strict";
import { lensesOf, readersOfTable, tablesOfKey } from "../server/src/lenses.js";
import { analyse, openWorkspace, parseSettings } from "../server/src/service.js";
import { lint, TODAY } from "./support/linting.js";

const { settings } = parseSettings({});
const UNDER_KEY = "SSESpecification: { SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: !GetAtt ShopKey.Arn }";
const SHOP = `Conditions: { IsProd: !Equals [!Ref AWS::Region, eu-west-1] }
Resources:
  Orders: { Type: AWS::DynamoDB::Table, Properties: { ${UNDER_KEY} } }
  Carts: { Type: AWS::DynamoDB::Table }
  ShopKey: { Type: AWS::KMS::Key, Properties: { EnableKeyRotation: true } }
`;

/** The lenses as "Orders: text", in their order. */
function shown(text: string, raw: Readonly<Record<string, unknown>> = {}): readonly string[] {
  const { settings: own } = parseSettings(raw);
  return lensesOf(lint("template.yaml", text), own).map(({ resource, kind, title }) =>
    `${resource}: ${title === "" ? kind : title}`.trim(),
  );
}

describe("the lenses of a template", () => {
  it("say above each table which key it has, and above each key how it is rotated and what it costs", () => {
    assert.deepEqual(shown(SHOP), [
      "Orders: customer managed key ShopKey",
      "Orders: readers",
      "Orders: Change key…",
      "Carts: AWS owned key",
      "Carts: Change key…",
      "ShopKey: tables",
      "ShopKey: rotation yearly",
      "ShopKey: $1.00 to $3.00 a month",
    ]);
  });

  it("stand at the names", () => {
    const lens = lensesOf(lint("template.yaml", SHOP), settings).find(({ resource }) => resource === "Carts");
    assert.equal(SHOP.slice(lens?.span.start, lens?.span.end), "Carts");
  });

  it("say what a key depends on", () => {
    const text = SHOP.replace(
      UNDER_KEY,
      `SSESpecification: !If [IsProd, { SSEEnabled: true }, !Ref "AWS::NoValue"]`,
    );
    assert.equal(shown(text)[0], "Orders: depends on IsProd: AWS managed / AWS owned");
    const refused = SHOP.replace("SSEType: KMS, ", "");
    assert.equal(shown(refused)[0], "Orders: refused when deployed");
  });

  it("leave out keys that only other services use, unless all keys are asked for", () => {
    const text = `${SHOP}  Files: { Type: AWS::S3::Bucket, Properties: { BucketName: !Ref FilesKey } }
  FilesKey: { Type: AWS::KMS::Key, Properties: { EnableKeyRotation: true } }
`;
    assert.deepEqual(shown(text), shown(SHOP));
    assert.ok(shown(text, { allKeys: true }).includes("FilesKey: rotation yearly"));
  });

  it("stand once above a text that makes several tables, and don't offer to change that", () => {
    const loop = `Resources:
  Fn::ForEach::Each: [Name, [A, B], { "T\${Name}": { Type: AWS::DynamoDB::Table, Properties: {} } }]
`;
    assert.deepEqual(shown(loop), ["TB: AWS owned key"]);
  });

  it("say nothing of costs where the setting is off, nor of rotation where there is none", () => {
    assert.ok(!shown(SHOP, { cost: { show: false } }).some((line) => line.includes("$")));
    const signing = SHOP.replace("EnableKeyRotation: true", "KeySpec: RSA_2048, KeyUsage: SIGN_VERIFY");
    assert.ok(!shown(signing).some((line) => line.includes("rotation")));
  });

  const ROTATIONS: readonly (readonly [properties: string, title: string])[] = [
    ["EnableKeyRotation: false", "rotation off"],
    ["Enabled: true", "rotation off"],
    ["EnableKeyRotation: true, RotationPeriodInDays: 90", "rotation every 90 days"],
    ["EnableKeyRotation: true, RotationPeriodInDays: 365", "rotation yearly"],
    ["EnableKeyRotation: !If [IsProd, true, false]", "rotation depends on conditions"],
    ["EnableKeyRotation: !ImportValue rotate", "rotation can't be decided"],
  ];
  for (const [properties, title] of ROTATIONS) {
    it(`say '${title}' of a key with ${properties}`, () => {
      assert.ok(shown(SHOP.replace("EnableKeyRotation: true", properties)).includes(`ShopKey: ${title}`));
    });
  }
});

describe("the readers of a table", () => {
  const role = (name: string, actions: string): string => `  ${name}:
    Type: AWS::IAM::Role
    Properties:
      Policies:
        - PolicyName: p
          PolicyDocument: { Statement: { Effect: Allow, Action: [${actions}], Resource: "*" } }
`;

  it("count once each, by whether the key lets them in", () => {
    const text = `${SHOP}${role("Api", '"dynamodb:*", "kms:Decrypt"')}${role("Job", '"dynamodb:GetItem"')}${role("Idle", '"s3:*"')}`;
    const readers = readersOfTable(lint("template.yaml", text), "Orders");
    assert.equal(readers?.title, "1 can decrypt, 1 blocked");
    assert.deepEqual(
      readers.spans.map(({ start, end }) => text.slice(start, end)),
      ["Api", "Job"],
    );
  });

  it("may be none, and a table may be none", () => {
    const analysis = lint("template.yaml", SHOP);
    assert.equal(readersOfTable(analysis, "Orders")?.title, "nobody in this template reads it");
    assert.equal(readersOfTable(analysis, "Gone"), null);
  });
});

describe("the tables of a key", () => {
  it("are those of the template and of others", () => {
    const workspace = openWorkspace();
    const keys = `${SHOP}Outputs: { Arn: { Value: !GetAtt ShopKey.Arn, Export: { Name: shop-key } } }\n`;
    const text = `Resources:
  Stock:
    Type: AWS::DynamoDB::Table
    Properties: { SSESpecification: { SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: !ImportValue shop-key } }
`;
    workspace.put("keys.yaml", keys);
    workspace.put("stock.yaml", text);
    const analysis = analyse({ path: "keys.yaml", text: keys }, { settings, today: TODAY, workspace });
    const tables = tablesOfKey(analysis, "ShopKey");
    assert.equal(tables?.title, "used by 2 tables");
    assert.deepEqual(tables.elsewhere, [{ resource: "Stock", of: "stock.yaml" }]);
    assert.deepEqual(
      tables.spans.map(({ start, end }) => keys.slice(start, end)),
      ["Orders"],
    );
  });

  it("may be one, or none in reach", () => {
    assert.equal(tablesOfKey(lint("t.yaml", SHOP), "ShopKey")?.title, "used by 1 table");
    const alone = lint("t.yaml", SHOP.replace(UNDER_KEY, "BillingMode: PAY_PER_REQUEST"));
    assert.equal(tablesOfKey(alone, "ShopKey")?.title, "used by no table in reach");
    assert.equal(tablesOfKey(alone, "Gone"), null);
  });
});
