import type { Command, ServerCapabilities } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { isCalendarDate, suppressionEdits, suppressionOptions, type SuppressionOption } from "../service.js";
import type { CdkApps } from "./cdk-apps.js";
import { isRecord } from "./client-support.js";
import { workspaceEdit } from "./convert.js";
import { findReferred, readReference, type FindingReference } from "./finding-reference.js";
import { guarded } from "./guard.js";
import { warnUser } from "./messages.js";
import type { Session } from "./session.js";
import { acknowledge } from "./source-suppression.js";
import { askToSuppress } from "./suppress-command.js";

/** Our command: writes the suppression in the syntax that was chosen, with the reason that was given. */
const APPLY_COMMAND = "dynamodbEncryption.applySuppression";

/** Which finding of which text is meant. */
interface Target {
  readonly uri: string;
  readonly version: number;
  readonly finding: FindingReference;
}

/** What `APPLY_COMMAND` is run with. */
interface Suppression extends Target {
  /** As one of the options names it. */
  readonly syntax: string;
  /** Empty only where the syntax has no place for one. */
  readonly reason: string;
  /** ISO date, the last day it holds. */
  readonly until: string | null;
}

export function suppressionCapabilities(): Partial<ServerCapabilities> {
  return { executeCommandProvider: { commands: [APPLY_COMMAND] } };
}

/**
 * The command of a code action that suppresses a finding; the client adds the reason.
 *
 * @param options the ways in which it can be written, ours first.
 */
export function suppressCommand(
  title: string,
  document: TextDocument,
  finding: FindingReference,
  options: readonly SuppressionOption[],
): Command {
  const target: Target = { uri: document.uri, version: document.version, finding };
  return askToSuppress(title, target, options);
}

/** Runs `APPLY_COMMAND`: a message to the user says why where nothing was written. */
export function startSuppression(session: Session, apps: CdkApps | null): void {
  const { connection } = session;
  connection.onExecuteCommand(
    guarded(connection, "workspace/executeCommand", null, async ({ command, arguments: given }, token) => {
      if (command !== APPLY_COMMAND) throw new Error(`There is no command '${command}'.`);
      if (await acknowledge(session, apps, given?.[0])) return null;
      const suppression = readSuppression(given?.[0]);
      if (suppression === undefined) throw new Error("The arguments don't name a finding and a reason.");
      const judged = await session.analyses.of(suppression.uri, token);
      if (token.isCancellationRequested) return null;
      const finding = judged && findReferred(judged.analysis, suppression.finding);
      if (!judged || !finding || judged.document.version !== suppression.version) {
        return warn(session, "The text has changed since: nothing was suppressed. Please try again.");
      }
      const option = suppressionOptions(judged.analysis, finding).find(
        ({ syntax }) => syntax === suppression.syntax,
      );
      if (option?.takesReason === true && suppression.reason === "") throw new Error("A reason is missing.");
      if (option?.takesDay === false && suppression.until !== null) {
        throw new Error(`A suppression for ${option.tool ?? "us"} has no last day.`);
      }
      const edits = option && suppressionEdits(judged.analysis, finding, suppression, option.syntax);
      if (!edits) {
        return warn(session, `'${finding.rule}' can't be suppressed here: the text doesn't allow it.`);
      }
      const edit = workspaceEdit(judged.document, edits, session.support.documentChanges);
      const { applied, failureReason } = await connection.workspace.applyEdit({
        label: `Suppress '${finding.rule}'`,
        edit,
      });
      if (applied) return null;
      return warn(session, `The suppression wasn't written: ${failureReason ?? "the editor refused"}.`);
    }),
  );
}

function warn({ connection }: Session, message: string): null {
  warnUser(connection, message);
  return null;
}

function readSuppression(value: unknown): Suppression | undefined {
  if (!isRecord(value)) return undefined;
  const { uri, version, reason = "", until = null, syntax = "own" } = value;
  const finding = readReference(value["finding"]);
  if (typeof uri !== "string" || typeof version !== "number" || finding === undefined) return undefined;
  if (typeof reason !== "string" || typeof syntax !== "string") return undefined;
  if (until !== null && !(typeof until === "string" && isCalendarDate(until))) return undefined;
  // A suppression is one line of a comment.
  return { uri, version, finding, syntax, reason: reason.trim().replace(/\s+/g, " "), until };
}
