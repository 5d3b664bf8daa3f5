import assert from "node:assert/strict";
import { describeCase } from "../../../server/src/core/cases.js";
import { readerName, reasonOfReader } from "../../../server/src/policy/access/reader-words.js";
import { readersOf } from "../../../server/src/policy/access/readers.js";
import type { RawSettings } from "../../../server/src/core/settings.js";
import { readText } from "../../support/read.js";

const KEY = { "Fn::GetAtt": ["Key", "Arn"] };
const ORDERS = { "Fn::GetAtt": ["Orders", "Arn"] };
const ROOT = {
  Effect: "Allow",
  Principal: { AWS: { "Fn::Sub": "arn:aws:iam::${AWS::AccountId}:root" } },
  Action: "kms:*",
  Resource: "*",
};

const allow = (Action: unknown, Resource: unknown, more: object = {}) => ({
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});
const keyWith = (...Statement: unknown[]) => ({
  Type: "AWS::KMS::Key",
  Properties: { KeyPolicy: { Version: "2012-10-17", Statement } },
});
const roleWith = (...Statement: unknown[]) => ({
  Type: "AWS::IAM::Role",
  Properties: {
    Policies: [{ PolicyName: "all", PolicyDocument: { Version: "2012-10-17", Statement } }],
  },
});
const sse = (key: unknown) => ({
  SSESpecification: { SSEEnabled: true, SSEType: "KMS", KMSMasterKeyId: key },
});
const tableWith = (more: object = {}) => ({
  Type: "AWS::DynamoDB::Table",
  Properties: { ...sse(KEY), ...more },
});

/** Who may read or write `Orders`: a line for each, with the verdict and its reason. */
function readers(resources: object, settings: RawSettings = {}): readonly string[] {
  const { template } = readText(JSON.stringify({ Resources: resources }), settings);
  const table = template.tables.find(({ logicalId }) => logicalId === "Orders");
  assert.ok(table);
  return table.replicas.flatMap((replica) =>
    readersOf(table, replica, template).map((reader) => {
      const { who, access, outcome, when } = reader;
      const what = `${access.reads ? "r" : ""}${access.writes ? "w" : ""}`;
      const reason = reasonOfReader(reader);
      return `${readerName(who)} ${what}${describeCase(when)}: ${outcome.verdict}${reason === null ? "" : `, ${reason}`}`;
    }),
  );
}

