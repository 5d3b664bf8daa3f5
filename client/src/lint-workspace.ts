import { CancellationTokenSource, commands, l10n, ProgressLocation, window, workspace } from "vscode";
import type { CancellationToken, Progress } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import { WorkDoneProgress } from "vscode-languageclient";
import { findingsCounted, tablesCounted, templatesCounted } from "./counted.js";

/** What the server says once it is through. */
interface Result {
  readonly templates: number;
  readonly tables: number;
  readonly withoutCustomerManagedKey: number;
  readonly findings: number;
  readonly problems: number;
  /** Files that were too large or couldn't be read. */
  readonly skipped: number;
  /** How many files were looked at where there are more; null where there aren't. */
  readonly limit: number | null;
}

let running: CancellationTokenSource | undefined;
let runs = 0;

/** Has the server lint the workspace, shows how far it is, and says at the end what came of it. */
export async function lintWorkspace(client: BaseLanguageClient): Promise<void> {
  if (workspace.workspaceFolders === undefined) {
    void window.showInformationMessage(l10n.t("Open a folder first: there is no workspace to lint."));
    return;
  }
  running?.cancel();
  const source = new CancellationTokenSource();
  running = source;
  const title = l10n.t("Linting the workspace's templates");
  const options = { location: ProgressLocation.Notification, title, cancellable: true };
  try {
    const result = await window.withProgress(options, async (progress, token) => {
      token.onCancellationRequested(() => source.cancel());
      await client.start();
      return ask(client, progress, source.token);
    });
    void tell(result);
  } catch (error) {
    if (source.token.isCancellationRequested) return;
    const reason = error instanceof Error ? error.message : String(error);
    void window.showErrorMessage(l10n.t("The workspace could not be linted: {0}", reason));
  } finally {
    if (running === source) running = undefined;
    source.dispose();
  }
}

async function ask(
  client: BaseLanguageClient,
  progress: Progress<{ message?: string; increment?: number }>,
  token: CancellationToken,
): Promise<Result> {
  const workDoneToken = `dynamodbEncryption.lintWorkspace-${(runs += 1)}`;
  let reached = 0;
  const listener = client.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
    if (value.kind !== "report") return;
    const percentage = value.percentage ?? reached;
    const increment = Math.max(0, percentage - reached);
    reached += increment;
    progress.report({ increment, ...(value.message !== undefined && { message: value.message }) });
  });
  try {
    return await client.sendRequest<Result>("dynamodbEncryption/lintWorkspace", { workDoneToken }, token);
  } finally {
    listener.dispose();
  }
}

async function tell(result: Result): Promise<void> {
  const message = [summary(result), ...reservations(result)].join(" ");
  if (result.findings + result.problems === 0) {
    void window.showInformationMessage(message);
    return;
  }
  const show = l10n.t("Show Problems");
  const chosen = await window.showWarningMessage(message, show);
  if (chosen === show) await commands.executeCommand("workbench.actions.view.problems");
}

/** "12 templates, 30 tables: 5 without a customer managed key. 9 findings." */
function summary({ templates, tables, withoutCustomerManagedKey, findings }: Result): string {
  if (templates === 0) return l10n.t("No templates were found in the workspace.");
  const counts = `${templatesCounted(templates)}, ${tablesCounted(tables)}`;
  const keys = l10n.t("{0} without a customer managed key", withoutCustomerManagedKey);
  return `${tables === 0 ? counts : `${counts}: ${keys}`}. ${findingsCounted(findings)}.`;
}

function reservations({ skipped, limit, problems }: Result): string[] {
  return [
    problems > 0 ? l10n.t("Not everything could be read: see the problems.") : "",
    skipped > 0
      ? l10n.t("Files left out as too large or unreadable: {0}; the output names them.", skipped)
      : "",
    limit !== null ? l10n.t("The workspace has more files: only the first {0} were looked at.", limit) : "",
  ].filter((part) => part !== "");
}
