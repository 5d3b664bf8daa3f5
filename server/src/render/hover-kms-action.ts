import type { PolicyPlace } from "../core/hover.js";
import { literalText } from "../core/text.js";
import { dynamoDbNeed, type DynamoDbNeed } from "../policy/dynamodb-needs.js";
import { actionsMatching } from "../policy/matching-actions.js";
import { kmsAction, nearActions, type KmsActionRow } from "../policy/reference.js";
import { code, list, paragraphs, plain } from "./markdown.js";
import { more, type Guide } from "./pages.js";

/** Up to this many actions are told of one by one; more are named by their level of access. */
const MOST_TOLD = 6;

/** What an action of KMS, or a pattern for some, permits where it stands, and what it is to DynamoDB. */
export function kmsActionHover(pattern: string, place: PolicyPlace): string {
  const row = kmsAction(pattern);
  if (row !== undefined) return singleHover(row, place);
  const names = [...actionsMatching(literalText(pattern)).sure];
  const rows = names.flatMap((name) => kmsAction(name) ?? []);
  return rows.length === 0 ? unknownHover(pattern) : patternHover(pattern, rows, place);
}

function singleHover(row: KmsActionRow, place: PolicyPlace): string {
  const name = `kms:${row.name}`;
  return paragraphs(
    `**${name}** (access level ${row.access}${row.notOnKey === true ? "" : ", on a key"}): ${plain(row.does)}`,
    effectOf(row, place),
    `DynamoDB: ${NEEDS[dynamoDbNeed(name)]}`,
    REMARKS[row.name] ?? null,
    more(...(GUIDES_OF[row.name] ?? ["grants-and-via-service"])),
  );
}

function patternHover(pattern: string, rows: readonly KmsActionRow[], place: PolicyPlace): string {
  const idle = place === "key-policy" ? rows.filter(({ notOnKey }) => notOnKey === true) : [];
  const acting = rows.filter((row) => !idle.includes(row));
  const count = acting.length === 1 ? "one action" : `${acting.length} actions`;
  return paragraphs(
    `**${plain(pattern)}** matches ${count}${place === "key-policy" ? " on a key" : ""}:`,
    acting.length > MOST_TOLD ? byAccess(acting) : list(acting.map(told), MOST_TOLD),
    idle.length === 0
      ? null
      : `It matches, without effect in a key policy: ${idle.map(({ name }) => code(name)).join(", ")}.`,
    `DynamoDB's callers need of them: ${needs(acting)}.`,
    POWER.some((name) => acting.some((row) => row.name === name))
      ? "Among them are actions that change the policy or end the key: for the account root or an administrator."
      : null,
    more("grants-and-via-service"),
  );
}

function unknownHover(pattern: string): string {
  const near = nearActions(pattern).map(code).join(", ");
  const what = /[*?]/.test(pattern) ? "No action of KMS matches" : "There is no action of KMS named";
  return paragraphs(
    `${what} ${code(pattern)}, so it permits nothing.`,
    near === "" ? null : `Nearest: ${near}.`,
  );
}

function told({ name, does, access }: KmsActionRow): string {
  return `${code(name)} (${access}): ${plain(does)}`;
}

function byAccess(rows: readonly KmsActionRow[]): string {
  const levels = [...new Set(rows.map(({ access }) => access))].sort();
  const points = levels.map((level) => {
    const names = rows.filter(({ access }) => access === level).map(({ name }) => code(name));
    return `${level} (${names.length}): ${names.join(", ")}`;
  });
  return list(points, points.length);
}

function needs(rows: readonly KmsActionRow[]): string {
  const groups = NEEDS_IN_SHORT.flatMap(([kind, what]) => {
    const names = rows
      .filter(({ name }) => dynamoDbNeed(`kms:${name}`) === kind)
      .map(({ name }) => code(name));
    return names.length === 0 ? [] : `${names.join(", ")} ${what}`;
  });
  return groups.length === 0 ? "none" : groups.join("; ");
}

function effectOf({ notOnKey, onAlias }: KmsActionRow, place: PolicyPlace): string | null {
  if (notOnKey === true) {
    return place === "key-policy"
      ? '**In a key policy it has no effect**: it isn\'t about one key. It takes an IAM policy with `Resource: "*"`.'
      : 'It isn\'t about one key: only `Resource: "*"` permits it, and in a key policy it has no effect.';
  }
  if (onAlias === true)
    return "It takes two permissions: one for the key, and one for the alias in an IAM policy.";
  return place === "key-policy"
    ? null
    : "In an IAM policy it counts where the key's policy leaves the decision to the account (its root statement).";
}

const NEEDS: Readonly<Record<DynamoDbNeed, string>> = {
  "every-caller":
    "**whoever reads or writes items needs it**, writers too, and it is all they need. DynamoDB calls it in their name, about every five minutes for each caller.",
  "table-maker":
    "**whoever creates a table under the key needs it**: DynamoDB calls it in their name. Callers that only read and write items don't.",
  documented:
    "one of the permissions that its documentation asks of **whoever selects the key for a table**. Callers that only read and write items don't need it.",
  none: "its callers don't need it.",
};

const NEEDS_IN_SHORT: readonly (readonly [DynamoDbNeed, string])[] = [
  ["every-caller", "to read and write items"],
  ["table-maker", "to create a table"],
  ["documented", "to select the key for a table"],
];

const POWER: readonly string[] = ["PutKeyPolicy", "ScheduleKeyDeletion"];

const TABLES_STOP = "Within minutes tables under the key can no longer be read or written.";
const KEEPS_GRANT = "Without the grant of a live table, DynamoDB can't protect and maintain it.";

/** What is to be known of single actions where tables are under the key. */
const REMARKS: Readonly<Record<string, string>> = {
  CancelKeyDeletion: "It leaves the key disabled: `kms:EnableKey` must follow.",
  CreateGrant:
    "A grant gives the use of the key past its policy. `kms:GrantIsForAWSResource` keeps it to grants that an AWS service asks for.",
  DeleteImportedKeyMaterial: TABLES_STOP,
  DisableKey: TABLES_STOP,
  PutKeyPolicy: "Whoever has it can give themselves every other permission on the key.",
  RetireGrant: KEEPS_GRANT,
  RevokeGrant: KEEPS_GRANT,
  ScheduleKeyDeletion: `${TABLES_STOP} After 7 to 30 days the key is gone.`,
};

const GUIDES_OF: Readonly<Record<string, readonly Guide[]>> = {
  CancelKeyDeletion: ["losing-a-key"],
  DeleteImportedKeyMaterial: ["losing-a-key"],
  DisableKey: ["losing-a-key"],
  DisableKeyRotation: ["rotation"],
  EnableKey: ["losing-a-key"],
  EnableKeyRotation: ["rotation"],
  GetKeyRotationStatus: ["rotation"],
  ListKeyRotations: ["rotation"],
  RotateKeyOnDemand: ["rotation"],
  ScheduleKeyDeletion: ["losing-a-key"],
};
