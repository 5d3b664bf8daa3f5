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
  const options = optionsOf(target);
  const title = titleOf(options);
  const option = await askForSyntax(options, title);
  if (option === undefined) return;
  const reason = option.takesReason ? await askForReason(title) : "";
  if (reason === undefined) return;
  const until = option.takesDay ? await askForLastDay(title) : "";
  if (until === undefined) return;
  const suppression = { ...target, syntax: option.syntax, reason, until: until === "" ? null : until };
  await client.sendRequest(ExecuteCommandRequest.type, { command: APPLY_COMMAND, arguments: [suppression] });
}

function optionsOf(target: object): readonly Option[] {
  const options = "options" in target && Array.isArray(target.options) ? (target.options as Option[]) : [];
  return options.length === 0 ? [OWN] : options;
}

/** What is set aside is hidden behind the question. */
function titleOf(options: readonly Option[]): string {
  const rule = options.find(({ syntax }) => syntax === "own")?.id ?? "";
  return rule === "" ? l10n.t("Suppress This Finding") : l10n.t("Suppress '{0}'", rule);
}

/** Asks only where there is a choice. */
async function askForSyntax(options: readonly Option[], title: string): Promise<Option | undefined> {
  if (options.length < 2) return options[0];
  const picked = await window.showQuickPick(options.map(itemOf), {
    title,
    placeHolder: l10n.t("For which tool? Whichever you choose, it counts here, too."),
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  return picked?.option;
}

function itemOf(option: Option): QuickPickItem & { readonly option: Option } {
  const { syntax, id, tool } = option;
  const details = [
    tool === null ? l10n.t("Counts here alone.") : l10n.t("Counts for {0}, too.", tool),
    takenBy(option),
    ...(syntax === "kics" ? [l10n.t("Sets aside all that KICS finds in the resource.")] : []),
  ];
  return { label: tool ?? "DynamoDB Encryption Lint", description: id, detail: details.join(" "), option };
}

function takenBy({ takesReason, takesDay }: Option): string {
  if (!takesReason) return l10n.t("Has no place for a reason.");
  return takesDay ? l10n.t("Takes a reason and a last day.") : l10n.t("Takes a reason.");
}

function askForReason(title: string): Thenable<string | undefined> {
  return window.showInputBox({
    title,
    prompt: l10n.t("Why is this acceptable here? The reason is written beside the suppression."),
    placeHolder: l10n.t("For example: holds public data only"),
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === "" ? l10n.t("A suppression needs a reason.") : undefined),
  });
}

/** Empty for no end. */
async function askForLastDay(title: string): Promise<string | undefined> {
  const day = await window.showInputBox({
    title,
    prompt: l10n.t("Which is the last day it holds? Leave it empty for no end."),
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
