import assert from "node:assert/strict";
import type { RawSettings } from "../../server/src/core/settings.js";
import { readText, spellings, verdicts } from "../support/read.js";

const NO_VALUE = { Ref: "AWS::NoValue" };
const KEY = { "Fn::GetAtt": ["Key", "Arn"] };
const withKey = (key: unknown): unknown => ({ SSEEnabled: true, SSEType: "KMS", KMSMasterKeyId: key });
const tableWith = (properties: unknown, attributes: object = {}): unknown => ({
  Type: "AWS::DynamoDB::Table",
  ...attributes,
  Properties: properties,
});

interface Row {
  readonly title: string;
  readonly template: unknown;
  readonly settings?: RawSettings;
  readonly expected: readonly string[];
}

const BY_STAGE = {
  Parameters: { Stage: { Type: "String", Default: "dev" } },
  Conditions: { IsProd: { "Fn::Equals": [{ Ref: "Stage" }, "prod"] } },
  Mappings: { Stages: { dev: { Encrypt: "false" }, prod: { Encrypt: "true" } } },
};

const sam = (globals: unknown, own: unknown): unknown => ({
  Transform: "AWS::Serverless-2016-10-31",
  Conditions: { C: { "Fn::Equals": [{ Ref: "AWS::Region" }, "us-east-1"] } },
  Globals: { SimpleTable: { SSESpecification: globals } },
  Resources: { Orders: { Type: "AWS::Serverless::SimpleTable", Properties: { SSESpecification: own } } },
});

const serverless = (resources: unknown): unknown => ({ service: "x", provider: { name: "aws" }, resources });

