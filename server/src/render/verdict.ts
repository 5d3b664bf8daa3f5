import { describeCase, type Assumption } from "../core/cases.js";
import type { Encryption, KeyReference, Replica } from "../core/model.js";
import { displayText, nameOfText } from "../core/text.js";
import { keyTrouble, type KeyTrouble } from "./key-trouble.js";
import { keyName } from "./key-name.js";
import { code, plain } from "./markdown.js";

/** One case of a table's or a replica's encryption, ready to be put into words. */
export interface Verdict {
  readonly encryption: Encryption;
  readonly when: readonly Assumption[];
  /** What keeps the named key from working. */
  readonly trouble: KeyTrouble | null;
  /** A key is named that can't work in this case at all. */
  readonly broken: boolean;
}

/** The cases of a replica, in the template's order. */
export function verdictsOf(replica: Replica): readonly Verdict[] {
  return replica.encryption.map(({ when, value: encryption }) => {
    const named = encryption.verdict === "customer-managed" ? encryption.key : null;
    const trouble = named === null ? null : keyTrouble(named, replica, when);
    return { encryption, when, trouble, broken: trouble?.always === true };
  });
}

/** A sentence that says which key encrypts the subject: "**Orders** is encrypted with …". */
export function headline(subject: string, verdict: Verdict): string {
  return `${statement(subject, verdict)}${caseOf(verdict)}.`;
}

/** The key of one case as a noun phrase, for a list: "customer managed key `OrdersKey`". */
export function phrase({ encryption, broken }: Verdict): string {
  if (broken) return `a key that **can't work**, ${nameOf(encryption.key)}`;
  switch (encryption.verdict) {
    case "aws-owned":
      return "**AWS owned key**";
    case "aws-managed":
      return "**AWS managed key** `aws/dynamodb`";
    case "customer-managed":
      return `**customer managed key** ${nameOf(encryption.key)}`;
    case "undecided":
      return "**can't be decided**";
    case "invalid":
      return "**refused** when deployed";
  }
}

/** When a case holds, " when IsProd is false"; empty for the case that always does. */
export function caseOf({ when }: Pick<Verdict, "when">): string {
  return plain(describeCase(when));
}

/** Why a case is as it is, as a clause in Markdown. */
export function reasonOf({ encryption, trouble }: Verdict): string {
  const objection = trouble === null ? "" : `, but ${trouble.clause}`;
  switch (encryption.because) {
    case "no-block":
      return "there is no `SSESpecification`";
    case "disabled":
      return "`SSEEnabled` is false";
    case "no-key":
      return "`SSEEnabled` is true and no `KMSMasterKeyId` is given";
    case "aws-alias":
      return `\`KMSMasterKeyId\` is \`alias/aws/dynamodb\`, the alias of the AWS managed key${trace(encryption.key)}`;
    case "key":
      return `\`KMSMasterKeyId\` is ${encryption.key === null ? "given" : reference(encryption.key)}${objection}`;
    case "fault":
    case "open":
      return `${plain(encryption.reason ?? "it isn't known")}${trace(encryption.key)}`;
  }
}

/** The replica's Region as the template gives it; null for a table that isn't global. */
export function regionOf(replica: Replica): string | null {
  return replica.region === null ? null : nameOfText(replica.region);
}

function statement(subject: string, verdict: Verdict): string {
  const { encryption, broken } = verdict;
  if (broken) return `${subject} names a key that **can't work**: ${nameOf(encryption.key)}`;
  switch (encryption.verdict) {
    case "aws-owned":
      return `${subject} is encrypted with an **AWS owned key**`;
    case "aws-managed":
      return `${subject} is encrypted with the **AWS managed key** \`aws/dynamodb\``;
    case "customer-managed":
      return `${subject} is encrypted with a **customer managed key**: ${nameOf(encryption.key)}`;
    case "undecided":
      return `Which key encrypts ${subject} **can't be decided** from this template`;
    case "invalid":
      return `${subject} has an encryption that is **refused** when it is deployed`;
  }
}

/** The name of a key that is declared in reach, otherwise what the template says. */
function nameOf(key: KeyReference | null): string {
  if (key === null) return "";
  const declared = key.kind === "key" || key.kind === "alias" ? key.key : null;
  return declared === null ? code(key.text) : keyName(declared);
}

/** What a key property names, and through which steps, to go on from "`KMSMasterKeyId` is". */
function reference(key: KeyReference): string {
  return `${target(key)}${trace(key)}`;
}

function target(key: KeyReference): string {
  switch (key.kind) {
    case "key":
      return `a reference (${code(key.text)}) to a key of ${key.key.home === null ? "this template" : plain(key.key.home.name)}`;
    case "alias": {
      const to = key.key === null ? "" : ` of the key ${keyName(key.key)}`;
      return `the alias ${code(displayText(key.alias.name))} (${code(key.alias.logicalId)})${to}, followed only once, when it is set`;
    }
    case "key-arn":
      return `a key ARN${within(key.region, key.account)} that isn't declared in this template`;
    case "alias-arn":
      return `an alias ARN${within(key.region, key.account)}, followed only once, when it is set`;
    case "alias-name":
      return "an alias, followed only once, when it is set";
    case "key-id":
      return "a key ID that isn't declared in this template";
    case "malformed":
    case "unknown":
      return code(key.text);
  }
}

function within(region: string | null, account: string | null): string {
  const parts = [region === null ? "" : plain(region), account === null ? "" : `account ${plain(account)}`];
  const known = parts.filter((part) => part !== "" && part !== "account ");
  return known.length === 0 ? "" : ` (${known.join(", ")})`;
}

function trace(key: KeyReference | null): string {
  if (key === null || key.trace.length === 0) return "";
  return ` (${key.trace.map((step) => plain(step.text)).join(", then ")})`;
}
