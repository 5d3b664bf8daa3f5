import assert from "node:assert/strict";
import { fixesFor } from "../../server/src/service.js";
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
    const replicas = { Replicas: [{ Region: "eu-west-1" }, { Region: "eu-central-1" }] };
    const global = { Type: "AWS::DynamoDB::GlobalTable", Properties: replicas };
    assert.deepEqual(offersFor({}, { Key: KEY }, global), ["new-parameter"]);
  });
});

function table(): object {
  return { Type: "AWS::DynamoDB::Table", Properties: { BillingMode: "PAY_PER_REQUEST" } };
}

/** The ids of the fixes for the template's table, in their order. */
function offersFor(template: object, resources: object, orders: object): readonly string[] {
  const text = JSON.stringify({ ...template, Resources: { Orders: orders, ...resources } }, null, 2);
  const analysis = lint("template.json", text);
  const [finding] = findingsOf(analysis, "require-customer-managed-key");
  assert.ok(finding !== undefined, "the table is reported");
  return fixesFor(analysis, finding).map((fix) => fix.id);
}
