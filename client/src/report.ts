import type { Disposable, WebviewPanel } from "vscode";
import { commands, l10n, ProgressLocation, Uri, ViewColumn, window, workspace } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";

/** The panel's type; the manifest names it for the buttons of its title. */
const PANEL = "dynamodbEncryption.report";

interface Report {
  readonly html: string;
}

/** The command that makes the report, and the one that saves it. @returns what has to be disposed of. */
export function offerReport(client: BaseLanguageClient): Disposable[] {
  const shown = new ShownReport(client);
  return [
    shown,
    commands.registerCommand("dynamodbEncryption.report", () => shown.make()),
    commands.registerCommand("dynamodbEncryption.saveReport", () => shown.save()),
  ];
}

/** One panel with the latest report. */
class ShownReport {
  private panel: WebviewPanel | undefined;
  private html = "";

  constructor(private readonly client: BaseLanguageClient) {}

  /** Has all templates of the workspace read, and shows what there is to say. */
  async make(): Promise<void> {
    if (workspace.workspaceFolders === undefined) {
      void window.showInformationMessage(l10n.t("Open a folder first: there are no templates to report on."));
      return;
    }
    const title = l10n.t("Reading the workspace's templates for a report");
    const options = { location: ProgressLocation.Notification, title, cancellable: true };
    try {
      await window.withProgress(options, async (_, token) => {
        await this.client.start();
        const report = await this.client.sendRequest<Report | null>("dynamodbEncryption/report", {}, token);
        if (token.isCancellationRequested) return;
        if (report === null) throw new Error(l10n.t("the output says why."));
        this.show(report.html);
      });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      void window.showErrorMessage(l10n.t("The report could not be made: {0}", reason));
    }
  }

  /** Writes the report to a file of the user's choice, to be opened anywhere. */
  async save(): Promise<void> {
    if (this.panel === undefined) return;
    const [folder] = workspace.workspaceFolders ?? [];
    const uri = await window.showSaveDialog({
      title: l10n.t("Save the Encryption Report"),
      filters: { [l10n.t("Web Page")]: ["html"] },
      ...(folder !== undefined && { defaultUri: Uri.joinPath(folder.uri, "encryption-report.html") }),
    });
    if (uri === undefined) return;
    try {
      await workspace.fs.writeFile(uri, new TextEncoder().encode(this.html));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      void window.showErrorMessage(l10n.t("The report could not be saved: {0}", reason));
    }
  }

  dispose(): void {
    this.panel?.dispose();
  }

  private show(html: string): void {
    this.html = html;
    this.panel ??= this.open();
    this.panel.webview.html = html;
    this.panel.reveal();
  }

  /** The page's own Content-Security-Policy lets nothing run but its own script. */
  private open(): WebviewPanel {
    const options = { enableScripts: true, enableFindWidget: true, localResourceRoots: [] };
    const panel = window.createWebviewPanel(PANEL, l10n.t("Encryption Report"), ViewColumn.Active, options);
    panel.onDidDispose(() => (this.panel = undefined));
    return panel;
  }
}
