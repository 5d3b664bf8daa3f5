import type { Command } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { SourceGroup } from "../service.js";
import type { SourceFix } from "../source-fixes.js";
import type { CdkApps } from "./cdk-apps.js";
import { isRecord } from "./client-support.js";
import { workspaceEdit } from "./convert.js";
import { warnUser } from "./messages.js";
import type { Session } from "./session.js";
import type { SourceSite } from "./source-file-state.js";
import { askToSuppress } from "./suppress-command.js";
import { openDocument } from "./uris.js";

/** What one rule says of a place of a source file, as the last synthesis has recorded the place. */
interface Target {
  readonly uri: string;
  readonly version: number;
  readonly inSource: { readonly rule: string; readonly line: number; readonly column: number | null };
}

/** Whether a fix sets the finding aside, with a reason as its only blank. */
export function isAcknowledgement({ id }: Pick<SourceFix, "id">): boolean {
  return id === "acknowledge";
}

/** The command of a code action that acknowledges a finding; the client adds the reason. */
export function acknowledgeCommand(
  title: string,
  { uri, version }: TextDocument,
  { line, column }: SourceSite,
  { rule }: SourceGroup,
): Command {
  const target: Target = { uri, version, inSource: { rule, line, column } };
  const option = { syntax: "cdk", id: rule, tool: "the CDK", takesReason: true, takesDay: false };
  return askToSuppress(title, target, [option]);
}

/**
 * Writes an acknowledgement with the reason that was given; a message to the user says why where nothing
 * was written.
 *
 * @returns false for arguments that name no place in a source.
 */
export async function acknowledge(session: Session, apps: CdkApps | null, given: unknown): Promise<boolean> {
  const target = readTarget(given);
  if (target === null) return false;
  const { connection, documents, support } = session;
  const reason = readReason(given);
  if (reason === "") throw new Error("A reason is missing.");
  const { rule, line, column } = target.inSource;
  const state = apps?.sources.stateOf(target.uri) ?? null;
  const index = state?.sites.findIndex((site) => site.line === line && site.column === column) ?? -1;
  const group = state?.sites[index]?.groups.find((one) => one.rule === rule);
  const offer =
    apps === null || state === null || group === undefined
      ? null
      : await apps.fixer.offerFor(state, { index, group });
  const document = openDocument(documents, target.uri);
  if (document?.version !== target.version || document.getText() !== offer?.text) {
    warnUser(connection, "The text has changed since: nothing was suppressed. Please try again.");
    return true;
  }
  const fix = offer.fixes.find(isAcknowledgement);
  if (fix === undefined) {
    warnUser(connection, `'${rule}' can't be acknowledged here: the text doesn't allow it.`);
    return true;
  }
  const edit = workspaceEdit(document, filledIn(fix, reason), support.documentChanges);
  const { applied, failureReason } = await connection.workspace.applyEdit({
    label: `Acknowledge '${rule}'`,
    edit,
  });
  if (!applied)
    warnUser(connection, `The acknowledgement wasn't written: ${failureReason ?? "the editor refused"}.`);
  return true;
}

/** The edits with the text of the only blank replaced, which stands in a string literal. */
function filledIn({ edits, blanks }: SourceFix, reason: string): SourceFix["edits"] {
  const [blank] = blanks;
  if (blank === undefined) return edits;
  let moved = 0;
  return edits.map(({ span, newText }) => {
    const start = span.start + moved;
    moved += newText.length - (span.end - span.start);
    const [from, to] = [blank.start - start, blank.end - start];
    if (from < 1 || to > newText.length) return { span, newText };
    const quote = newText[from - 1] ?? "";
    const literal = reason.replaceAll("\\", "\\\\").replaceAll(quote, `\\${quote}`);
    return { span, newText: newText.slice(0, from) + literal + newText.slice(to) };
  });
}

function readTarget(value: unknown): Target | null {
  if (!isRecord(value)) return null;
  const { uri, version, inSource } = value;
  if (typeof uri !== "string" || typeof version !== "number" || !isRecord(inSource)) return null;
  const { rule, line, column } = inSource;
  if (typeof rule !== "string" || typeof line !== "number") return null;
  if (column !== null && typeof column !== "number") return null;
  return { uri, version, inSource: { rule, line, column } };
}

/** In one line, as a literal has to be. */
function readReason(value: unknown): string {
  const reason = isRecord(value) ? value["reason"] : undefined;
  return typeof reason === "string" ? reason.trim().replace(/\s+/g, " ") : "";
}
