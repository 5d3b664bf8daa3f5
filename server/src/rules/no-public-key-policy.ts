import type { Key } from "../core/model.js";
import { defineRule, type Report } from "../core/rule.js";
import { displayText } from "../core/text.js";
import { dutiesOf } from "../policy/action-sets.js";
import type { GrantedSet } from "../policy/granted-sets.js";
import { describePrincipal } from "../policy/principal-words.js";
import { describeViaService } from "../policy/via-service.js";
import {
  allowStatements,
  nameAt,
  reportOnPolicies,
  whereIn,
  type AllowStatement,
} from "./allow-statements.js";
import { listOf } from "./granted-names.js";
import type { JudgedPolicy } from "./judged-policies.js";
import { leftToOutsiders } from "./outsiders.js";
import { keyPolicyExample } from "./policy-examples.js";
import { powersOf } from "./power-words.js";
import { keepToAccount, nameAccount } from "./public-policy-fixes.js";

type Message =
  | "everyone"
  | "despiteCondition"
  | "everyoneBut"
  | "anyAccountArn"
  | "anyService"
  | "throughService"
  | "fromNetwork";

export const noPublicKeyPolicy = defineRule<Message>({
  id: "no-public-key-policy",
  severity: "error",
  fixable: "review",
  controls: ["Security Hub KMS.5", "AWS Config kms-key-policy-no-public-access"],
  equivalents: [
    "checkov: CKV_AWS_33",
    "cfn_nag: F76",
    "guard: KMS_NO_WILDCARD_PRINCIPAL",
    "kics: f6049677-ec4a-43af-8779-5190b6d03cba",
  ],
  docs: {
    summary: "A key policy should name who may use the key, not everyone.",
    why:
      '`Principal: "*"` stands for everyone in every AWS account. A statement with it is as wide as its conditions ' +
      "leave it: an account (`kms:CallerAccount`, `aws:PrincipalAccount`), an organization (`aws:PrincipalOrgID`) or " +
      "a principal (`aws:PrincipalArn`) narrows it. `kms:ViaService` says through which service a request comes, not " +
      "from whom, so any account may come through DynamoDB. A wildcard or a policy variable in a value narrows " +
      "nothing. Statements with Deny aren't reported, and those that keep outsiders out count.",
    bad: keyPolicyExample(`Effect: Allow
Principal: "*"
Action: kms:Decrypt
Resource: "*"`),
    good: keyPolicyExample(`Effect: Allow
Principal: "*"
Action: kms:Decrypt
Resource: "*"
Condition:
  StringEquals: { "kms:CallerAccount": !Ref AWS::AccountId }
  StringLike: { "kms:ViaService": "dynamodb.*.amazonaws.com" }`),
    cost: "Free. Other accounts lose access; those that are meant to have it must be named.",
    references: [
      "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html",
      "https://docs.aws.amazon.com/kms/latest/developerguide/least-privilege.html",
      "https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html",
    ],
  },
  messages: {
    everyone: "Key '{{key}}' lets anyone in any AWS account {{powers}}{{where}}.",
    despiteCondition:
      "Key '{{key}}' lets anyone in any AWS account {{powers}}{{where}}. Its condition on {{condition}} doesn't keep them out: {{reason}}.",
    everyoneBut: "Key '{{key}}' lets everyone but {{but}} {{powers}}, in any AWS account{{where}}.",
    anyAccountArn:
      "Key '{{key}}' names '{{written}}'{{where}}, which reads like every account and is refused: {{reason}}.",
    anyService: "Key '{{key}}' names every AWS service as a principal{{where}}, which AWS refuses.",
    throughService:
      "Key '{{key}}' lets any AWS account {{powers}} through {{services}}{{where}}. The service is fixed, not who comes through it.",
    fromNetwork:
      "Key '{{key}}' lets any AWS account {{powers}} from {{networks}}{{where}}. The network is fixed, not who comes from it.",
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
  { statement, actions }: AllowStatement,
  set: GrantedSet,
): Report<Message> | null {
  const { entry, who, narrowing, reach } = set;
  if (reach !== "anyone" && reach !== "anyone-through-service") return null;
  const written = entry === null ? "" : displayText(entry.text);
  const where = whereIn(policy.written, statement);
  const facts = { key: key.logicalId, powers: powersOf(actions), where, written };
  const at = entry?.at ?? nameAt(policy.written, statement.principals?.path ?? []);
  if (who.kind === "any-service") return { at, message: "anyService", data: facts };
  if (who.kind === "anyone" && who.refused !== null && entry !== null) {
    const fixes = nameAccount(key, policy, statement, entry, true);
    return { at, message: "anyAccountArn", data: { ...facts, reason: who.refused }, fixes };
  }
  const left = leftToOutsiders(policy, actions);
  if (left.kind === "nothing" || left.kind === "undecided") return null;
  const said = wordsOf(set, left.kind === "through-service" ? left.services : null);
  // All of the account's principals are too many to administer a key.
  const { administers } = dutiesOf({ sure: actions, maybe: new Set() });
  const toAccount = entry === null || administers ? [] : keepToAccount(key, policy, statement);
  const toIam =
    entry === null || narrowing.services !== null
      ? []
      : nameAccount(key, policy, statement, entry, toAccount.length === 0);
  return { at, ...said, data: { ...facts, ...said.data }, fixes: [...toAccount, ...toIam] };
}

/** What there is to say of a set without anybody's name; `services` are those that a Deny leaves. */
function wordsOf(
  { entry, but, narrowing }: GrantedSet,
  services: string | null,
): Pick<Report<Message>, "message" | "severity"> & { readonly data: Readonly<Record<string, string>> } {
  const { loose, networks, tags } = narrowing;
  const through = narrowing.services === null ? services : listOf(narrowing.services.map(describeViaService));
  if (through !== null)
    return { message: "throughService", severity: "warning", data: { services: through } };
  if (entry === null)
    return { message: "everyoneBut", data: { but: listOf(but.map((one) => describePrincipal(one))) } };
  if (networks !== null) {
    return {
      message: "fromNetwork",
      severity: "warning",
      data: { networks: listOf(networks.map(displayText)) },
    };
  }
  const [tag] = tags;
  if (tag !== undefined) {
    const reason = "anybody can tag principals of an account of their own";
    return { message: "despiteCondition", data: { condition: `aws:PrincipalTag/${tag.tag}`, reason } };
  }
  const [first] = loose;
  if (first === undefined) return { message: "everyone", data: {} };
  return { message: "despiteCondition", data: { condition: first.condition.key, reason: first.reason } };
}
