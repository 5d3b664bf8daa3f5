import type { Fix } from "../core/edit.js";
import type { Key } from "../core/model.js";
import { defineRule, type Report } from "../core/rule.js";
import { displayText, knownText } from "../core/text.js";
import type { Statement } from "../policy/document.js";
import type { GrantedSet } from "../policy/granted-sets.js";
import { matches } from "../policy/pattern.js";
import { allowStatements, reportOnPolicies, whereIn } from "./allow-statements.js";
import { namesOf } from "./granted-names.js";
import { isAdministrator, limitsGrants } from "./grant-limits.js";
import { mayActDirectly } from "./direct-calls.js";
import type { JudgedPolicy } from "./judged-policies.js";
import { actionGroups, addCondition, addTwin, removeActions } from "./statement-split.js";
import { keyPolicyExample } from "./policy-examples.js";

const FOR_SERVICES = { operator: "Bool", key: "kms:GrantIsForAWSResource", value: true } as const;

/** The actions whose requests can have the condition; any other would be refused beside it. */
const GRANT_ACTIONS: readonly string[] = ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"];

export const noUnconstrainedGrants = defineRule<"unconstrained">({
  id: "no-unconstrained-grants",
  severity: "warning",
  fixable: "review",
  controls: ["Control Tower CT.KMS.PR.3"],
  docs: {
    summary: "Who doesn't administer a key should make grants for AWS services only.",
    why:
      "A grant gives the use of a key past its policy. Whoever may call `kms:CreateGrant` without a condition can " +
      "hand the key on to anybody, in any account. Making a table under the key takes the permission, but only for " +
      "grants that DynamoDB asks for: `kms:GrantIsForAWSResource` or `kms:ViaService` limits it to those. Who may " +
      "change the policy anyway isn't reported.",
    bad: example(""),
    good: example(`
            Condition:
              Bool:
                kms:GrantIsForAWSResource: true`),
    cost: "Free. Grants that the principal makes by itself, not through an AWS service, are refused from then on.",
    references: [
      "https://docs.aws.amazon.com/kms/latest/developerguide/grant-authorization.html",
      "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html",
    ],
  },
  messages: {
    unconstrained:
      "Key '{{key}}' lets {{who}} make grants for anybody with '{{action}}'{{where}}, as no condition limits them to AWS services.",
  },
  key(key, context) {
    reportOnPolicies(key, context, (policy) => unlimitedGrants(key, policy));
  },
});

function unlimitedGrants(key: Key, policy: JudgedPolicy): readonly Report<"unconstrained">[] {
  return allowStatements(policy).flatMap(({ statement, sets: all, actions: allowed }) => {
    const { actions } = statement;
    if (actions?.negated !== false || !allowed.has("kms:CreateGrant")) return [];
    if (limitsGrants(policy.document, statement)) return [];
    const sets = all.filter(
      (set) =>
        isWithinAccounts(set) &&
        mayActDirectly(policy, set, "kms:CreateGrant") &&
        !isAdministrator(policy, set),
    );
    const written = actions.values.find(
      ({ text }) => matches(text, { parts: ["kms:CreateGrant"] }, "action") === true,
    );
    if (sets.length === 0 || written === undefined) return [];
    return {
      at: written.at ?? policy.written.at,
      message: "unconstrained" as const,
      data: {
        key: key.logicalId,
        who: namesOf(sets),
        action: displayText(written.text),
        where: whereIn(policy.written, statement),
      },
      fixes: key.locked === null ? forServices(key, policy, statement) : [],
    };
  });
}

/** Roles and users, and whoever is of an account; an account's root hands the decision on to IAM. */
function isWithinAccounts({ reach, who }: GrantedSet): boolean {
  return reach === "principal" || (reach === "account" && who.kind === "anyone");
}

/** The condition goes to a statement of its own where it would refuse other actions. */
function forServices(key: Key, policy: JudgedPolicy, statement: Statement): readonly Fix[] {
  const groups = actionGroups(statement, (action) => GRANT_ACTIONS.includes(action));
  if (groups === null) return [];
  const apart = groups.inside.flatMap(({ text }) => knownText(text) ?? []);
  const change =
    groups.outside.length === 0
      ? addCondition(statement, FOR_SERVICES)
      : addTwin(policy.written, statement, apart, "Grants", FOR_SERVICES);
  if (change === null) return [];
  const changes = groups.outside.length === 0 ? [change] : [...removeActions(groups.inside), change];
  return [
    {
      id: "for-aws-services",
      title: `Let grants of '${key.logicalId}' be made for AWS services only (free; other grants are refused)`,
      applicability: "review",
      bulk: true,
      edits: (editor) => editor.changePolicy(key, policy.written, changes),
    },
  ];
}

function example(condition: string): string {
  const template = keyPolicyExample(`Effect: Allow
Principal: { AWS: !Sub "arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/deployer" }
Action: kms:CreateGrant
Resource: "*"`);
  return `${template.trimEnd()}${condition}
`;
}
