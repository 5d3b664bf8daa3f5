/**
 * Runs the tests of this folder inside the extension host of a real VS Code: the desktop's where
 * there is one, else the VS Code server's.
 */
import { build } from "esbuild";
import { runTests } from "@vscode/test-electron";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureChromium, onPath } from "../vscode/chromium.js";
import { findDesktop, hasDisplay } from "../vscode/desktop.js";
import { LOG_FILE } from "../vscode/headless-code.js";
import { mayNotSkip, Unavailable } from "../vscode/unavailable.js";
import { cacheFolder, ensureVsCodeServer, root } from "../vscode/vscode-server.js";
import { writeWorkspace } from "./workspace.js";

const HERE = join(root, "test/extension/host");

void main();

async function main(): Promise<void> {
  const countsFile = process.argv.find((one) => one.startsWith("--counts="))?.slice("--counts=".length);
  try {
    const executable = await findExecutable();
    if (executable.endsWith(".mjs") || hasDisplay()) await runIn(executable, countsFile);
    else runOnVirtualDisplay(executable);
  } catch (error) {
    process.exitCode = 1;
    if (!(error instanceof Unavailable) || mayNotSkip()) return explain(error);
    console.log(`  ⚠ SKIPPED, no VS Code to run in: ${error.message}`);
    process.exitCode = 0;
    if (countsFile !== undefined)
      writeFileSync(countsFile, JSON.stringify({ passed: 0, failed: 0, skipped: 1 }));
  }
}

async function findExecutable(): Promise<string> {
  const desktop = await findDesktop();
  if ("executable" in desktop) return desktop.executable;
  console.log(`  No desktop VS Code (${desktop.reason}): the VS Code server takes its place.`);
  // Here, where there is time and a message, and not in the middle of a test run.
  await Promise.all([ensureVsCodeServer(), ensureChromium()]);
  return join(root, "test/extension/vscode/headless-code.mjs");
}

function explain(error: unknown): void {
  console.error(error);
  if (existsSync(LOG_FILE)) console.error(readFileSync(LOG_FILE, "utf8").slice(-4000));
}

/** Starts this script once more, with a display to open windows on. */
function runOnVirtualDisplay(executable: string): void {
  const xvfb = onPath(["xvfb-run"]);
  if (xvfb === undefined) throw new Unavailable("a desktop VS Code needs a display, or xvfb-run.");
  const command = ["-a", process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const env = { ...process.env, VSCODE_EXECUTABLE: executable };
  process.exitCode = spawnSync(xvfb, command, { env, stdio: "inherit" }).status ?? 1;
}

async function runIn(executable: string, countsFile: string | undefined): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "extension-host-"));
  const report = join(folder, "report.txt");
  writeFileSync(report, "");
  // Not in the temporary folder: from there the bundles would not find mocha.
  const bundles = join(cacheFolder, `host-tests-${process.pid}`);
  await bundleTests(bundles);
  const stopFollowing = follow(report);
  try {
    await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: root,
      extensionTestsPath: join(bundles, "index.js"),
      launchArgs: [writeWorkspace(folder), "--disable-extensions"],
      extensionTestsEnv: { EXTENSION_TEST_REPORT: report, EXTENSION_TEST_COUNTS: countsFile },
    });
  } catch (error) {
    // With a result the report has said it all.
    if (countsFile === undefined || !existsSync(countsFile)) throw error;
    process.exitCode = 1;
  } finally {
    stopFollowing();
    for (const one of [folder, bundles]) rmSync(one, { recursive: true, force: true });
  }
}

/** The extension host takes CommonJS. Mocha is left outside: it must be the one that runs the tests. */
async function bundleTests(outdir: string): Promise<void> {
  const tests = readdirSync(HERE).filter((name) => name.endsWith(".test.ts"));
  await build({
    absWorkingDir: HERE,
    entryPoints: ["index.ts", ...tests],
    outdir,
    bundle: true,
    external: ["vscode", "mocha"],
    format: "cjs",
    platform: "node",
    target: "node20",
    sourcemap: "inline",
  });
}

/** Prints what is added to a file. */
function follow(file: string): () => void {
  let offset = 0;
  const show = (): void => {
    const text = readFileSync(file).subarray(offset);
    offset += text.length;
    process.stdout.write(text);
  };
  const timer = setInterval(show, 200);
  return () => {
    clearInterval(timer);
    show();
  };
}
