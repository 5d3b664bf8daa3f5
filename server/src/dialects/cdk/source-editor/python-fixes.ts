import type { TextEdit } from "../../../core/edit.js";
import { argumentOf, pythonCall, type PythonCall } from "./python-call.js";
import { alsoFor } from "./side-effects.js";
import type { SourceFix, SourceFixes, SourcePrices, SourceRange, SourceSite } from "./source-fix.js";
import { indentAt, lineEnd, lineStart } from "./style.js";
import { isReplaceable, managedKeyTitle, newKeyTitle, whyNotReplicated } from "./table-titles.js";

/** What is done about a finding in Python: a `Table` is given its encryption, where its call is found beyond doubt. */
export function pythonFixes(site: SourceSite, prices: SourcePrices): SourceFixes {
  const nothing = { fixes: [], refusals: [] };
  if (site.rule !== "require-customer-managed-key" || !isReplaceable(site)) return nothing;
  const call = pythonCall(site);
  if (call === null || call.className !== "Table" || site.cfnType !== "AWS::DynamoDB::Table") return nothing;
  const isReplicated =
    site.replicaRegions.length > 0 || argumentOf(call, "replication_regions") !== undefined;
  const refusals = isReplicated ? [whyNotReplicated(site)] : [];
  const managed = site.messageId.startsWith("awsOwned") && (isReplicated || site.accept === "aws-managed");
  const fixes = [
    ...(isReplicated ? [] : fixFor(site, call, "CUSTOMER_MANAGED", "new-key", newKeyTitle(site, prices, []))),
    ...(managed ? fixFor(site, call, "AWS_MANAGED", "aws-managed-key", managedKeyTitle(site, prices)) : []),
  ];
  const settles = !isReplicated || site.accept === "aws-managed";
  const also = alsoFor(site);
  return {
    fixes: fixes.map((fix, index) => ({
      ...fix,
      title: `${fix.title}${also}`,
      isPreferred: index === 0 && settles && also === "",
    })),
    refusals,
  };
}

/** What to underline for a finding in Python. */
export function pythonRange(site: SourceSite): SourceRange | null {
  const call = pythonCall(site);
  if (call === null) return null;
  const encryption = argumentOf(call, "encryption");
  return encryption === undefined
    ? { construct: call.name }
    : { construct: call.name, property: { start: encryption.start, end: encryption.end } };
}

function fixFor(
  { text }: SourceSite,
  call: PythonCall,
  choice: string,
  id: string,
  title: string,
): readonly Omit<SourceFix, "isPreferred">[] {
  const edits = encryptionEdits(text, call, choice);
  return edits === null ? [] : [{ id, title, applicability: "review", edits, blanks: [] }];
}

function encryptionEdits(text: string, call: PythonCall, choice: string): readonly TextEdit[] | null {
  const encryption = call.beside("TableEncryption");
  // What a mapping that is unpacked holds can't be seen; a key that is given rules out another.
  const isClear = call.args.every(({ value }) => value[0]?.text !== "*");
  if (encryption === null || !isClear || argumentOf(call, "encryption_key") !== undefined) return null;
  const wanted = `${encryption}.${choice}`;
  const given = argumentOf(call, "encryption");
  if (given === undefined) return appended(text, call, `encryption=${wanted}`);
  const value = given.value.map((token) => token.text).join("");
  const [, kept, now] = /^((?:\w+\.)*TableEncryption)\.(\w+)$/.exec(value) ?? [];
  if (kept !== encryption || now === choice || now === "CUSTOMER_MANAGED") return null;
  return [{ span: { start: given.value[0]?.start ?? given.end, end: given.end }, newText: wanted }];
}

/** Adds an argument behind the last, on a line of its own where that one has one. */
function appended(
  text: string,
  { args, open, close, comments }: PythonCall,
  item: string,
): readonly TextEdit[] | null {
  const last = args.at(-1);
  if (last === undefined) return null;
  const rest = text.slice(last.end, close);
  const comma = /^\s*,/.exec(rest);
  if (lineStart(text, last.start) <= open) {
    return comma === null
      ? [insertion(last.end, `, ${item}`)]
      : [insertion(last.end + comma[0].length, ` ${item},`)];
  }
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const line = `${newline}${indentAt(text, last.start)}${item}`;
  const end = comma === null ? last.end : last.end + comma[0].length;
  const remark = comments.find((one) => one.start >= end && one.end <= lineEnd(text, end));
  const after = remark?.end ?? end;
  if (comma !== null) return [insertion(after, `${line},`)];
  return after === end ? [insertion(end, `,${line}`)] : [insertion(end, ","), insertion(after, line)];
}

function insertion(offset: number, newText: string): TextEdit {
  return { span: { start: offset, end: offset }, newText };
}
