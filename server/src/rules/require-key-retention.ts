import { compatible, type Assumption } from "../core/cases.js";
import { isSameKey } from "../core/home.js";
import type { Fix } from "../core/edit.js";
import type { Key, Read, Table, Template } from "../core/model.js";
import { defineRule, type Report } from "../core/rule.js";
import { KMS_PRICES, LIST_PRICES, money } from "../pricing/prices.js";
import { existenceOf, joined, pairs } from "../core/case-pairs.js";
import { isJudged } from "../core/key-scope.js";
import { declaredKeyOf } from "./table-keys.js";

export const requireKeyRetention = defineRule<"deleted" | "tableOutlivesKey" | "replaced">({
  id: "require-key-retention",
  severity: "warning",
  gravest: "error",
  controls: [
    "Security Hub KMS.3",
    "AWS Config kms-cmk-not-scheduled-for-deletion",
    "NIST 800-53 SC-12",
    "NIST 800-53 SC-12(2)",
  ],
  fixable: "review",
  equivalents: ["cfn-lint: I3011"],
  docs: {
    summary: "A key should be kept when its stack is deleted or the key is replaced.",
    why:
      "CloudFormation deletes a key with its stack unless `DeletionPolicy: Retain` says otherwise: KMS schedules " +
      "the deletion, and a table that the key encrypts can't be read from then on. Nor can its on-demand backups, " +
      "once the key is gone. The worst case is a table that is kept while its key is not, which is reported as an error. " +
      "`RetainExceptOnCreate` does for `DeletionPolicy`; `UpdateReplacePolicy` knows only `Retain`.",
    bad: `Resources:
  OrdersKey:
    Type: AWS::KMS::Key
    Properties:
      EnableKeyRotation: true
`,
    good: `Resources:
  OrdersKey:
    Type: AWS::KMS::Key
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      EnableKeyRotation: true
`,
    cost:
      `The key stays when the stack is gone, and is billed (${money(KMS_PRICES.keyMonth, LIST_PRICES)} a month, prices of ` +
      `${KMS_PRICES.asOf}) until somebody schedules its deletion.`,
    references: [
      "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html",
      "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-updatereplacepolicy.html",
      "https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html",
    ],
  },
  messages: {
    deleted:
      "Key '{{key}}' {{policy}}, so deleting the stack schedules the key's deletion. A table that it encrypts can't be read without it.",
    tableOutlivesKey:
      "Key '{{key}}' {{policy}}, so deleting the stack schedules the key's deletion while table {{table}} stays. The table can't be read without its key.",
    replaced:
      "Key '{{key}}' {{policy}}, so a replacement schedules the old key's deletion. A table that it encrypts can't be read without it.",
  },
  key(key, { report, settings, template }) {
    if (!isJudged(key, settings)) return;
    const deletions = key.deletionPolicy.filter(({ value }) =>
      isLost(value, ["Retain", "RetainExceptOnCreate"]),
    );
    for (const { when, value } of deletions) {
      const table = survivor(key, when, template);
      report({
        at: value?.at ?? key.typeAt,
        message: table === undefined ? "deleted" : "tableOutlivesKey",
        data: {
          key: key.logicalId,
          policy: describe("DeletionPolicy", value),
          table: table?.name ?? "",
        },
        case: when,
        resource: key.logicalId,
        ...(table === undefined ? {} : { severity: "error" as const, related: table.related }),
        fixes: [retain(key)],
      });
    }
    for (const { when, value } of key.updateReplacePolicy) {
      const said = deletions.some((one) => compatible(one.when, when));
      if (said || !isLost(value, ["Retain"])) continue;
      report({
        at: value?.at ?? key.typeAt,
        message: "replaced",
        data: { key: key.logicalId, policy: describe("UpdateReplacePolicy", value) },
        case: when,
        resource: key.logicalId,
        fixes: [retain(key)],
      });
    }
  },
});

function isLost(policy: Read<string> | null, kept: readonly string[]): boolean {
  return policy === null || (policy.known && !kept.includes(policy.value));
}

function describe(attribute: string, policy: Read<string> | null): string {
  return policy?.known === true ? `has ${attribute} ${policy.value}` : `has no ${attribute}`;
}

/** A table under the key that stays when the stack is deleted, in this template or in another. */
function survivor(
  key: Key,
  when: readonly Assumption[],
  template: Template,
): { readonly name: string; readonly related: NonNullable<Report["related"]> } | undefined {
  const table = template.tablesUnder(key).find((one) => outlives(one, key, when, template));
  if (table !== undefined) {
    const name = `'${table.logicalId}'`;
    const message = `Table ${name} is kept when the stack is deleted.`;
    return { name, related: [{ at: table.nameAt, message }] };
  }
  const user = key.usedBy.find(({ of, retained, type }) => of !== undefined && retained && isTable(type));
  return user === undefined ? undefined : { name: `'${user.logicalId}' of ${user.of ?? ""}`, related: [] };
}

function isTable(type: string): boolean {
  return /^AWS::(DynamoDB::(Global)?Table|Serverless::SimpleTable)$/.test(type);
}

/** Whether the table is encrypted with the key and stays when the stack is deleted, in some such case. */
function outlives(table: Table, key: Key, when: readonly Assumption[], { canHold }: Template): boolean {
  const given = [{ when: joined(when, joined(existenceOf(table), existenceOf(key))), value: null }];
  const retained = table.retained.filter(({ value }) => value);
  const used = table.replicas.flatMap(({ encryption }) =>
    encryption.filter(({ value }) => value.key !== null && isSameKey(declaredKeyOf(value.key), key)),
  );
  return pairs(pairs(given, retained, canHold), used, canHold).length > 0;
}

function retain(key: Key): Fix {
  return {
    id: "retain-key",
    title: `Keep '${key.logicalId}' when the stack is deleted (the key stays, and is billed, after the stack is gone)`,
    applicability: "review",
    bulk: true,
    edits: (editor) => editor.retainKey(key),
  };
}
