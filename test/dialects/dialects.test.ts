import assert from "node:assert/strict";
import { readText, spellings, verdicts } from "../support/read.js";

const KEY = { "Fn::GetAtt": ["Key", "Arn"] };

describe("a loop over tables", () => {
  const loop = (collection: unknown): unknown => ({
    Transform: "AWS::LanguageExtensions",
    Parameters: { Names: { Type: "CommaDelimitedList" } },
    Resources: {
      "Fn::ForEach::Tables": [
        "Name",
        collection,
        {
          "${Name}Table": {
            Type: "AWS::DynamoDB::Table",
            Properties: {
              SSESpecification: {
                SSEEnabled: true,
                SSEType: "KMS",
                KMSMasterKeyId: { "Fn::Sub": "alias/${Name}" },
              },
            },
          },
        },
      ],
    },
  });
  const tableNames = (text: string): readonly string[] =>
    readText(text).template.tables.map((table) => table.logicalId);

  for (const { format, text } of spellings(loop(["Orders", "Carts"]))) {
    it(`is expanded over a list (${format})`, () => {
      assert.deepEqual(tableNames(text), ["OrdersTable", "CartsTable"]);
      assert.deepEqual(verdicts(readText(text)), ["customer-managed", "customer-managed"]);
    });
  }

  for (const { format, text } of spellings(loop({ Ref: "Names" }))) {
    it(`is undecided over a parameter without default (${format})`, () => {
      assert.deepEqual(tableNames(text), ["${Name}Table"]);
      assert.deepEqual(verdicts(readText(text)), ["undecided"]);
    });
  }
});

describe("loops within loops", () => {
  const names = Array.from({ length: 30 }, (_, index) => `N${index}`);
  const table = { "${A}${B}": { Type: "AWS::DynamoDB::Table" } };
  const nested = (count: number): unknown => ({
    Transform: "AWS::LanguageExtensions",
    Resources: { "Fn::ForEach::A": ["A", names.slice(0, count), { "Fn::ForEach::B": ["B", names, table] }] },
  });
  for (const { format, text } of spellings(nested(2))) {
    it(`are expanded (${format})`, () => assert.equal(readText(text).template.tables.length, 60));
  }
  for (const { format, text } of spellings(nested(30))) {
    it(`are read once where they make more than a template may hold (${format})`, () => {
      assert.deepEqual(
        readText(text).template.tables.map((one) => one.logicalId),
        ["${A}${B}"],
      );
    });
  }
});

describe("SAM's Globals", () => {
  const sam = (globals: unknown, sse: unknown): unknown => ({
    Transform: "AWS::Serverless-2016-10-31",
    Globals: { SimpleTable: { SSESpecification: globals } },
    Resources: {
      Key: { Type: "AWS::KMS::Key" },
      Orders: {
        Type: "AWS::Serverless::SimpleTable",
        ...(sse === undefined ? {} : { Properties: { SSESpecification: sse } }),
      },
    },
  });
  const rows: readonly (readonly [string, unknown, unknown, string])[] = [
    ["count for a table without properties", { SSEEnabled: true }, undefined, "aws-managed"],
    [
      "are merged below the table's own",
      { SSEEnabled: true },
      { SSEType: "KMS", KMSMasterKeyId: KEY },
      "customer-managed",
    ],
    ["lose against the table's own", { SSEEnabled: true }, { SSEEnabled: false }, "aws-owned"],
  ];
  for (const [title, globals, sse, verdict] of rows) {
    for (const { format, text } of spellings(sam(globals, sse))) {
      it(`${title} (${format})`, () => assert.deepEqual(verdicts(readText(text)), [verdict]));
    }
  }
});

describe("a Serverless Framework file", () => {
  const serverless = (resources: unknown): unknown => ({
    service: "orders",
    provider: { name: "aws" },
    resources,
  });
  const table = (key: unknown): unknown => ({
    Type: "AWS::DynamoDB::Table",
    Properties: { SSESpecification: { SSEEnabled: true, SSEType: "KMS", KMSMasterKeyId: key } },
  });
  const rows: readonly (readonly [string, unknown, readonly string[]])[] = [
    [
      "has its tables below resources",
      { Resources: { Orders: table("alias/orders") } },
      ["customer-managed"],
    ],
    [
      "may list its resources",
      [{ Resources: { Orders: table("alias/orders") } }, { Resources: { Key: { Type: "AWS::KMS::Key" } } }],
      ["customer-managed"],
    ],
    [
      "leaves its variables undecided",
      { Resources: { Orders: table("${self:custom.keys.${sls:stage}}") } },
      ["undecided"],
    ],
    [
      "knows AWS pseudo parameters from its own variables",
      {
        Resources: {
          Orders: table({ "Fn::Sub": "arn:aws:kms:${AWS::Region}:${AWS::AccountId}:alias/aws/dynamodb" }),
        },
      },
      ["aws-managed"],
    ],
    ["leaves a file reference undecided", "${file(resources.yml)}", []],
  ];
  for (const [title, resources, expected] of rows) {
    for (const { format, text } of spellings(serverless(resources))) {
      it(`${title} (${format})`, () => assert.deepEqual(verdicts(readText(text)), expected));
    }
  }
});

describe("YAML anchors", () => {
  it("make tables out of aliases", () => {
    const text = `Resources:
  Orders: &table
    Type: AWS::DynamoDB::Table
    Properties: &properties
      SSESpecification: { SSEEnabled: true }
  Carts: *table
  Users:
    Type: AWS::DynamoDB::Table
    Properties:
      <<: *properties
      BillingMode: PAY_PER_REQUEST
`;
    const read = readText(text);
    assert.deepEqual(
      read.template.tables.map((table) => table.logicalId),
      ["Orders", "Carts", "Users"],
    );
    assert.deepEqual(verdicts(read), ["aws-managed", "aws-managed", "aws-managed"]);
  });
});
