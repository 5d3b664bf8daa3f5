import assert from "node:assert/strict";
import { fixesFor, type ResolvedFix } from "../../server/src/service.js";
import { findingsOf, lint } from "../support/linting.js";

const KEY = { Type: "AWS::KMS::Key", Properties: { EnableKeyRotation: true } };
const PROD = { Conditions: { IsProd: { "Fn::Equals": [{ Ref: "AWS::Region" }, "eu-west-1"] } } };

/** What a template declares besides its table, and the fixes that are offered for the table. */
const OFFERS: readonly (readonly [
  title: string,
  template: object,
  resources: object,
  offered: readonly string[],
])[] = [
  ["a new key or a new parameter where there is nothing to use", {}, {}, ["new-key", "new-parameter"]],
  ["a key of the template", {}, { Key: KEY }, ["new-key", "key-Key", "new-parameter"]],
  [
    "no key that is disabled, asymmetric or of unknown kind",
    { Parameters: { Spec: { Type: "String" } } },
    {
      Disabled: { ...KEY, Properties: { Enabled: false } },
      Signing: { ...KEY, Properties: { KeySpec: "RSA_2048", KeyUsage: "SIGN_VERIFY" } },
      Unknown: { ...KEY, Properties: { KeySpec: { Ref: "Spec" } } },
    },
    ["new-key", "new-parameter"],
  ],
  [
    "no key that exists only under a condition",
    PROD,
    { Key: { ...KEY, Condition: "IsProd" } },
    ["new-key", "new-parameter"],
  ],
  [
    "a parameter that is there for a key, unless it has a default",
    {
      Parameters: {
        OrdersKeyArn: { Type: "String" },
        OldKeyArn: { Type: "String", Default: "alias/aws/dynamodb" },
        TableName: { Type: "String" },
      },
    },
    {},
    ["new-key", "parameter-OrdersKeyArn"],
  ],
];

describe("the keys that are offered for a table", () => {
  for (const [title, template, resources, offered] of OFFERS) {
    it(`are ${title}`, () => assert.deepEqual(offersFor(template, resources, table()), offered));
  }

  it("are those of a condition where the table has the same one", () => {
    const key = { Key: { ...KEY, Condition: "IsProd" } };
    const offers = offersFor(PROD, key, { ...table(), Condition: "IsProd" });
    assert.deepEqual(offers, ["new-key", "key-Key", "new-parameter"]);
  });

  it("are parameters alone for a global table that isn't known to lie in the stack's Region", () => {
    const orders = globalTable("eu-west-1", "eu-central-1");
    assert.deepEqual(offersFor({}, { Key: KEY }, orders), ["new-parameter"]);
  });

  it("need one new parameter for each replica elsewhere, and no other", () => {
    const [fix] = fixesOf({}, {}, globalTable("eu-west-1", "eu-central-1"));
    const text = fix?.edits.map((edit) => edit.newText).join("") ?? "";
    const names = [...text.matchAll(/"(\w+KeyArn\w*)": \{/g)].map(([, name]) => name);
    assert.deepEqual(names, ["OrdersKeyArnEuWest1", "OrdersKeyArnEuCentral1"]);
  });

  it("cost no more where the template declares them, for a global table in one Region, too", () => {
    const title = (orders: object): string | undefined =>
      fixesOf({}, { Key: KEY }, orders).find(({ id }) => id === "key-Key")?.title;
    assert.match(title(table()) ?? "", /\(no further monthly fee\)/);
    assert.match(title(globalTable({ Ref: "AWS::Region" })) ?? "", /\(no further monthly fee; /);
    const spread = globalTable({ Ref: "AWS::Region" }, "eu-central-1");
    assert.match(title(spread) ?? "", /\(\$1 a month for each Region's key, /);
  });
});

function globalTable(...regions: readonly unknown[]): object {
  const replicas = regions.map((region) => ({ Region: region }));
  return { Type: "AWS::DynamoDB::GlobalTable", Properties: { Replicas: replicas } };
}

function table(): object {
  return { Type: "AWS::DynamoDB::Table", Properties: { BillingMode: "PAY_PER_REQUEST" } };
}

/** The ids of the fixes for the template's table, in their order. */
function offersFor(template: object, resources: object, orders: object): readonly string[] {
  return fixesOf(template, resources, orders).map((fix) => fix.id);
}

function fixesOf(template: object, resources: object, orders: object): readonly ResolvedFix[] {
  const text = JSON.stringify({ ...template, Resources: { Orders: orders, ...resources } }, null, 2);
  const analysis = lint("template.json", text);
  const [finding] = findingsOf(analysis, "require-customer-managed-key");
  assert.ok(finding !== undefined, "the table is reported");
  return fixesFor(analysis, finding);
}