describe("who may read a table", () => {
  const NO_STATEMENT = "blocked-by-key, none of its policies allows kms:Decrypt with the key 'Key'";
  const rows: readonly (readonly [string, object, readonly string[]])[] = [
    [
      "needs no key permission under an AWS owned or AWS managed key",
      {
        Orders: { Type: "AWS::DynamoDB::Table", Properties: { SSESpecification: { SSEEnabled: true } } },
        Api: roleWith(allow("dynamodb:PutItem", ORDERS)),
      },
      ["role 'Api' w: allowed"],
    ],
    [
      "may not without kms:Decrypt, though the key leaves it to IAM",
      { Key: keyWith(ROOT), Orders: tableWith(), Api: roleWith(allow("dynamodb:GetItem", ORDERS)) },
      [`role 'Api' r: ${NO_STATEMENT}`],
    ],
    [
      "may not where the key has AWS's default policy and IAM says nothing",
      {
        Key: { Type: "AWS::KMS::Key" },
        Orders: tableWith(),
        Api: roleWith(allow("dynamodb:PutItem", ORDERS)),
      },
      [`role 'Api' w: ${NO_STATEMENT}`],
    ],
    [
      "may with a statement for the key through DynamoDB",
      {
        Key: keyWith(ROOT),
        Orders: tableWith(),
        Api: roleWith(
          allow("dynamodb:*", ORDERS),
          allow("kms:Decrypt", KEY, {
            Condition: { StringLike: { "kms:ViaService": "dynamodb.*.amazonaws.com" } },
          }),
        ),
      },
      ["role 'Api' rw: allowed"],
    ],
    [
      "may not with a statement for the key through another service",
      {
        Key: keyWith(ROOT),
        Orders: tableWith(),
        Api: roleWith(
          allow("dynamodb:GetItem", ORDERS),
          allow("kms:Decrypt", KEY, {
            Condition: { StringLike: { "kms:ViaService": "s3.*.amazonaws.com" } },
          }),
        ),
      },
      [`role 'Api' r: ${NO_STATEMENT}`],
    ],
    [
      "may not with a statement for another key",
      {
        Key: keyWith(ROOT),
        Other: keyWith(ROOT),
        Orders: tableWith(),
        Api: roleWith(
          allow("dynamodb:GetItem", ORDERS),
          allow("kms:Decrypt", [
            { "Fn::GetAtt": ["Other", "Arn"] },
            { "Fn::Sub": "arn:aws:kms:${AWS::Region}:${AWS::AccountId}:key/${Other}" },
          ]),
        ),
      },
      [`role 'Api' r: ${NO_STATEMENT}`],
    ],
    [
      "may where the key's policy names it",
      {
        Key: keyWith({
          ...ROOT,
          Principal: { AWS: { "Fn::GetAtt": ["Api", "Arn"] } },
          Action: "kms:Decrypt",
        }),
        Orders: tableWith(),
        Api: roleWith(allow("dynamodb:GetItem", ORDERS)),
      },
      ["role 'Api' r: allowed"],
    ],
    [
      "may not where the key's policy names others only",
      {
        Key: keyWith({ ...ROOT, Principal: { AWS: "arn:aws:iam::111100002222:role/Admin" } }),
        Orders: tableWith(),
        Api: roleWith(allow("dynamodb:GetItem", ORDERS), allow("kms:*", "*")),
      },
      ["role 'Api' r: blocked-by-key, the policy of the key 'Key' doesn't allow it kms:Decrypt"],
    ],
    [
      "may not where a statement with Deny stands in the way",
      {
        Key: keyWith(ROOT, { Effect: "Deny", Principal: "*", Action: "kms:Decrypt", Resource: "*" }),
        Orders: tableWith(),
        Api: roleWith(allow("dynamodb:GetItem", ORDERS), allow("kms:*", "*")),
      },
      ["role 'Api' r: blocked-by-key, a statement with Deny keeps it from kms:Decrypt with the key 'Key'"],
    ],
    [
      "isn't who may only describe it, is denied it, or has another table",
      {
        Key: keyWith(ROOT),
        Orders: tableWith(),
        Parcels: { Type: "AWS::DynamoDB::Table" },
        Describe: roleWith(allow("dynamodb:DescribeTable", ORDERS)),
        Denied: roleWith(allow("dynamodb:*", ORDERS), { Effect: "Deny", Action: "*", Resource: "*" }),
        Other: roleWith(
          allow("dynamodb:*", [
            { "Fn::GetAtt": ["Parcels", "Arn"] },
            { "Fn::Sub": "${Parcels.Arn}/index/*" },
            { "Fn::Sub": "arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${Parcels}" },
            "arn:aws:dynamodb:eu-west-1:111100002222:table/invoices",
          ]),
        ),
      },
      [],
    ],
    [
      "is who has its name in a wildcard for it; in an ARN, where the account is the template's",
      {
        Key: keyWith(ROOT),
        Orders: tableWith({ TableName: "shop-orders" }),
        ByName: roleWith(
          allow("dynamodb:GetItem", "arn:aws:dynamodb:eu-west-1:111100002222:table/shop-orders"),
        ),
        ByPattern: roleWith(allow("dynamodb:GetItem", "arn:aws:dynamodb:*:*:table/shop-*")),
        ByOther: roleWith(allow("dynamodb:GetItem", "arn:aws:dynamodb:*:*:table/hop-*")),
      },
      [
        "role 'ByName' r: undecided, 'Orders.Arn' isn't known: it is made at deploy time",
        "role 'ByPattern' r: blocked-by-key, none of its policies allows kms:Decrypt with the key 'Key'",
      ],
    ],
    [
      "can't be decided where a key isn't declared in reach",
      {
        Orders: tableWith(sse("arn:aws:kms:eu-west-1:111100002222:key/00000000-1111-4222-8333-444444444444")),
        Api: roleWith(allow("dynamodb:GetItem", ORDERS)),
      },
      [
        "role 'Api' r: undecided, the policy of the key 'arn:aws:kms:eu-west-1:111100002222:key/00000000-1111-4222-8333-444444444444' isn't in reach",
      ],
    ],
    [
      "is also a reader of its stream",
      {
        Key: keyWith(ROOT),
        Orders: tableWith(),
        Follow: roleWith(allow(["dynamodb:GetRecords"], { "Fn::GetAtt": ["Orders", "StreamArn"] })),
        Iterate: roleWith(allow(["dynamodb:GetShardIterator"], { "Fn::GetAtt": ["Orders", "StreamArn"] })),
      },
      [`role 'Follow' r: ${NO_STATEMENT}`],
    ],
    [
      "is also a role that the table's policy lets in",
      {
        Key: keyWith(ROOT),
        Orders: tableWith({
          ResourcePolicy: {
            PolicyDocument: {
              Statement: [
                { ...allow("dynamodb:GetItem", "*"), Principal: { AWS: { "Fn::GetAtt": ["Api", "Arn"] } } },
              ],
            },
          },
        }),
        Api: roleWith(allow("logs:PutLogEvents", "*")),
      },
      [`role 'Api' r: ${NO_STATEMENT}`],
    ],
  ];
  for (const [title, resources, expected] of rows) {
    it(title, () => {
      assert.deepEqual(readers(resources), expected);
    });
  }

  it("is somebody of another account, whom the key's policy must let in", () => {
    const resources = {
      Key: keyWith(ROOT),
      Orders: tableWith({
        ResourcePolicy: {
          PolicyDocument: {
            Statement: [
              {
                ...allow("dynamodb:GetItem", "*"),
                Principal: { AWS: "arn:aws:iam::999900001111:role/Partner" },
              },
            ],
          },
        },
      }),
    };
    assert.deepEqual(readers(resources, { account: "111100002222" }), [
      "arn:aws:iam::999900001111:role/Partner r: blocked-by-key, the policy of the key 'Key' doesn't allow it kms:Decrypt",
    ]);
  });

  it("needs the table's own Region and account in an ARN", () => {
    const resources = {
      Key: keyWith(ROOT),
      Orders: tableWith({ TableName: "orders" }),
      Here: roleWith(allow("dynamodb:GetItem", "arn:aws:dynamodb:eu-west-1:111100002222:table/orders")),
      There: roleWith(allow("dynamodb:GetItem", "arn:aws:dynamodb:us-east-1:111100002222:table/orders")),
    };
    assert.deepEqual(
      readers(resources, { region: "eu-west-1", account: "111100002222" }).map((line) => line.split(" r")[0]),
      ["role 'Here'"],
    );
  });
});
