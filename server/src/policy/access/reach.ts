import { knownText } from "../../core/text.js";
import type { Decider } from "../evaluate.js";
import { actionApplies } from "../statements.js";
import type { TableAccess } from "./table-access.js";

/**
 * Whether the access is meant for the table: a statement allows its items, or names its stream. A
 * right to read all streams (`AWSLambdaDynamoDBExecutionRole`) is given to read one of them, and
 * which one it doesn't say.
 */
export function reachesByName({ by }: Pick<TableAccess, "by">): boolean {
  return by.some((one) => allowsItems(one) || !isForEverything(one));
}

function allowsItems({ statement }: Decider): boolean {
  return [
    "dynamodb:GetItem",
    "dynamodb:Query",
    "dynamodb:Scan",
    "dynamodb:PutItem",
    "dynamodb:UpdateItem",
  ].some((action) => actionApplies(statement.actions, action) !== false);
}

function isForEverything({ statement }: Decider): boolean {
  const values = statement.resources?.values ?? [];
  return values.every(({ text }) => /^(\*|arn:[^/]*\*[^/]*|arn:[^/]*\/\*.*)$/.test(knownText(text) ?? ""));
}
