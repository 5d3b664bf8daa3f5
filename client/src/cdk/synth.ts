import type { Terminal } from "vscode";
import { commands, FileType, l10n, Uri, window, workspace } from "vscode";

/** Enough for findings: no look-ups in an account, and nothing printed but what goes wrong. */
const ARGUMENTS = "synth -q --no-lookups --no-notices";
const MOST_APPS = 50;

/** By the folder of the app. */
const terminals = new Map<string, Terminal>();

/**
 * Runs `cdk synth` for an app, in a terminal that the user sees. It runs the workspace's own code, so
 * never unasked and never in a workspace that isn't trusted.
 *
 * @param given names a file of the app, or nothing: then the active editor's app is meant, or one is asked for.
 */
export async function runSynth(given: unknown): Promise<void> {
  if (!workspace.isTrusted) return askForTrust();
  const folder = await appFolder(fileIn(given) ?? window.activeTextEditor?.document.uri);
  if (folder === undefined) return;
  const terminal = terminalFor(folder);
  terminal.show(true);
  terminal.sendText(`${await program(folder)} ${ARGUMENTS}`);
}

async function askForTrust(): Promise<void> {
  const manage = l10n.t("Manage Workspace Trust");
  const message = l10n.t("cdk synth runs code of this workspace, which isn't trusted.");
  if ((await window.showWarningMessage(message, manage)) === manage) {
    await commands.executeCommand("workbench.trust.manage");
  }
}

function fileIn(given: unknown): Uri | undefined {
  const uri = typeof given === "object" && given !== null ? (given as { uri?: unknown }).uri : undefined;
  return typeof uri === "string" ? Uri.parse(uri) : undefined;
}

/** The folder with the `cdk.json` that is meant; undefined where there is none, or nobody chose. */
async function appFolder(file: Uri | undefined): Promise<Uri | undefined> {
  const around = file === undefined ? undefined : await appAround(file);
  if (around !== undefined) return around;
  const found = await workspace.findFiles("**/cdk.json", "**/{node_modules,cdk.out}/**", MOST_APPS);
  const folders = found.map((one) => Uri.joinPath(one, "..")).sort((a, b) => (a.path < b.path ? -1 : 1));
  if (folders.length === 0) {
    void window.showInformationMessage(
      l10n.t("The workspace has no cdk.json, so there is no app to synthesise."),
    );
    return undefined;
  }
  if (folders.length === 1) return folders[0];
  const items = folders.map((folder) => ({ label: workspace.asRelativePath(folder), folder }));
  const title = l10n.t("Which app is to be synthesised?");
  return (await window.showQuickPick(items, { title }))?.folder;
}

/** The innermost folder around a file that has a `cdk.json`, within its workspace folder. */
async function appAround(file: Uri): Promise<Uri | undefined> {
  const top = workspace.getWorkspaceFolder(file)?.uri;
  if (top === undefined) return undefined;
  let folder = Uri.joinPath(file, "..");
  while (folder.path.length >= top.path.length) {
    if (await isThere(Uri.joinPath(folder, "cdk.json"))) return folder;
    if (folder.path === top.path) return undefined;
    folder = Uri.joinPath(folder, "..");
  }
  return undefined;
}

/** The app's own CDK, where it has one: that is the version that its people run. */
async function program(app: Uri): Promise<string> {
  const top = workspace.getWorkspaceFolder(app)?.uri ?? app;
  for (let folder = app; folder.path.length >= top.path.length; folder = Uri.joinPath(folder, "..")) {
    if (await isThere(Uri.joinPath(folder, "node_modules/.bin/cdk"))) return "npx cdk";
    if (folder.path === top.path || folder.path === "/") break;
  }
  return "cdk";
}

function terminalFor(folder: Uri): Terminal {
  const known = terminals.get(folder.toString());
  // A terminal that has ended takes no more commands.
  if (known !== undefined && known.exitStatus === undefined) return known;
  const terminal = window.createTerminal({ name: "cdk synth", cwd: folder });
  terminals.set(folder.toString(), terminal);
  return terminal;
}

async function isThere(uri: Uri): Promise<boolean> {
  try {
    return ((await workspace.fs.stat(uri)).type & (FileType.File | FileType.SymbolicLink)) !== 0;
  } catch {
    return false;
  }
}
