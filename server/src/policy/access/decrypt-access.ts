import type { Context, Key, Replica, Table } from "../../core/model.js";
import type { WrittenPolicy } from "../../core/policy-value.js";
import { literalText, type Text } from "../../core/text.js";
import { accountOf, thisAccount } from "../accounts.js";
import { resourceText, type Caller } from "../callers.js";
import type { PolicyDocument } from "../document.js";
import { dynamoDbRequest } from "../dynamodb-request.js";
import { judgeKeyAccess, type IdentityPolicies, type Verdict } from "../evaluate.js";
import { readPolicy } from "../read-policy.js";
import type { Spellings } from "../spellings.js";
import { templateKeyArn } from "../template-names.js";
import { regionText } from "./table-arns.js";

const keyDocuments = new WeakMap<WrittenPolicy, PolicyDocument>();

/**
 * Whether somebody may decrypt with a key when DynamoDB asks on their behalf, for a table's sake.
 *
 * @param keyPolicy the key's policy in one case; null where AWS KMS applies its default.
 */
export function decryptAccess(
  caller: Caller,
  identityPolicies: IdentityPolicies,
  key: Key,
  keyPolicy: WrittenPolicy | null,
  table: Table,
  replica: Replica,
  context: Context,
): Verdict {
  const own = thisAccount(context.account);
  const name = table.name() ?? resourceText(table.logicalId, null);
  const place = { region: regionText(replica), account: own, name };
  const account = key.home?.account ?? null;
  const keyAccount = account === null ? own : (accountOf(literalText(account), context.account) ?? own);
  return judgeKeyAccess({
    keyPolicy: keyPolicy === null ? null : documentOf(keyPolicy),
    identityPolicies,
    request: dynamoDbRequest(caller, "kms:Decrypt", keyArn(key, context), place),
    own: context.account,
    keyAccount,
  });
}

/** The ARN of a key, in all ways that this template may write it. */
function keyArn(key: Key, context: Context): Spellings {
  if (key.home === null) return templateKeyArn(key.logicalId, context);
  const { path, region, account } = key.home;
  const place = { ...context, region: region ?? context.region, account: account ?? context.account };
  return templateKeyArn(key.logicalId, place).map((text) => ofTemplate(text, path));
}

function ofTemplate({ parts }: Text, path: string): Text {
  return {
    parts: parts.map((part) =>
      typeof part === "string" || part.resource === undefined
        ? part
        : { ...part, resource: { ...part.resource, path } },
    ),
  };
}

function documentOf(written: WrittenPolicy): PolicyDocument {
  const document = keyDocuments.get(written) ?? readPolicy(written.value, "key");
  keyDocuments.set(written, document);
  return document;
}
