import type { Key } from "../core/model.js";
import { defineRule, type Report } from "../core/rule.js";
import { keyActionsOf } from "../policy/action-sets.js";
import type { GrantedSet } from "../policy/granted-sets.js";
import { grantees } from "../policy/grantees.js";
import { ADMINISTRATION_ACTIONS, USE_ACTIONS } from "../policy/key-actions.js";
import { describePrincipal } from "../policy/principal-words.js";
import { reportOnPolicies } from "./allow-statements.js";
import { isDenied } from "./direct-calls.js";
import type { JudgedPolicy } from "./judged-policies.js";
import { keyPolicyExample } from "./policy-examples.js";

export const noMixedKeyDuties = defineRule<"mixed">({
  id: "no-mixed-key-duties",
  severity: "off",
  docs: {
    summary: "Who administers a key shouldn't be who uses it.",
    why:
      "Where one role both administers a key and uses it, whoever gets hold of that role reads the data and can then " +
      "change the policy or schedule the key's deletion. Separate roles keep the two apart. The rule is off by " +
      "default: small teams often have one role for both, and an administrator can let itself use the key anyway, " +
      "which then shows in the policy. A statement to the account's root isn't reported.",
    bad: example('["kms:PutKeyPolicy", "kms:Decrypt"]'),
    good: example('["kms:PutKeyPolicy", "kms:DescribeKey"]'),
    cost: "Free; a second role has to be made and kept.",
    references: ["https://docs.aws.amazon.com/kms/latest/developerguide/least-privilege.html"],
  },
  messages: {
    mixed: "Key '{{key}}' is both administered ({{administration}}) and used ({{use}}) by {{who}}.",
  },
  key(key, context) {
    reportOnPolicies(key, context, (policy) => mixedDuties(key, policy));
  },
});

function mixedDuties(key: Key, policy: JudgedPolicy): readonly Report<"mixed">[] {
  return grantees(policy.document, policy.own).flatMap(({ who, sets }) => {
    const named = sets.filter(({ reach }) => reach === "principal");
    const administration = firstOf(policy, named, ADMINISTRATION_ACTIONS);
    const use = firstOf(policy, named, USE_ACTIONS);
    if (administration === null || use === null) return [];
    const { at: otherAt } = placeOf(administration.set, policy);
    const isOne = administration.set.statement === use.set.statement;
    return {
      ...placeOf(use.set, policy),
      message: "mixed" as const,
      data: {
        key: key.logicalId,
        who: describePrincipal(who),
        administration: administration.action,
        use: use.action,
      },
      related: isOne ? [] : [{ at: otherAt, message: `${administration.action} is allowed here.` }],
    };
  });
}

interface Duty {
  readonly set: GrantedSet;
  readonly action: string;
}

/** The first of these actions that a statement gives and no other takes away. */
function firstOf(policy: JudgedPolicy, sets: readonly GrantedSet[], actions: readonly string[]): Duty | null {
  for (const action of actions) {
    const set = sets.find((one) => keyActionsOf(one.statement).sure.has(action));
    if (set !== undefined && isDenied(policy, set.who, action) === false) return { set, action };
  }
  return null;
}

function placeOf({ entry, statement }: GrantedSet, { written }: JudgedPolicy) {
  return { at: entry?.at ?? statement.at ?? written.at };
}

function example(actions: string): string {
  return keyPolicyExample(`Effect: Allow
Principal: { AWS: !Sub "arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/key-admin" }
Action: ${actions}
Resource: "*"`);
}
