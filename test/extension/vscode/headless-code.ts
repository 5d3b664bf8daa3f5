import { createWriteStream } from "node:fs";
import { join, resolve } from "node:path";
import { ensureChromium } from "./chromium.js";
import { startServer } from "./server.js";
import { cacheFolder, ensureVsCodeServer } from "./vscode-server.js";
import { openWorkbench } from "./workbench.js";

/** What the window and the server of the last run have said. */
export const LOG_FILE = join(cacheFolder, "headless-code.log");

const TEST_SECONDS = 300;

/**
 * Runs extension tests as the desktop's `code` does, but in the extension host of the VS Code
 * server, with its window in headless Chromium.
 *
 * @param commandLine of it, `--extensionDevelopmentPath=`, `--extensionTestsPath=` and the folder or workspace count.
 * @returns the exit code.
 */
export async function runTestsHeadless(commandLine: readonly string[]): Promise<number> {
  const [vscode, chromium] = [await ensureVsCodeServer(), await ensureChromium()];
  // Without this switch VS Code ignores `extensionTestsPath`, and nothing ever happens.
  const server = await startServer({ vscode, switches: ["--enable-smoke-test-driver"] });
  const messages = createWriteStream(LOG_FILE);
  try {
    let finish: (status: number) => void = () => undefined;
    const finished = new Promise<number>((done) => (finish = done));
    const late = setTimeout(() => {
      console.error(`No result after ${TEST_SECONDS} s.`);
      finish(124);
    }, TEST_SECONDS * 1000);
    const folder = commandLine.find((one) => !one.startsWith("--"));
    const workbench = await openWorkbench({
      chromium,
      server,
      ...(folder === undefined ? {} : { folder: resolve(folder) }),
      payload: ["extensionDevelopmentPath", "extensionTestsPath"].map((name) => [
        name,
        server.remoteUri(valueOf(commandLine, name)),
      ]),
      expose: {
        codeAutomationExit: (status: number) => finish(status),
        codeAutomationLog: (type: string, parts: unknown[]) =>
          messages.write(`${type}: ${parts.join(" ")}\n`),
      },
    });
    const status = await finished;
    clearTimeout(late);
    await workbench.close();
    return status;
  } finally {
    messages.end(`\nThe server:\n${server.output()}`);
    await server.stop();
  }
}

function valueOf(commandLine: readonly string[], name: string): string {
  const found = commandLine.find((one) => one.startsWith(`--${name}=`));
  if (found === undefined) throw new Error(`--${name}= is missing.`);
  return found.slice(name.length + 3);
}
