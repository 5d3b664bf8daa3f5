import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Analyser } from "../../server/src/cli/analyser.js";
import type { Environment } from "../../server/src/cli/environment.js";
import { run } from "../../server/src/cli/run.js";
import { standIn } from "./stand-in.js";

/** What a run has written, and how it ended. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A temporary folder to run the command line tool in. */
export interface Workspace {
  readonly folder: string;
  path(name: string): string;
  write(name: string, content: string | Uint8Array): void;
  read(name: string): string;
  run(argv: readonly string[], options?: RunOptions): Promise<Ran>;
}

export interface RunOptions {
  readonly stdin?: string | Uint8Array;
  readonly terminal?: boolean;
  readonly env?: Environment["env"];
  readonly cwd?: string;
  readonly analyser?: Analyser;
  readonly now?: () => Date;
  readonly threads?: Environment["threads"];
}

/** For runs that must not start any. */
export const NO_THREADS: Environment["threads"] = {
  start: () => assert.fail("A thread is started."),
  processors: 1,
  worth: Number.POSITIVE_INFINITY,
};

const folders: string[] = [];

/** Makes a folder with these files; `removeWorkspaces` takes it away. */
export function workspace(files: Readonly<Record<string, string | Uint8Array>> = {}): Workspace {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "dynamodb-encryption-lint-")));
  folders.push(folder);
  const path = (name: string): string => join(folder, name);
  const write = (name: string, content: string | Uint8Array): void => {
    mkdirSync(dirname(path(name)), { recursive: true });
    writeFileSync(path(name), content);
  };
  for (const [name, content] of Object.entries(files)) write(name, content);
  return {
    folder,
    path,
    write,
    read: (name) => readFileSync(path(name), "utf8"),
    run: (argv, options = {}) => runIn(folder, argv, options),
  };
}

export function removeWorkspaces(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

async function runIn(folder: string, argv: readonly string[], options: RunOptions): Promise<Ran> {
  const written = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] };
  const output = (name: keyof typeof written): Environment["stdout"] => ({
    write: (content) => void written[name].push(Buffer.from(content)),
    isTerminal: options.terminal ?? false,
    columns: options.terminal === true ? 100 : null,
  });
  const environment: Environment = {
    cwd: options.cwd ?? folder,
    stdout: output("stdout"),
    stderr: output("stderr"),
    readStdin: () => Promise.resolve(Buffer.from(options.stdin ?? "")),
    env: options.env ?? {},
    now: options.now ?? (() => new Date("2026-11-21T00:00:00Z")),
    threads: options.threads ?? NO_THREADS,
  };
  const code = await run(argv, environment, options.analyser ?? standIn, "1.2.3");
  const text = (name: keyof typeof written): string => Buffer.concat(written[name]).toString("utf8");
  return { code, stdout: text("stdout"), stderr: text("stderr") };
}

/** The paths of the templates that a run has read, in the order of its report. */
export function templatesIn({ stdout }: Ran): string[] {
  const report = JSON.parse(stdout) as { files: { path: string }[] };
  return report.files.map(({ path }) => path);
}
