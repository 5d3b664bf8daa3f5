import type { Key } from "../core/model.js";
import { defineRule, type Report } from "../core/rule.js";
import { splitText } from "../core/text.js";
import { dutiesOf } from "../policy/action-sets.js";
import type { Written } from "../policy/document.js";
import { fixing } from "../policy/fixed-values.js";
import type { GrantedSet } from "../policy/granted-sets.js";
import { describePrincipal } from "../policy/principal-words.js";
import { allowStatements, reportOnPolicies, whereIn, type AllowStatement } from "./allow-statements.js";
import type { JudgedPolicy } from "./judged-policies.js";
import { keyPolicyExample } from "./policy-examples.js";
import { powersOf } from "./power-words.js";
import { forThisAccount, isDynamoDb, withoutService } from "./service-statement-fixes.js";

type Message = "unconfined" | "despiteCondition" | "notNeeded" | "notNeededUnconfined";

export const requireSourceCondition = defineRule<Message>({
  id: "require-source-condition",
  severity: "warning",
  fixable: "review",
  docs: {
    summary: "A key policy should say for whom an AWS service may use the key.",
    why:
      "A service that calls as itself does so for every AWS customer. Without `aws:SourceArn` or `aws:SourceAccount`, " +
      "somebody else can have it use the key on their behalf (the confused deputy). DynamoDB doesn't need such a " +
      "statement at all: it calls AWS KMS as whoever uses the table, and through grants that it is given when the " +
      "table is made. Only `replication.dynamodb.amazonaws.com` needs one, for global tables over several accounts. " +
      "A condition on an encryption context that holds an ARN with its account counts, too.",
    bad: keyPolicyExample(`Effect: Allow
Principal: { Service: sns.amazonaws.com }
Action: [kms:Decrypt, kms:GenerateDataKey*]
Resource: "*"`),
    good: keyPolicyExample(`Effect: Allow
Principal: { Service: sns.amazonaws.com }
Action: [kms:Decrypt, kms:GenerateDataKey*]
Resource: "*"
Condition:
  StringEquals: { "aws:SourceAccount": !Ref AWS::AccountId }`),
    cost: "Free. A service that doesn't send the condition key is refused.",
    references: [
      "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-services.html",
      "https://docs.aws.amazon.com/kms/latest/developerguide/least-privilege.html",
      "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html",
    ],
  },
  messages: {
    unconfined:
      "Key '{{key}}' lets {{who}} {{powers}}{{where}}, whomever it acts for: no condition on aws:SourceArn or aws:SourceAccount says for whom.",
    despiteCondition:
      "Key '{{key}}' lets {{who}} {{powers}}{{where}}, whomever it acts for. Its condition on {{condition}} doesn't say for whom: {{reason}}.",
    notNeededUnconfined:
      "Key '{{key}}' lets {{who}} {{powers}}{{where}}, which DynamoDB doesn't need: it calls AWS KMS as whoever uses the table, and through grants. No condition on aws:SourceArn or aws:SourceAccount says for whom it may.",
    notNeeded:
      "Key '{{key}}' lets {{who}} {{powers}}{{where}}, which DynamoDB doesn't need: it calls AWS KMS as whoever uses the table, and through grants.",
  },
  key(key, context) {
    reportOnPolicies(key, context, (policy) =>
      allowStatements(policy).flatMap((allow) =>
        allow.sets.flatMap((set) => reportOn(key, policy, allow, set) ?? []),
      ),
    );
  },
});

function reportOn(
  key: Key,
  policy: JudgedPolicy,
  { statement, sets, actions }: AllowStatement,
  set: GrantedSet,
): Report<Message> | null {
  if (set.reach !== "service" || set.who.kind === "any-service") return null;
  const { uses, grants, administers } = dutiesOf({ sure: actions, maybe: new Set() });
  const isConfined = isForSomebody(set, policy);
  const isIdle = isDynamoDb(set);
  if (isConfined === null || (!isIdle && (isConfined || !(uses || grants || administers)))) return null;
  const where = whereIn(policy.written, statement);
  const who = set.who.kind === "service" ? describePrincipal(set.who) : "any AWS service";
  const data = { key: key.logicalId, who, powers: powersOf(actions), where };
  const at = set.entry?.at ?? statement.at ?? policy.written.at;
  if (isIdle) {
    const isHarmless = isConfined || !(uses || grants || administers);
    const fixes = withoutService(key, policy, statement, sets, set);
    const severity = isHarmless ? ({ severity: "info" } as const) : {};
    return { at, message: isHarmless ? "notNeeded" : "notNeededUnconfined", data, ...severity, fixes };
  }
  const fixes = forThisAccount(key, policy, statement, sets);
  const loose = set.narrowing.loose.find(({ condition }) => /^aws:source/i.test(condition.key));
  if (loose === undefined) return { at, message: "unconfined", data, fixes };
  const why = { condition: loose.condition.key, reason: loose.reason };
  return { at, message: "despiteCondition", data: { ...data, ...why }, fixes };
}

/** Whether conditions fix for whom the service acts; null where that can't be decided. */
function isForSomebody({ statement, narrowing }: GrantedSet, { document }: JudgedPolicy): boolean | null {
  const { sources, accounts, organizations, principals } = narrowing;
  if ([sources, accounts, organizations, principals].some((one) => one !== null)) return true;
  const contexts = statement.conditions
    .filter(({ key, values }) => /^kms:EncryptionContext:/i.test(key) && values.every(isArn))
    .map((one) => fixing(one, "account-of-arn", statement.conditions, document.replacesVariables));
  if (contexts.some(({ kind }) => kind === "fixed")) return true;
  return narrowing.undecided.length > 0 || contexts.some(({ kind }) => kind === "undecided") ? null : false;
}

function isArn({ text }: Written): boolean {
  return splitText(text, ":").length >= 6;
}
