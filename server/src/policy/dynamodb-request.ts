import type { Text } from "../core/text.js";
import { accountText, type Account } from "./accounts.js";
import type { Caller } from "./callers.js";
import { contextOf, type Context, type Request } from "./request.js";
import type { Spellings } from "./spellings.js";
import { open } from "./truth.js";

/** A table, as far as known, for requests that DynamoDB makes on somebody's behalf. */
export interface TablePlace {
  readonly region: Text;
  /** The account of the table: the deployment's. */
  readonly account: Account;
  readonly name?: Text;
}

const contexts = new WeakMap<TablePlace, Context>();

/** What KMS is told when DynamoDB calls it on the caller's behalf, for a table's sake. */
export function dynamoDbContext(table: TablePlace): Context {
  const known = contexts.get(table);
  if (known !== undefined) return known;
  const context = makeContext(table);
  contexts.set(table, context);
  return context;
}

function makeContext({ region, account, name }: TablePlace): Context {
  const table = name ?? open("the table's name isn't known");
  return contextOf(
    {
      "kms:ViaService": { parts: ["dynamodb.", ...region.parts, ".amazonaws.com"] },
      "kms:EncryptionContext:aws:dynamodb:tableName": table,
      "kms:EncryptionContext:aws:dynamodb:subscriberId": accountText(account),
      "kms:EncryptionContextKeys": ["aws:dynamodb:tableName", "aws:dynamodb:subscriberId"],
      "kms:GrantIsForAWSResource": "true",
      "kms:GrantOperations": GRANT_OPERATIONS,
      "kms:GrantConstraintType": "EncryptionContextSubset",
      "kms:KeySpec": "SYMMETRIC_DEFAULT",
      "kms:KeyUsage": "ENCRYPT_DECRYPT",
      "aws:ViaAWSService": "true",
      "aws:SecureTransport": "true",
    },
    open("what a request says of it depends on the request"),
  );
}

const GRANT_OPERATIONS = [
  "DescribeKey",
  "GenerateDataKey",
  "Decrypt",
  "Encrypt",
  "ReEncryptFrom",
  "ReEncryptTo",
  "RetireGrant",
];

/** A request that DynamoDB makes of KMS on the caller's behalf. */
export function dynamoDbRequest(caller: Caller, action: string, key: Spellings, table: TablePlace): Request {
  return { caller, action, resource: key, context: dynamoDbContext(table) };
}
