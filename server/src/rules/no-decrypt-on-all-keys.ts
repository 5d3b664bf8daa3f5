import type { Assumption } from "../core/cases.js";
import type { Fix } from "../core/edit.js";
import type { Key, Template } from "../core/model.js";
import type { AttachedPolicy } from "../core/principal.js";
import { defineRule, type Report } from "../core/rule.js";
import { displayText } from "../core/text.js";
import { identityDocument } from "../policy/access/table-access.js";
import { allKeysStatements } from "../policy/all-keys.js";
import type { Written } from "../policy/document.js";
import { withoutRepeats } from "./repeats.js";
import { declaredKeyOf } from "./table-keys.js";

export const noDecryptOnAllKeys = defineRule({
  id: "no-decrypt-on-all-keys",
  severity: "warning",
  fixable: "review",
  controls: [
    "Security Hub KMS.1",
    "Security Hub KMS.2",
    "AWS Config iam-customer-policy-blocked-kms-actions",
    "AWS Config iam-inline-policy-blocked-kms-actions",
  ],
  equivalents: [],
  docs: {
    summary: "No IAM policy should allow decryption with every KMS key.",
    why:
      "`kms:Decrypt` (or `kms:ReEncryptFrom`) on `*` takes in every key whose policy leaves the decision to IAM " +
      "policies, also those that are made later: who holds it can read every table, bucket and secret that they can " +
      "get hold of, and a key of one's own for a table protects nothing from them. The rule looks at policies of the " +
      "template. It takes every key of one Region for a limit, as Security Hub does, and is silent where a condition " +
      "chooses the key (its alias, its tags, the encryption context). `kms:ViaService` isn't such a condition.",
    bad: `Resources:
  Api:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {}
      Policies:
        - PolicyName: key
          PolicyDocument:
            Version: "2012-10-17"
            Statement: { Effect: Allow, Action: kms:Decrypt, Resource: "*" }
  Orders:
    Type: AWS::DynamoDB::Table
`,
    good: `Resources:
  OrdersKey:
    Type: AWS::KMS::Key
  Api:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {}
      Policies:
        - PolicyName: key
          PolicyDocument:
            Version: "2012-10-17"
            Statement: { Effect: Allow, Action: kms:Decrypt, Resource: !GetAtt OrdersKey.Arn }
`,
    cost: "Nothing. Whoever needs other keys too must be given those by name.",
    references: [
      "https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html",
      "https://docs.aws.amazon.com/kms/latest/developerguide/iam-policies-best-practices.html",
    ],
  },
  messages: {
    allKeys:
      "A policy of '{{holder}}' allows {{actions}} on '{{resource}}', which is every key: also those of other data, and those made later.",
  },
  template(template, context) {
    const reports = template
      .policyHolders()
      .flatMap(({ resource, policies }) =>
        resource.broken
          ? []
          : policies().flatMap(({ when, value }) =>
              value.flatMap((policy) => reportsOf(policy, when, template)),
            ),
      );
    for (const report of withoutRepeats(reports)) context.report(report);
  },
});

function reportsOf(
  policy: AttachedPolicy,
  when: readonly Assumption[],
  template: Template,
): readonly Report<"allKeys">[] {
  return allKeysStatements(identityDocument(policy.written)).flatMap(
    ({ resources, actions, onKeysOnly, statement }) =>
      resources.map((resource) => ({
        at: resource.at ?? statement.at ?? policy.written.at,
        message: "allKeys",
        data: {
          holder: policy.holder.logicalId,
          actions: actions.join(" and "),
          resource: displayText(resource.text),
        },
        case: when,
        resource: policy.holder.logicalId,
        fixes: onKeysOnly ? narrowingFixes(policy, resource, template) : [],
      })),
  );
}

/** The keys of this template's tables are what a policy beside them is most likely meant for. */
function narrowingFixes(policy: AttachedPolicy, resource: Written, template: Template): readonly Fix[] {
  const keys = tableKeys(template);
  if (keys.length === 0 || policy.holder.locked !== null) return [];
  const names = keys.map(({ logicalId }) => `'${logicalId}'`).join(", ");
  return [
    {
      id: "narrow-to-keys",
      title: `Narrow it to ${names}: with other keys it may then not decrypt any more`,
      applicability: "review",
      bulk: true,
      edits: (editor) => editor.narrowToKeys(policy, resource.path, keys),
    },
  ];
}

/** The keys of this template that encrypt one of its tables in some case. */
function tableKeys({ tables }: Template): readonly Key[] {
  const keys = new Map<string, Key>();
  for (const { value } of tables.flatMap(({ replicas }) =>
    replicas.flatMap(({ encryption }) => encryption),
  )) {
    const key = value.key === null ? null : declaredKeyOf(value.key);
    if (value.verdict === "customer-managed" && key?.home === null && key.locked === null)
      keys.set(key.logicalId, key);
  }
  return [...keys.values()];
}
