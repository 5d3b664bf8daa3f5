import assert from "node:assert/strict";
import type { RawSettings } from "../../server/src/core/settings.js";
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

  describe("say in their titles what the bill changes by", () => {
    const HERE = { Ref: "AWS::Region" };
    const MANAGED = { SSESpecification: { SSEEnabled: true } };
    const CAUTION = "; a replica's key may not be changeable in place once deployed";
    const spread = "here and keys given as parameters in the other Regions";
    for (const [id, orders, settings, title] of [
      ["new-key", table(), {}, "a new customer managed key (about $1.23 a month more)"],
      ["new-key", table(MANAGED), {}, "a new customer managed key ($1.00 a month more)"],
      ["key-Key", table(), {}, "the key 'Key' (about $0.23 a month more)"],
      ["key-Key", table(MANAGED), {}, "the key 'Key' (at no further cost)"],
      ["key-Key", globalTable(HERE), {}, `the key 'Key' (about $0.23 a month more${CAUTION})`],
      [
        "new-key",
        globalTable(HERE, "eu-central-1"),
        {},
        `a new customer managed key ${spread} (about $1.50 a month more, plus $1.00 a month for each key in another Region that is new${CAUTION})`,
      ],
      [
        "key-Key",
        globalTable(HERE, "eu-central-1"),
        {},
        `the key 'Key' ${spread} (about $0.50 a month more, plus $1.00 a month for each key in another Region that is new${CAUTION})`,
      ],
      [
        "new-parameter",
        table(),
        {},
        "a key given as a new parameter (about $0.23 a month more, plus $1.00 a month if the key is new)",
      ],
      [
        "new-parameter",
        globalTable("eu-west-1", "eu-central-1"),
        {},
        `keys given as new parameters, one for each replica (about $0.50 a month more, plus $1.00 a month for each key that is new${CAUTION})`,
      ],
      ["new-key", table({}, 100), {}, "a new customer managed key (about $3.61 a month more)"],
      ["new-key", table(), { "cost.activeCallers": 0 }, "a new customer managed key ($1.00 a month more)"],
      [
        "new-key",
        table(),
        { "cost.currency": "EUR", "cost.prices": { keyMonth: 2, requestsPer10000: 0 } },
        "a new customer managed key (EUR 2.00 a month more)",
      ],
      [
        "new-parameter",
        table(MANAGED),
        { "cost.prices": { keyMonth: 0 } },
        "a key given as a new parameter (at no further cost)",
      ],
      [
        "aws-managed-key",
        table(),
        { rules: { "require-customer-managed-key": ["warning", { accept: "aws-managed" }] } },
        "the AWS managed key aws/dynamodb (about $0.23 a month more)",
      ],
    ] as const) {
      it(`for ${id}: ${title}`, () => {
        const resources = id === "key-Key" ? { Key: KEY } : {};
        const fix = fixesOf({}, resources, orders, settings).find((one) => one.id === id);
        assert.equal(fix?.title, `Encrypt 'Orders' with ${title}`);
      });
    }
  });
});

function globalTable(...regions: readonly unknown[]): object {
  const replicas = regions.map((region) => ({ Region: region }));
  return { Type: "AWS::DynamoDB::GlobalTable", Properties: { Replicas: replicas } };
}

function table(properties: object = {}, activeCallers?: number): object {
  return {
    Type: "AWS::DynamoDB::Table",
    ...(activeCallers !== undefined && { Metadata: { DynamoDBEncryption: { activeCallers } } }),
    Properties: { BillingMode: "PAY_PER_REQUEST", ...properties },
  };
}

/** The ids of the fixes for the template's table, in their order. */
function offersFor(template: object, resources: object, orders: object): readonly string[] {
  return fixesOf(template, resources, orders).map((fix) => fix.id);
}

function fixesOf(
  template: object,
  resources: object,
  orders: object,
  settings: RawSettings = {},
): readonly ResolvedFix[] {
  const text = JSON.stringify({ ...template, Resources: { Orders: orders, ...resources } }, null, 2);
  const analysis = lint("template.json", text, settings);
  const [finding] = findingsOf(analysis, "require-customer-managed-key");
  assert.ok(finding !== undefined, "the table is reported");
  return fixesFor(analysis, finding);
}
