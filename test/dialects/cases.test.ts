import assert from "node:assert/strict";
import type { RawSettings } from "../../server/src/core/settings.js";
import { readText, spellings, verdicts } from "../support/read.js";

interface Row {
  readonly title: string;
  /** Sections beside Resources. */
  readonly sections?: Readonly<Record<string, unknown>>;
  /** The table's SSESpecification; the key resource is `Key`. */
  readonly sse?: unknown;
  /** Attributes beside Type and Properties. */
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly settings?: RawSettings;
  readonly expected: readonly string[];
}

const NO_VALUE = { Ref: "AWS::NoValue" };
const KEY = { "Fn::GetAtt": ["Key", "Arn"] };
const CUSTOMER = { SSEEnabled: true, SSEType: "KMS", KMSMasterKeyId: KEY };
const withKey = (key: unknown): unknown => ({ SSEEnabled: true, SSEType: "KMS", KMSMasterKeyId: key });
const IS_PROD = {
  Parameters: { Stage: { Type: "String", AllowedValues: ["dev", "prod"] } },
  Conditions: { IsProd: { "Fn::Equals": [{ Ref: "Stage" }, "prod"] } },
};
const HAS_KEY = {
  Parameters: { KeyArn: { Type: "String", Default: "" } },
  Conditions: { HasKey: { "Fn::Not": [{ "Fn::Equals": [{ Ref: "KeyArn" }, ""] }] } },
};
const KEY_BY_REGION = {
  Mappings: {
    Keys: {
      "eu-west-1": { Arn: "alias/orders" },
      "us-east-1": { Arn: "alias/aws/dynamodb" },
    },
  },
};

