import { l10n, window } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import { ExecuteCommandRequest } from "vscode-languageclient";

/** The server's command that writes a suppression, reason included. */
const APPLY_COMMAND = "dynamodbEncryption.applySuppression";

/**
 * Asks why a finding is to be set aside, and has the server write it down.
 *
 * @param target what the server put into its code action: it names the finding and the text.
 */
export async function askAndSuppress(client: BaseLanguageClient, target: unknown): Promise<void> {
  if (typeof target !== "object" || target === null) return;
  const reason = await window.showInputBox({
    title: l10n.t("Suppress This Finding"),
    prompt: l10n.t("Why is this acceptable here? The reason is written beside the suppression."),
    placeHolder: l10n.t("For example: holds public data only"),
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === "" ? l10n.t("A suppression needs a reason.") : undefined),
  });
  if (reason === undefined) return;
  const suppression = { ...target, reason, until: null };
  await client.sendRequest(ExecuteCommandRequest.type, { command: APPLY_COMMAND, arguments: [suppression] });
}
