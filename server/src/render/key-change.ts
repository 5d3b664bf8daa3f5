import type { Encryption, Table, Template } from "../core/model.js";
import type { Settings } from "../core/settings.js";
import { DYNAMODB_KEY_PATTERNS } from "../policy/key-actions.js";
import { isBlocked, readerName, reasonOfReader } from "../policy/access/reader-words.js";
import type { Reader } from "../policy/access/readers.js";
import { listed } from "./listed.js";
import { oldKeySteps } from "./old-key.js";

/** A change of a table's key, before and after. */
export interface ChangeOfKey {
  readonly table: Table;
  readonly template: Template;
  /** The template with the change. */
  readonly after: Template;
  /** The keys that the table has in the cases that change. */
  readonly from: readonly Encryption[];
  readonly to: "new" | "declared" | "exported" | "parameter" | "aws-managed" | "aws-owned";
  /** Logical ids of the keys and parameters that the edit adds. */
  readonly added: { readonly keys: readonly string[]; readonly parameters: readonly string[] };
  /** Who may use the table then, and whether its key lets them. */
  readonly readers: readonly Reader[];
  /** The policy that a new key gets. */
  readonly newKeyPolicy: Settings["newKeyPolicy"];
  /** Who isn't kept out then because the edit allows it. */
  readonly granted: readonly string[];
}

/** What somebody should know about a change of key. Sentences; Markdown is none of theirs. */
export interface ChangeInWords {
  /** What matters most, in one sentence. */
  readonly summary: string;
  readonly changes: readonly string[];
  readonly beforeDeploying: readonly string[];
  readonly afterwards: readonly string[];
}

/** What a change of key comes to: for permissions, for the table, and for those who deploy it. */
export function changeInWords(change: ChangeOfKey): ChangeInWords {
  const readers = readerSteps(change);
  const changes = [...addedSentences(change), ...accessSentences(change), ...tableSentences(change)];
  return {
    summary: readers[0] ?? changes[0] ?? "",
    changes,
    beforeDeploying: [...readers, ...deployerSteps(change)],
    afterwards: oldKeySteps(change, change.from.filter(isOwnKey)),
  };
}

function addedSentences({ added, granted }: ChangeOfKey): readonly string[] {
  return [
    ...added.keys.map(
      (key) => `The key '${key}' is added: rotated yearly, and kept when the stack is deleted.`,
    ),
    ...added.parameters.map((name) => `The parameter '${name}' is added; it takes the ARN of a key.`),
    ...(granted.length > 0 ? [`The same edit lets ${listed(granted)} decrypt with the key.`] : []),
  ];
}

function accessSentences({ from, to }: ChangeOfKey): readonly string[] {
  if (to === "aws-owned" && from.some(isOwnKey)) {
    return ["No key policy keeps anybody out any more: whoever DynamoDB lets read the table can read it."];
  }
  if (to === "aws-managed" && from.some(isOwnKey)) {
    return [
      "Nobody in the account can change the policy of aws/dynamodb, so that key can't be used to keep a role out.",
    ];
  }
  return [];
}

function tableSentences({ table, template, to }: ChangeOfKey): readonly string[] {
  const isGlobal = table.kind === "global-table";
  return [
    "The table stays available while it changes keys, and its items aren't rewritten.",
    to === "aws-owned"
      ? "A change to the AWS owned key is always allowed."
      : "A table can change keys four times in 24 hours, counted from its creation, and once more every six hours: at most eight times a day.",
    ...(isGlobal ? ["A replica's key may not be changeable in place once it is deployed."] : []),
    ...(template.daxClusters.length > 0
      ? [
          "A DAX cluster is encrypted by a setting of its own, which stays as it is; to change that one replaces the cluster.",
        ]
      : []),
  ];
}

/** What DynamoDB needs of whoever selects a key, as AWS's documentation has it. */
const PERMISSIONS =
  `kms:${DYNAMODB_KEY_PATTERNS.map((action) => action.replace("kms:", "")).join(", ")}`.replace(
    /, ([^,]+)$/,
    " and $1",
  );

function readerSteps({ table, readers, to }: ChangeOfKey): readonly string[] {
  if (to === "aws-managed" || to === "aws-owned") return [];
  const blocked = readers.filter(isBlocked);
  const open = readers.filter(({ outcome }) => outcome.verdict === "undecided");
  const steps = blocked.map(
    (reader) => `Let ${readerName(reader.who)} decrypt with the key: ${reasonOfReader(reader) ?? ""}.`,
  );
  const unknown = [...new Set(open.map(({ who }) => readerName(who)))];
  return [
    ...new Set(steps),
    ...(unknown.length > 0
      ? [
          `Make sure that ${listed(unknown)} may decrypt with the key (kms:Decrypt): the template doesn't tell.`,
        ]
      : []),
    ...(table.externalReaders.length > 0
      ? [`Let the key's policy admit ${listed(table.externalReaders)}, or they can't read the table.`]
      : []),
  ];
}

function deployerSteps({ to, added, newKeyPolicy }: ChangeOfKey): readonly string[] {
  if (to === "aws-managed" || to === "aws-owned") return [];
  return [
    ...added.parameters.map((name) => `Have the ARN of a key at hand for the parameter '${name}'.`),
    // The other policy lets everybody in the account use a new key through DynamoDB.
    ...(to === "new" && newKeyPolicy !== "iam" ? [] : [`Whoever deploys needs ${PERMISSIONS} with the key.`]),
  ];
}

function isOwnKey({ verdict }: Encryption): boolean {
  return verdict === "customer-managed";
}
