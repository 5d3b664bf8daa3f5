import type { PolicyPlace } from "../core/hover.js";
import {
  conditionKey,
  KMS_ACTIONS,
  keyActions,
  nearestConditionKey,
  type ConditionKeyRow,
} from "../policy/reference.js";
import { code, paragraphs, plain } from "./markdown.js";
import { more } from "./pages.js";

/** Up to this many actions are named; more are counted. */
const MOST_ACTIONS = 8;

/** What a condition key stands for, whose requests have it, and what it does to DynamoDB's. */
export function conditionKeyHover(name: string, place: PolicyPlace): string {
  const row = conditionKey(name);
  if (row === undefined) {
    const near = nearestConditionKey(name);
    return paragraphs(
      `There is no condition key ${code(name)}: no request has it.`,
      near === undefined ? null : `Nearest: ${code(near)}.`,
    );
  }
  return paragraphs(
    `**${plain(name)}** (${row.type}${row.multiValued === true ? ", several values" : ""}): ${plain(row.does)}`,
    remarkOn(name.toLowerCase(), place),
    requestsWith(row),
    row.multiValued === true
      ? "It takes `ForAllValues:` or `ForAnyValue:`. `ForAllValues:` is also met where the request doesn't have the key."
      : null,
    more("grants-and-via-service"),
  );
}

function requestsWith(row: ConditionKeyRow): string | null {
  if (row.on === "*") return null;
  const names = [...keyActions(row)];
  if (names.length === 0) return "It works on no action any more.";
  const onKeys = KMS_ACTIONS.filter(({ notOnKey }) => notOnKey !== true).length;
  if (row.on === "key" || names.length === onKeys) return "It works on every action on a key.";
  if (names.length <= MOST_ACTIONS) return `It works on ${names.map(code).join(", ")}.`;
  const without = KMS_ACTIONS.filter(({ name, notOnKey }) => notOnKey !== true && !names.includes(name));
  return without.length <= MOST_ACTIONS
    ? `It works on every action on a key but ${without.map(({ name }) => code(name)).join(", ")}.`
    : `It works on ${names.length} actions, ${names.slice(0, MOST_ACTIONS).map(code).join(", ")} among them.`;
}

function remarkOn(name: string, place: PolicyPlace): string | null {
  if (name.startsWith("kms:encryptioncontext:")) return contextRemark(name);
  const remark = REMARKS[name];
  return remark === undefined ? null : typeof remark === "string" ? remark : remark(place);
}

function contextRemark(name: string): string {
  const known = CONTEXT[name.slice("kms:encryptioncontext:".length)];
  const what =
    known === undefined
      ? "**DynamoDB never sends this one**: its encryption context is `aws:dynamodb:tableName` and `aws:dynamodb:subscriberId`, so no request of a table meets the condition."
      : `DynamoDB sends ${known} with every use of a table's key, so the condition ties the statement to it.`;
  return `${what} Only symmetric cryptographic operations and \`kms:CreateGrant\` have a context: beside \`kms:DescribeKey\` the condition is never met, so that action belongs into a statement of its own.`;
}

const CONTEXT: Readonly<Record<string, string>> = {
  "aws:dynamodb:tablename": "the table's name",
  "aws:dynamodb:subscriberid": "the account id",
};

const BREAKS_SERVICES =
  "**In a key policy it gets in the way of services**: requests that DynamoDB makes for a caller don't come from the caller's network.";
const FOR_SERVICES =
  "It says for whom a service may use the key, in statements to a service principal. DynamoDB's requests come in the name of the caller and don't have it.";

const REMARKS: Readonly<Record<string, string | ((place: PolicyPlace) => string)>> = {
  "kms:viaservice": (place) =>
    "For DynamoDB `dynamodb.<region>.amazonaws.com`, in every partition. `StringLike` with `dynamodb.*.amazonaws.com` serves global tables, too; one Region is right for a table of one Region. Only requests that a service makes in a caller's name have it, so beside a service principal it is never met." +
    (place === "key-policy"
      ? ""
      : ' Security Hub KMS.1 and KMS.2 ignore it: on `Resource: "*"` it doesn\'t satisfy them.'),
  "kms:calleraccount":
    'With `Principal: { AWS: "*" }` and `kms:ViaService` it is how `aws/dynamodb` lets its account in: everyone of this account, through DynamoDB alone.',
  "kms:grantisforawsresource":
    "True where an AWS service asks for the grant in the caller's name, as DynamoDB does when a table is created. It works on `kms:CreateGrant`, `kms:ListGrants` and `kms:RevokeGrant` only, so those belong into a statement of their own.",
  "kms:grantconstraintsourcearn":
    "It limits grants to one resource; the example in AWS's documentation is a DynamoDB table.",
  "kms:encryptioncontextkeys": "DynamoDB sends `aws:dynamodb:tableName` and `aws:dynamodb:subscriberId`.",
  "aws:sourceip": BREAKS_SERVICES,
  "aws:sourcevpc": BREAKS_SERVICES,
  "aws:sourcevpce": BREAKS_SERVICES,
  "aws:sourcearn": FOR_SERVICES,
  "aws:sourceaccount": FOR_SERVICES,
};
