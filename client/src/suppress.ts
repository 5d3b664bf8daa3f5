import { l10n, window, type QuickPickItem } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import { ExecuteCommandRequest } from "vscode-languageclient";

/** The server's command that writes a suppression, reason included. */
const APPLY_COMMAND = "dynamodbEncryption.applySuppression";

/** One way to write it, as the server offers it. */
interface Option {
  readonly syntax: string;
  readonly id: string;
  /** Null for our own syntax. */
  readonly tool: string | null;
  readonly takesReason: boolean;
  readonly takesDay: boolean;
}

const OWN: Option = { syntax: "own", id: "", tool: null, takesReason: true, takesDay: true };

/**
 * Asks how a finding is to be set aside, why, and until when, and has the server write it down.
 *
 * @param target what the server put into its code action: it names the finding and the text.
 */
export async function askAndSuppress(client: BaseLanguageClient, target: unknown): Promise<void> {
  if (typeof target !== "object" || target === null) return;
  const option = await askForSyntax(optionsOf(target));
  if (option === undefined) return;
  const reason = option.takesReason ? await askForReason() : "";
  if (reason === undefined) return;
  const until = option.takesDay ? await askForLastDay() : "";
  if (until === undefined) return;
  const suppression = { ...target, syntax: option.syntax, reason, until: until === "" ? null : until };
  await client.sendRequest(ExecuteCommandRequest.type, { command: APPLY_COMMAND, arguments: [suppression] });
}

function optionsOf(target: object): readonly Option[] {
  const options = "options" in target && Array.isArray(target.options) ? (target.options as Option[]) : [];
  return options.length === 0 ? [OWN] : options;
}

/** Asks only where there is a choice. */
async function askForSyntax(options: readonly Option[]): Promise<Option | undefined> {
  if (options.length < 2) return options[0];
  const picked = await window.showQuickPick(options.map(itemOf), {
    title: l10n.t("Suppress This Finding"),
    placeHolder: l10n.t("Which tool is the suppression written for? Each of them counts here, too."),
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  return picked?.option;
}

function itemOf(option: Option): QuickPickItem & { readonly option: Option } {
  const { syntax, id, tool, takesReason, takesDay } = option;
  const details = [
    ...(tool === null ? [l10n.t("Counts here alone")] : [l10n.t("Counts for {0}, too", tool)]),
    ...(takesReason ? [] : [l10n.t("has no place for a reason")]),
    ...(takesDay ? [l10n.t("may end on a day")] : []),
    ...(syntax === "kics" ? [l10n.t("sets aside all that KICS finds in the resource")] : []),
  ];
  return { label: tool ?? "DynamoDB Encryption Lint", description: id, detail: details.join(", "), option };
}

function askForReason(): Thenable<string | undefined> {
  return window.showInputBox({
    title: l10n.t("Suppress This Finding"),
    prompt: l10n.t("Why is this acceptable here? The reason is written beside the suppression."),
    placeHolder: l10n.t("For example: holds public data only"),
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === "" ? l10n.t("A suppression needs a reason.") : undefined),
  });
}

/** Empty for no end. */
async function askForLastDay(): Promise<string | undefined> {
  const day = await window.showInputBox({
    title: l10n.t("Suppress This Finding"),
    prompt: l10n.t("Until which day does it hold, that day included? Leave it empty for no end."),
    placeHolder: l10n.t("YYYY-MM-DD, or empty"),
    ignoreFocusOut: true,
    validateInput: (text) => (isDay(text.trim()) ? undefined : l10n.t("Write a day as YYYY-MM-DD.")),
  });
  return day?.trim();
}

function isDay(text: string): boolean {
  if (text === "") return true;
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  return day !== undefined && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