const ROWS: readonly Row[] = [
  {
    title: "a table's own intrinsic replaces SAM's Globals",
    template: sam(withKey("alias/x"), { "Fn::If": ["C", { SSEEnabled: true }, NO_VALUE] }),
    expected: ["aws-managed when C is true", "aws-owned when C is false"],
  },
  {
    title: "an intrinsic in SAM's Globals is replaced by the table's own map",
    template: sam({ "Fn::If": ["C", withKey("alias/x"), { SSEEnabled: true }] }, { SSEEnabled: true }),
    expected: ["aws-managed"],
  },
  {
    title: "the items of a Serverless list of resources are merged",
    template: serverless([
      { Resources: { E: tableWith({ BillingMode: "PAY_PER_REQUEST" }) } },
      { Resources: { E: { Properties: { SSESpecification: withKey("alias/x") } } } },
    ]),
    expected: ["customer-managed"],
  },
  {
    title: "Serverless extensions replace properties",
    template: serverless({
      Resources: { A: tableWith({ SSESpecification: { SSEEnabled: false } }) },
      extensions: { A: { Properties: { SSESpecification: withKey("alias/x") } } },
    }),
    expected: ["customer-managed"],
  },
  {
    title: "a Serverless file reference is undecided wherever it stands",
    template: serverless({
      Resources: {
        A: tableWith({ SSESpecification: "${file(./sse.yml)}" }),
        B: tableWith("${file(./props.yml)}"),
        C: tableWith({ SSESpecification: withKey("${file(key.txt)}") }),
      },
    }),
    expected: ["undecided", "undecided", "undecided"],
  },
  {
    title: "a condition over a Serverless variable is open and named",
    template: serverless({
      Conditions: { P: { "Fn::Equals": ["${sls:stage}", "prod"] } },
      Resources: {
        F: tableWith({ SSESpecification: { "Fn::If": ["P", { SSEEnabled: true }, { SSEEnabled: false }] } }),
      },
    }),
    expected: ["aws-managed when P is true", "aws-owned when P is false"],
  },
  {
    title: "a parameter in a condition and in FindInMap takes one value at a time",
    template: {
      ...BY_STAGE,
      Resources: {
        Key: { Type: "AWS::KMS::Key" },
        Orders: tableWith({
          SSESpecification: {
            SSEEnabled: { "Fn::FindInMap": ["Stages", { Ref: "Stage" }, "Encrypt"] },
            SSEType: { "Fn::If": ["IsProd", "KMS", NO_VALUE] },
            KMSMasterKeyId: { "Fn::If": ["IsProd", KEY, NO_VALUE] },
          },
        }),
      },
    },
    expected: [
      "aws-owned when parameter Stage is dev and IsProd is false",
      "customer-managed when parameter Stage is prod and IsProd is true",
    ],
  },
  {
    title: "one mapping read at two parameters keeps them apart",
    template: {
      Parameters: { A: { Type: "String" }, B: { Type: "String" } },
      Mappings: { M: { x: { Enc: "true", Key: "alias/x" }, y: { Enc: "false", Key: "alias/aws/dynamodb" } } },
      Resources: {
        Orders: tableWith({
          SSESpecification: {
            SSEEnabled: { "Fn::FindInMap": ["M", { Ref: "A" }, "Enc"] },
            SSEType: "KMS",
            KMSMasterKeyId: { "Fn::FindInMap": ["M", { Ref: "B" }, "Key"] },
          },
        }),
      },
    },
    expected: [
      "customer-managed when parameter A is x and parameter B is x",
      "aws-managed when parameter A is x and parameter B is y",
      "invalid when parameter A is y",
    ],
  },
  {
    title: "a mapping by Region at its second level gives a case for each key",
    template: {
      Mappings: { S: { all: { "eu-west-1": "alias/x", "us-east-1": "alias/aws/dynamodb" } } },
      Resources: {
        Orders: tableWith({
          SSESpecification: withKey({ "Fn::FindInMap": ["S", "all", { Ref: "AWS::Region" }] }),
        }),
      },
    },
    expected: [
      "customer-managed when mapping S is read at eu-west-1",
      "aws-managed when mapping S is read at us-east-1",
    ],
  },
  {
    title: "a macro in a replica leaves it undecided",
    template: {
      Resources: {
        Orders: {
          Type: "AWS::DynamoDB::GlobalTable",
          Properties: {
            SSESpecification: { SSEEnabled: true, SSEType: "KMS" },
            Replicas: [{ Region: "eu-west-1", "Fn::Transform": { Name: "AWS::Include" } }],
          },
        },
      },
    },
    expected: ["eu-west-1: undecided"],
  },
  {
    title: "a loop in the properties leaves what it may add undecided",
    template: {
      Transform: "AWS::LanguageExtensions",
      Resources: {
        Orders: tableWith({
          "Fn::ForEach::P": ["X", ["SSESpecification"], { "${X}": { SSEEnabled: true } }],
        }),
      },
    },
    expected: ["undecided"],
  },
  {
    title: "a macro beside the type leaves the encryption undecided",
    template: {
      Resources: {
        Orders: tableWith({ BillingMode: "PAY_PER_REQUEST" }, { "Fn::Transform": { Name: "Macro" } }),
      },
    },
    expected: ["undecided"],
  },
  {
    title: "what is passed for an SSM parameter is a name, too",
    template: {
      Parameters: { K: { Type: "AWS::SSM::Parameter::Value<String>", Default: "/prod/key" } },
      Resources: { Orders: tableWith({ SSESpecification: withKey({ Ref: "K" }) }) },
    },
    settings: { parameters: { K: "/dev/key" } },
    expected: ["undecided"],
  },
  {
    title: "keys that a loop makes can be referred to",
    template: {
      Transform: "AWS::LanguageExtensions",
      Resources: {
        "Fn::ForEach::Keys": ["N", ["A", "B"], { "Key${N}": { Type: "AWS::KMS::Key" } }],
        Orders: tableWith({ SSESpecification: withKey({ "Fn::GetAtt": ["KeyA", "Arn"] }) }),
      },
    },
    expected: ["customer-managed"],
  },
  {
    title: "a replica in the stack's Region is one replica, whatever conditions say of the Region",
    template: {
      Conditions: { InIreland: { "Fn::Equals": [{ Ref: "AWS::Region" }, "eu-west-1"] } },
      Resources: {
        Orders: {
          Type: "AWS::DynamoDB::GlobalTable",
          Properties: {
            Replicas: [
              { Region: { Ref: "AWS::Region" } },
              { "Fn::If": ["InIreland", { Region: "us-east-1" }, NO_VALUE] },
            ],
          },
        },
      },
    },
    expected: ["${AWS::Region}: aws-owned", "us-east-1: aws-owned when InIreland is true"],
  },
  {
    title: "a loop over something that nothing declares makes one table that is named after the variable",
    template: {
      Transform: "AWS::LanguageExtensions",
      Resources: {
        "Fn::ForEach::Tables": [
          "N",
          [{ Ref: "Missing" }, "B"],
          { "Table${N}": { Type: "AWS::DynamoDB::Table", Properties: { TableName: { Ref: "Absent" } } } },
        ],
      },
    },
    expected: ["aws-owned"],
  },
];

describe("awkward values", () => {
  for (const { title, template, settings, expected } of ROWS) {
    for (const { format, text } of spellings(template)) {
      it(`${title} (${format})`, () => assert.deepEqual(verdicts(readText(text, settings)), expected));
    }
  }
});
