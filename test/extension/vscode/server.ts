import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { hasEnded, runCommand, startGroup, stopGroup } from "./processes.js";
import type { VsCodeServer } from "./vscode-server.js";

/** What keeps the workbench from showing anything that isn't tested. */
const QUIET_SETTINGS = {
  "workbench.startupEditor": "none",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.enableExperiments": false,
  "workbench.tips.enabled": false,
  "chat.disableAIFeatures": true,
  "telemetry.telemetryLevel": "off",
  "extensions.autoUpdate": "off",
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "update.mode": "none",
  "git.enabled": false,
  "security.workspace.trust.startupPrompt": "never",
  "security.workspace.trust.banner": "never",
};

const START_SECONDS = 60;

export interface ServerOptions {
  readonly vscode: VsCodeServer;
  /** Folder for all that VS Code writes; a temporary one, gone after `stop()`, where it isn't given. */
  readonly home?: string;
  /** VSIX files to be installed before the start. */
  readonly extensions?: readonly string[];
  /** The user's settings, besides those that keep the workbench quiet. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** False for folders whose code isn't to be run; by default every folder is trusted. */
  readonly isTrusted?: boolean;
  /** The port to listen on; any free one by default. */
  readonly port?: number;
  /** More switches for the server, for instance `--enable-smoke-test-driver`. */
  readonly switches?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

/** A VS Code that waits for a browser. */
export interface RunningServer {
  readonly vscode: VsCodeServer;
  readonly port: number;
  /** `http://127.0.0.1:<port>` */
  readonly address: string;
  /** Absolute path of VS Code's data, with `logs/` and `data/User/settings.json`. */
  readonly dataFolder: string;
  /** The URI by which the workbench knows a file or folder of this machine. */
  remoteUri(path: string): string;
  /** What the server process has written. */
  output(): string;
  /** Ends the server and all it started. */
  stop(): Promise<void>;
}

/**
 * Starts VS Code's server on 127.0.0.1 and waits until it answers.
 *
 * @throws Error with the server's output where it doesn't start.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { vscode } = options;
  const home = options.home ?? mkdtempSync(join(tmpdir(), "vscode-server-"));
  const folders = foldersIn(home);
  for (const path of [join(folders.data, "data/User"), folders.extensions])
    mkdirSync(path, { recursive: true });
  const { isTrusted = true } = options;
  const trust = { "security.workspace.trust.enabled": !isTrusted };
  const settings = JSON.stringify({ ...QUIET_SETTINGS, ...trust, ...options.settings }, null, 2);
  writeFileSync(join(folders.data, "data/User/settings.json"), settings);
  // VS Code opens this file at every start, which wakes all extensions for JSON; a folder it leaves alone.
  mkdirSync(join(folders.data, "data/User/chatLanguageModels.json"), { recursive: true });
  for (const vsix of options.extensions ?? []) await installVsix(vscode, home, vsix);

  const port = options.port ?? (await freePort());
  const logFile = join(home, "server.log");
  const log = openSync(logFile, "w");
  const listen = ["--host", "127.0.0.1", "--port", String(port), "--without-connection-token"];
  const quiet = ["--telemetry-level", "off", ...(isTrusted ? ["--disable-workspace-trust"] : [])];
  const server = startGroup(
    vscode.node,
    [vscode.main, ...argumentsFor(home), ...listen, ...quiet, ...(options.switches ?? [])],
    { env: { ...process.env, ...options.env, HOME: home }, stdio: ["ignore", log, log] },
  );
  closeSync(log);
  const running: RunningServer = {
    vscode,
    port,
    address: `http://127.0.0.1:${port}`,
    dataFolder: folders.data,
    remoteUri: (path) => `vscode-remote://127.0.0.1:${port}${encodeURI(resolve(path))}`,
    output: () => readFileSync(logFile, "utf8"),
    stop: async () => {
      await stopGroup(server);
      if (options.home === undefined) {
        rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
      }
    },
  };
  const started = await answers(running.address, () => hasEnded(server));
  if (started) return running;
  const output = running.output().slice(-3000);
  await running.stop();
  throw new Error(`The VS Code server did not start.\n${output}`);
}

/** Installs a VSIX for the servers that are started with this `home`. */
export async function installVsix(vscode: VsCodeServer, home: string, vsix: string): Promise<void> {
  const install = [vscode.main, ...argumentsFor(home), "--install-extension", resolve(vsix), "--force"];
  const env = { ...process.env, HOME: home };
  const output = await runCommand(vscode.node, install, { env, seconds: 90 });
  if (!/successfully installed/.test(output))
    throw new Error(`${vsix} was not installed.\n${output.slice(-3000)}`);
}

function foldersIn(home: string): { data: string; extensions: string } {
  return { data: join(home, "data"), extensions: join(home, "extensions") };
}

function argumentsFor(home: string): string[] {
  const { data, extensions } = foldersIn(home);
  return ["--accept-server-license-terms", "--server-data-dir", data, "--extensions-dir", extensions];
}

async function answers(address: string, isOver: () => boolean): Promise<boolean> {
  const end = Date.now() + START_SECONDS * 1000;
  while (Date.now() < end && !isOver()) {
    const response = await fetch(`${address}/version`).catch(() => undefined);
    if (response?.ok === true) return true;
    await delay(100);
  }
  return false;
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer().once("error", fail);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => done(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