const ROWS: readonly Row[] = [
  {
    title: "an If around the whole block gives a case for each branch",
    sections: IS_PROD,
    sse: { "Fn::If": ["IsProd", CUSTOMER, NO_VALUE] },
    expected: ["customer-managed when IsProd is true", "aws-owned when IsProd is false"],
  },
  {
    title: "an If around one property gives a case for each branch",
    sections: IS_PROD,
    sse: { SSEEnabled: { "Fn::If": ["IsProd", true, false] } },
    expected: ["aws-managed when IsProd is true", "aws-owned when IsProd is false"],
  },
  {
    title: "branches that come to the same are one case",
    sections: IS_PROD,
    sse: { SSEEnabled: { "Fn::If": ["IsProd", true, "true"] } },
    expected: ["aws-managed"],
  },
  {
    title: "contradictory branches are pruned",
    sections: IS_PROD,
    sse: {
      "Fn::If": ["IsProd", { "Fn::If": ["IsProd", CUSTOMER, { SSEEnabled: false }] }, { SSEEnabled: true }],
    },
    expected: ["customer-managed when IsProd is true", "aws-managed when IsProd is false"],
  },
  {
    title: "two conditions on one parameter can't both hold",
    sections: {
      Parameters: { Stage: { Type: "String", AllowedValues: ["dev", "prod"] } },
      Conditions: {
        IsProd: { "Fn::Equals": [{ Ref: "Stage" }, "prod"] },
        IsDev: { "Fn::Equals": [{ Ref: "Stage" }, "dev"] },
      },
    },
    sse: { "Fn::If": ["IsProd", CUSTOMER, { "Fn::If": ["IsDev", NO_VALUE, { SSEEnabled: true }] }] },
    expected: ["customer-managed when IsProd is true", "aws-owned when IsProd is false and IsDev is true"],
  },
  {
    title: "a table that exists under a condition is read where the condition holds",
    sections: IS_PROD,
    attributes: { Condition: "IsProd" },
    sse: { "Fn::If": ["IsProd", CUSTOMER, NO_VALUE] },
    expected: ["customer-managed when IsProd is true"],
  },
  {
    title: "And, Or, Not and references between conditions are evaluated",
    sections: {
      Parameters: {
        A: { Type: "String", AllowedValues: ["yes", "no"] },
        B: { Type: "String", AllowedValues: ["yes", "no"] },
      },
      Conditions: {
        HasA: { "Fn::Equals": [{ Ref: "A" }, "yes"] },
        HasB: { "Fn::Equals": [{ Ref: "B" }, "yes"] },
        Both: { "Fn::And": [{ Condition: "HasA" }, { Condition: "HasB" }] },
        Neither: { "Fn::Not": [{ "Fn::Or": [{ Condition: "HasA" }, { Condition: "HasB" }] }] },
      },
    },
    sse: {
      "Fn::If": ["Both", { "Fn::If": ["Neither", { SSEEnabled: false }, CUSTOMER] }, { SSEEnabled: true }],
    },
    expected: ["customer-managed when Both is true and Neither is false", "aws-managed when Both is false"],
  },
  {
    title: "a parameter without default leaves the key undecided",
    sections: { Parameters: { KeyArn: { Type: "String" } } },
    sse: withKey({ Ref: "KeyArn" }),
    expected: ["undecided"],
  },
  {
    title: "a parameter's default is a value unless the parameter is set",
    sections: { Parameters: { KeyArn: { Type: "String", Default: "alias/aws/dynamodb" } } },
    sse: withKey({ Ref: "KeyArn" }),
    expected: ["aws-managed unless parameter KeyArn is set"],
  },
  {
    title: "a parameter given from outside replaces its default and needs no case",
    sections: { Parameters: { KeyArn: { Type: "String", Default: "alias/aws/dynamodb" } } },
    sse: withKey({ Ref: "KeyArn" }),
    settings: { parameters: { KeyArn: "alias/orders" } },
    expected: ["customer-managed"],
  },
  {
    title: "allowed values give a case each",
    sections: {
      Parameters: { Encrypt: { Type: "String", AllowedValues: ["true", "false"], Default: "true" } },
    },
    sse: { SSEEnabled: { Ref: "Encrypt" } },
    expected: ["aws-managed when parameter Encrypt is true", "aws-owned when parameter Encrypt is false"],
  },
  {
    title: "a parameter that a condition compares with the empty string is open where it isn't empty",
    sections: HAS_KEY,
    sse: { "Fn::If": ["HasKey", withKey({ Ref: "KeyArn" }), NO_VALUE] },
    expected: ["undecided when HasKey is true", "aws-owned when HasKey is false"],
  },
  {
    title: "a condition that follows from given parameters needs no case",
    sections: IS_PROD,
    settings: { parameters: { Stage: "prod" } },
    sse: { "Fn::If": ["IsProd", CUSTOMER, NO_VALUE] },
    expected: ["customer-managed"],
  },
  {
    title: "an SSM parameter's default is a name, not a value",
    sections: {
      Parameters: { KeyArn: { Type: "AWS::SSM::Parameter::Value<String>", Default: "/keys/orders" } },
    },
    sse: withKey({ Ref: "KeyArn" }),
    expected: ["undecided"],
  },
  {
    title: "a mapping by Region gives a case for each row",
    sections: KEY_BY_REGION,
    sse: withKey({ "Fn::FindInMap": ["Keys", { Ref: "AWS::Region" }, "Arn"] }),
    expected: [
      "customer-managed when mapping Keys is read at eu-west-1",
      "aws-managed when mapping Keys is read at us-east-1",
    ],
  },
  {
    title: "a mapping by a known Region is read at its row",
    sections: KEY_BY_REGION,
    settings: { region: "us-east-1" },
    sse: withKey({ "Fn::FindInMap": ["Keys", { Ref: "AWS::Region" }, "Arn"] }),
    expected: ["aws-managed"],
  },
  {
    title: "a mapping's default value counts where no row does",
    sections: KEY_BY_REGION,
    settings: { region: "ap-south-1" },
    sse: withKey({
      "Fn::FindInMap": ["Keys", { Ref: "AWS::Region" }, "Arn", { DefaultValue: "alias/fallback" }],
    }),
    expected: ["customer-managed"],
  },
  {
    title: "a mapping by a parameter with allowed values follows the parameter",
    sections: {
      Parameters: { Stage: { Type: "String", AllowedValues: ["dev", "prod"] } },
      Mappings: { Stages: { dev: { Encrypt: "false" }, prod: { Encrypt: "true" } } },
    },
    sse: { SSEEnabled: { "Fn::FindInMap": ["Stages", { Ref: "Stage" }, "Encrypt"] } },
    expected: ["aws-owned when parameter Stage is dev", "aws-managed when parameter Stage is prod"],
  },
  {
    title: "Sub, Join, Select and Split are put together",
    sse: withKey({
      "Fn::Join": [
        "/",
        [
          { "Fn::Select": [0, { "Fn::Split": [":", "alias:x"] }] },
          { "Fn::Sub": ["aws/${Name}", { Name: "dynamodb" }] },
        ],
      ],
    }),
    expected: ["aws-managed"],
  },
  {
    title: "a key's ARN written around its id is the key",
    sse: withKey({ "Fn::Sub": "arn:aws:kms:${AWS::Region}:${AWS::AccountId}:key/${Key}" }),
    expected: ["customer-managed"],
  },
  {
    title: "an alias whose name could be aws/dynamodb is undecided",
    sections: { Parameters: { AliasName: { Type: "String" } } },
    sse: withKey({ "Fn::Sub": "alias/${AliasName}" }),
    expected: ["undecided"],
  },
  {
    title: "an alias with the stack's name in it is not alias/aws/dynamodb",
    sse: withKey({ "Fn::Sub": "alias/${AWS::StackName}-orders" }),
    expected: ["customer-managed"],
  },
  {
    title: "ImportValue is undecided",
    sse: withKey({ "Fn::ImportValue": "KeyArn" }),
    expected: ["undecided"],
  },
  {
    title: "GetStackOutput is undecided",
    sse: withKey({ "Fn::GetStackOutput": { StackName: "Keys", OutputName: "Arn" } }),
    expected: ["undecided"],
  },
  {
    title: "a dynamic reference is undecided",
    sse: withKey("{{resolve:ssm:/keys/orders:1}}"),
    expected: ["undecided"],
  },
  {
    title: "a macro in place of the block is undecided",
    sse: { "Fn::Transform": { Name: "Include", Parameters: {} } },
    expected: ["undecided"],
  },
  {
    title: "conditions that need each other are open, not endless",
    sections: {
      Conditions: { A: { "Fn::Not": [{ Condition: "B" }] }, B: { "Fn::Not": [{ Condition: "A" }] } },
    },
    sse: { "Fn::If": ["A", CUSTOMER, NO_VALUE] },
    expected: ["customer-managed when A is true", "aws-owned when A is false"],
  },
  {
    title: "a condition that isn't declared is open",
    sse: { "Fn::If": ["Missing", CUSTOMER, NO_VALUE] },
    expected: ["customer-managed when Missing is true", "aws-owned when Missing is false"],
  },
  {
    title: "more than 64 combinations are undecided",
    sections: {
      Parameters: Object.fromEntries(
        Array.from({ length: 7 }, (_, index) => [`P${index}`, { Type: "String", AllowedValues: ["a", "b"] }]),
      ),
    },
    sse: withKey({ "Fn::Sub": "alias/${P0}${P1}${P2}${P3}${P4}${P5}${P6}" }),
    expected: ["undecided"],
  },
  {
    title: "a null block is refused",
    sse: null,
    expected: ["invalid"],
  },
];

describe("values that depend on the deployment", () => {
  for (const { title, sections, sse, attributes, settings, expected } of ROWS) {
    const table = { Type: "AWS::DynamoDB::Table", ...attributes, Properties: { SSESpecification: sse } };
    const template = { ...sections, Resources: { Key: { Type: "AWS::KMS::Key" }, Orders: table } };
    for (const { format, text } of spellings(template)) {
      it(`${title} (${format})`, () => assert.deepEqual(verdicts(readText(text, settings)), expected));
    }
  }
});
