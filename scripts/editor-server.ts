import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Unavailable } from "../test/extension/vscode/unavailable.js";
import { runCommand } from "../test/extension/vscode/processes.js";
import { startServer } from "../test/extension/vscode/server.js";
import { cacheFolder, ensureVsCodeServer, root } from "../test/extension/vscode/vscode-server.js";

/**
 * Serves VS Code with the extension, until the process is told to end.
 *
 * @param folder absolute path of what is opened.
 */
export async function serveEditor(folder: string): Promise<void> {
  const vscode = await ensureVsCodeServer().catch((error: unknown) => {
    if (!(error instanceof Unavailable)) throw error;
    console.error(`There is no \`code\` on the path, and ${error.message}`);
    process.exit(1);
  });
  console.log("Packaging the extension …");
  const home = join(cacheFolder, "editor");
  mkdirSync(home, { recursive: true });
  const vsix = join(home, "extension.vsix");
  const vsce = [join(root, "node_modules/@vscode/vsce/vsce"), "package", ...PACKAGE_OPTIONS, "--out", vsix];
  await runCommand(process.execPath, vsce, { cwd: root, seconds: 120 });
  const server = await startServer({
    vscode,
    home,
    extensions: [vsix],
  });
  console.log(
    `\nVS Code ${vscode.version} with the extension: ${server.address}/?folder=${encodeURI(folder)}`,
  );
  console.log("Ctrl-C stops it.");
  // The server's process keeps this one alive, and ends with it.
}

const PACKAGE_OPTIONS = ["--no-dependencies", "--allow-missing-repository", "--no-rewrite-relative-links"];
