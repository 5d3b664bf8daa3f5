import type { Fix } from "../core/edit.js";
import type { Key } from "../core/model.js";
import { defineRule, type Report } from "../core/rule.js";
import { knownText } from "../core/text.js";
import { keyActionsOf, listsEveryAction } from "../policy/action-sets.js";
import type { Statement } from "../policy/document.js";
import { DYNAMODB_KEY_ACTIONS, USE_ACTIONS } from "../policy/key-actions.js";
import { allowStatements, reportOnPolicies, whereIn } from "./allow-statements.js";
import { mayActDirectly } from "./direct-calls.js";
import { namesOf } from "./granted-names.js";
import type { JudgedPolicy } from "./judged-policies.js";
import { actionGroups, addCondition, addTwin, removeActions } from "./statement-split.js";
import { isForTablesOnly } from "./tables-of-key.js";
import { keyPolicyExample } from "./policy-examples.js";

const THROUGH_DYNAMODB = {
  operator: "StringLike",
  key: "kms:ViaService",
  value: "dynamodb.*.amazonaws.com",
} as const;

/** What is asked of KMS through DynamoDB; everything else is asked directly. */
const ASKED_THROUGH: readonly string[] = [...DYNAMODB_KEY_ACTIONS, ...USE_ACTIONS];

export const requireViaService = defineRule<"direct">({
  id: "require-via-service",
  severity: "info",
  fixable: "review",
  docs: {
    summary: "Who uses a table's key should do so through DynamoDB only.",
    why:
      "A role that may decrypt with a table's key by itself can decrypt whatever else was ever encrypted under it, " +
      "and encrypt things of its own with it. The condition `kms:ViaService` lets requests through that DynamoDB " +
      "makes on the role's behalf, and no others; the sample policy of DynamoDB's documentation has it. Its Region " +
      "is a wildcard there, since DynamoDB calls across Regions for global tables. Only keys that nothing but tables " +
      "uses are reported.",
    bad: example(""),
    good: example(`
            Condition:
              StringLike:
                kms:ViaService: dynamodb.*.amazonaws.com`),
    cost: "Free. What calls KMS with this key directly, such as client-side encryption, is refused from then on.",
    references: [
      "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html",
      "https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html",
    ],
  },
  messages: {
    direct:
      "Key '{{key}}' can be used by {{who}} without DynamoDB{{where}}, as no kms:ViaService stands in the way.",
  },
  key(key, context) {
    if (!isForTablesOnly(key)) return;
    reportOnPolicies(key, context, (policy) => directUses(key, policy));
  },
});

function directUses(key: Key, policy: JudgedPolicy): readonly Report<"direct">[] {
  return allowStatements(policy).flatMap(({ statement, sets: all, actions }) => {
    // A statement for all actions is too broad to begin with: `no-broad-key-access`.
    if (listsEveryAction(statement) || statement.actions?.negated !== false) return [];
    const used = USE_ACTIONS.filter((action) => actions.has(action));
    const sets = all.filter(
      (set) => set.reach === "principal" && used.some((action) => mayActDirectly(policy, set, action)),
    );
    const [first, ...more] = sets;
    if (first === undefined) return [];
    const at = (more.length === 0 ? first.entry?.at : statement.principals?.at) ?? policy.written.at;
    const data = { key: key.logicalId, who: namesOf(sets), where: whereIn(policy.written, statement) };
    const fixes = key.locked === null ? throughDynamoDb(key, policy, statement) : [];
    return [{ at, message: "direct", data, fixes }];
  });
}

function throughDynamoDb(key: Key, policy: JudgedPolicy, statement: Statement): readonly Fix[] {
  const groups = actionGroups(statement, (action) => ASKED_THROUGH.includes(action));
  const condition = addCondition(statement, THROUGH_DYNAMODB);
  if (groups === null || condition === null || statement.conditions.some(isOnService)) return [];
  const apart = groups.outside.flatMap(({ text }) => knownText(text) ?? []);
  // Whoever administers the key looks at it directly, too.
  const describes = keyActionsOf(statement).sure.has("kms:DescribeKey") ? ["kms:DescribeKey"] : [];
  const twin =
    apart.length === 0
      ? []
      : [addTwin(policy.written, statement, [...apart, ...describes], "Administration", null)];
  if (twin.includes(null)) return [];
  const changes = [condition, ...removeActions(groups.outside), ...twin.filter((one) => one !== null)];
  return [
    {
      id: "through-dynamodb",
      title: `Let '${key.logicalId}' be used through DynamoDB only (free; direct calls to KMS are refused)`,
      applicability: "review",
      bulk: true,
      edits: (editor) => editor.changePolicy(key, policy.written, changes),
    },
  ];
}

function isOnService({ key }: Statement["conditions"][number]): boolean {
  return key.toLowerCase() === "kms:viaservice";
}

function example(condition: string): string {
  const template = keyPolicyExample(`Effect: Allow
Principal: { AWS: !Sub "arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/orders-api" }
Action: kms:Decrypt
Resource: "*"`);
  return `${template.trimEnd()}${condition}
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
      SSESpecification:
        SSEEnabled: true
        SSEType: KMS
        KMSMasterKeyId: !GetAtt OrdersKey.Arn
`;
}
