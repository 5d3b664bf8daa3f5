import type { LogOutputChannel } from "vscode";
import { commands, l10n, window } from "vscode";
import type { ErrorHandler } from "vscode-languageclient";
import { CloseAction, ErrorAction } from "vscode-languageclient";
import { CrashBudget } from "./crash-budget.js";

/** Writing to or reading from the server may fail this often in a row. */
const TOLERATED_ERRORS = 3;

/** Starts a crashed server again, quietly; says so once, when it keeps crashing. */
export class Crashes implements ErrorHandler {
  private readonly budget = new CrashBudget();

  constructor(private readonly output: LogOutputChannel) {}

  /** To be called when somebody restarts the server. */
  forget(): void {
    this.budget.reset();
  }

  error(error: Error, _message: unknown, count: number | undefined) {
    const action = (count ?? 0) <= TOLERATED_ERRORS ? ErrorAction.Continue : ErrorAction.Shutdown;
    return {
      action,
      handled: true,
      message: l10n.t("The connection to the server fails: {0}", error.message),
    };
  }

  closed() {
    if (this.budget.allowsRestart(Date.now())) {
      const message = l10n.t("The language server ended unexpectedly and is started again.");
      return { action: CloseAction.Restart, handled: true, message };
    }
    void this.report();
    const message = l10n.t("The language server keeps ending unexpectedly and is not started again.");
    return { action: CloseAction.DoNotRestart, handled: true, message };
  }

  private async report(): Promise<void> {
    const showLog = l10n.t("Show Log");
    const restart = l10n.t("Restart Server");
    const message = l10n.t(
      "DynamoDB Encryption Lint has stopped: its language server crashed several times.",
    );
    const chosen = await window.showErrorMessage(message, showLog, restart);
    if (chosen === showLog) this.output.show();
    if (chosen === restart) await commands.executeCommand("dynamodbEncryption.restartServer");
  }
}
