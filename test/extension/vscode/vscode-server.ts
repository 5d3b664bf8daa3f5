/**
 * A real VS Code without a desktop: the server build inside the npm package `code-server`, and the
 * Node that it wants. Both come from the npm registry; nothing is compiled.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runCommand } from "./processes.js";
import { Unavailable } from "./unavailable.js";

/** Held at one version: the tests click through its workbench, and use a switch of its own tests. */
const CODE_SERVER = "4.139.1";
const NODE = "24.21.0";

/** The root of the repository. */
export const root = join(dirname(fileURLToPath(import.meta.url)), "../../..");

/** Where VS Codes are kept; ignored by git. */
export const cacheFolder = join(root, ".vscode-test");

/** An installed VS Code server. */
export interface VsCodeServer {
  /** Version of VS Code, for instance `1.139.1`. */
  readonly version: string;
  /** Absolute path of the Node it runs on. */
  readonly node: string;
  /** Absolute path of its entry point. */
  readonly main: string;
}

/**
 * The VS Code server, installed on first use (about half a minute, 600 MB on disk).
 *
 * Interrupted or started twice, it does no harm: each run installs into a folder of its own, which
 * gets its final name when it is complete.
 *
 * @param say called with each step of an installation.
 * @throws Unavailable where the machine isn't Linux on x64 or arm64, or the registry can't be reached.
 */
export async function ensureVsCodeServer(say: (step: string) => void = console.log): Promise<VsCodeServer> {
  const folder = join(cacheFolder, `server-${CODE_SERVER}-${process.arch}`);
  if (!existsSync(join(folder, "complete"))) {
    if (process.platform !== "linux" || !["x64", "arm64"].includes(process.arch)) {
      throw new Unavailable(
        `the VS Code server is installed on Linux (x64, arm64) only, this is ${process.platform} ${process.arch}.`,
      );
    }
    await install(folder, say);
  }
  const main = join(folder, "vscode/out/server-main.js");
  const { version } = JSON.parse(await readFile(join(folder, "vscode/package.json"), "utf8")) as {
    version: string;
  };
  return { version, node: join(folder, "node/bin/node"), main };
}

async function install(folder: string, say: (step: string) => void): Promise<void> {
  removeLeftovers();
  const partial = `${folder}.partial-${process.pid}`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  try {
    await fill(partial, say).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Unavailable(`the VS Code server could not be installed from the npm registry.\n${reason}`);
    });
    writeFileSync(join(partial, "complete"), "");
    renameSync(partial, folder);
  } catch (error) {
    // Another run may have been faster.
    if (!existsSync(join(folder, "complete"))) throw error;
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

async function fill(folder: string, say: (step: string) => void): Promise<void> {
  say(`Installing VS Code (code-server ${CODE_SERVER} from npm), once. 1/3: Node ${NODE} and VS Code …`);
  await Promise.all([
    unpack(`node-linux-${process.arch}@${NODE}`, folder, "node", ["--strip-components=1", "package/bin"]),
    unpack(`code-server@${CODE_SERVER}`, folder, "vscode", ["--strip-components=3", "package/lib/vscode"]),
  ]);
  const vscode = join(folder, "vscode");
  rmSync(join(vscode, "extensions/copilot"), { recursive: true, force: true });
  say("2/3: the packages it needs …");
  // `npm ci` refuses: the lock file it is shipped with is out of step.
  await npm(["install", ...WITHOUT_SCRIPTS], vscode, 300);
  say("3/3: file watching …");
  const watcher = `@parcel/watcher-linux-${process.arch}-glibc@${await watcherVersion(vscode)}`;
  await npm(["install", "--no-save", ...WITHOUT_SCRIPTS, watcher], vscode, 120);
  writeFileSync(join(vscode, "node_modules/@vscode/spdlog/index.js"), SPDLOG);
  writeFileSync(join(vscode, "node_modules/@vscode/native-watchdog/index.js"), "exports.start = () => {};\n");
}

const WITHOUT_SCRIPTS = [
  "--legacy-peer-deps",
  "--ignore-scripts",
  "--omit=dev",
  "--omit=optional",
  "--no-audit",
  "--no-fund",
  "--loglevel=error",
];

async function unpack(name: string, folder: string, to: string, tarOptions: string[]): Promise<void> {
  const packed = join(folder, `${to}-packed`);
  mkdirSync(packed);
  mkdirSync(join(folder, to));
  await npm(["pack", name, "--pack-destination", packed, "--loglevel=error"], folder, 300);
  const [file] = readdirSync(packed);
  if (file === undefined) throw new Error(`npm pack ${name} gave no file`);
  await runCommand("tar", ["xzf", join(packed, file), "-C", join(folder, to), ...tarOptions], {
    seconds: 120,
  });
  rmSync(packed, { recursive: true });
}

async function watcherVersion(vscode: string): Promise<string> {
  const text = await readFile(join(vscode, "node_modules/@parcel/watcher/package.json"), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}

async function npm(args: string[], cwd: string, seconds: number): Promise<void> {
  const script = process.env["npm_execpath"];
  if (script?.endsWith(".js") === true)
    await runCommand(process.execPath, [script, ...args], { cwd, seconds });
  else await runCommand("npm", args, { cwd, seconds });
}

/** What installations that were interrupted have left. */
function removeLeftovers(): void {
  if (!existsSync(cacheFolder)) return;
  for (const name of readdirSync(cacheFolder)) {
    const owner = /\.partial-(\d+)$/.exec(name)?.[1];
    if (owner !== undefined && !isRunning(Number(owner))) {
      rmSync(join(cacheFolder, name), { recursive: true, force: true });
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** VS Code's logger is a native module, which would have to be compiled; its files are all we need. */
const SPDLOG = `const fs = require("node:fs"), path = require("node:path");
const LEVELS = ["trace", "debug", "info", "warning", "error", "critical"];
class Logger {
  constructor(file) {
    this.file = file;
    this.level = 0;
    this.raw = false;
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.appendFileSync(file, "");
  }
  write(level, text) {
    if (level < this.level) return;
    const time = new Date().toISOString().replace("T", " ").replace("Z", "");
    fs.appendFileSync(this.file, this.raw ? text : time + " [" + LEVELS[level] + "] " + text + "\\n");
  }
  getLevel() { return this.level; }
  setLevel(level) { this.level = level; }
  setPattern() {}
  clearFormatters() { this.raw = true; }
  flush() {}
  drop() {}
}
["trace", "debug", "info", "warn", "error", "critical"].forEach((name, level) => {
  Logger.prototype[name] = function (text) { this.write(level, text); };
});
const make = async (name, file) => new Logger(file);
// One by one: it is imported by name, from a module.
exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = make;
exports.createAsyncRotatingLogger = make;
`;
