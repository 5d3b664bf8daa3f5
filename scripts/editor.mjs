/**
 * `npm run editor`: opens VS Code with the extension and `examples/`. The desktop's `code` where it
 * is on the path, else VS Code's server (installed on first use) for the browser you have.
 * `npm run editor -- path/to/folder` opens that folder.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { installPackages, root } from "./install.mjs";

const given = process.argv.slice(2).find((one) => !one.startsWith("--"));
// npm moves to the root of the package; paths are meant from where the person stands.
const folder =
  given === undefined ? join(root, "examples") : resolve(process.env.INIT_CWD ?? process.cwd(), given);
if (!existsSync(folder)) {
  console.error(`There is no folder ${folder}.`);
  process.exit(2);
}

installPackages();
runScript("scripts/build.mjs");
if (hasDesktop()) openDesktop();
else await openInBrowser();

function runScript(script) {
  const { status } = spawnSync(process.execPath, [join(root, script)], { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

function hasDesktop() {
  const shell = process.platform === "win32";
  const { status } = spawnSync("code", ["--version"], { shell, timeout: 10_000, stdio: "ignore" });
  return status === 0;
}

function openDesktop() {
  console.log("Opening VS Code …");
  const shell = process.platform === "win32";
  const command = [`--extensionDevelopmentPath=${root}`, folder].map((one) => (shell ? `"${one}"` : one));
  const child = spawn("code", command, { shell, stdio: "inherit" });
  child.on("exit", (status) => (process.exitCode = status ?? 1));
}

/** The server takes the extension as it would in earnest: packaged and installed. */
async function openInBrowser() {
  const { tsImport } = await import("tsx/esm/api");
  const { serveEditor } = await tsImport("./editor-server.ts", import.meta.url);
  await serveEditor(folder);
}
