import type { Key } from "./model.js";
import type { Settings } from "./settings.js";

/** The types of resources that are read as tables. */
const TABLES: readonly string[] = [
  "AWS::DynamoDB::Table",
  "AWS::DynamoDB::GlobalTable",
  "AWS::Serverless::SimpleTable",
];

/** Tables, and stacks that may hold tables: what is handed to another template can't be seen here. */
const NEAR_TABLES = [
  "AWS::DynamoDB::",
  "AWS::DAX::",
  "AWS::Serverless::SimpleTable",
  "AWS::CloudFormation::Stack",
  "AWS::Serverless::Application",
];

/** Types that refer to keys without storing anything under them. */
const NEUTRAL_TYPES = [
  "AWS::KMS::",
  "AWS::IAM::",
  "AWS::Serverless::Function",
  "AWS::Serverless::StateMachine",
  "AWS::SSM::Parameter",
  "AWS::CloudFormation::",
  "Custom::",
];

/**
 * Whether the rules about keys judge this one: every key, unless all that uses it in this template
 * is another service's resource. A key that nothing here uses may encrypt a table elsewhere.
 */
export function isJudged(key: Key, settings: Settings): boolean {
  if (settings.allKeys) return true;
  const types = key.usedBy.map(({ type }) => type);
  return (
    types.some((type) => isOneOf(type, NEAR_TABLES)) || types.every((type) => isOneOf(type, NEUTRAL_TYPES))
  );
}

/** Whether what refers to a key may hold data that is encrypted with it. */
export function mayStoreUnder(type: string): boolean {
  return isOneOf(type, NEAR_TABLES) || !isOneOf(type, NEUTRAL_TYPES);
}

export function isTableType(type: string): boolean {
  return TABLES.includes(type);
}

function isOneOf(type: string, prefixes: readonly string[]): boolean {
  return prefixes.some((prefix) => type.startsWith(prefix));
}
