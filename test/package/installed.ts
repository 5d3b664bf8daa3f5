import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The root of the repository. */
export const ROOT = join(import.meta.dirname, "../..");

const WINDOWS = process.platform === "win32";

/** The package as npm publishes it, installed in a folder of its own. */
export interface Installed {
  readonly folder: string;
  /** The files of the package, in order. */
  readonly files: readonly string[];
  /** Runs a program of `node_modules/.bin`. */
  bin(name: string, argv: readonly string[], input?: string): Ended;
  /** Runs a script of this text. */
  script(name: string, text: string): Ended;
  remove(): void;
}

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Packs what has been built into a tarball in a folder. */
export function packTarball(folder: string): { readonly path: string; readonly files: readonly string[] } {
  const packed = run("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", folder], ROOT);
  assert.equal(packed.status, 0, packed.stderr);
  const [tarball] = JSON.parse(packed.stdout) as { filename: string; files: { path: string }[] }[];
  assert.ok(tarball);
  return { path: join(folder, tarball.filename), files: tarball.files.map(({ path }) => path).sort() };
}

/** Installs the tarball of what has been built, with nothing but what is on this machine. */
export function installPackage(): Installed {
  const folder = mkdtempSync(join(tmpdir(), "dynamodb-encryption-lint-"));
  const tarball = packTarball(folder);
  writeFileSync(
    join(folder, "package.json"),
    '{ "name": "consumer", "version": "1.0.0", "private": true }\n',
  );
  const options = ["--offline", "--no-audit", "--no-fund"];
  const installed = run("npm", ["install", ...options, tarball.path], folder);
  assert.equal(installed.status, 0, installed.stderr);
  return {
    folder,
    files: tarball.files,
    bin: (name, argv, input) => run(join(folder, "node_modules/.bin", name), argv, folder, input),
    script: (name, text) => {
      writeFileSync(join(folder, name), text);
      return run(process.execPath, [name], folder);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function run(command: string, argv: readonly string[], cwd: string, input = ""): Ended {
  // On Windows, npm and what it puts into .bin are scripts of the shell.
  const shell = WINDOWS && command !== process.execPath;
  return spawnSync(command, argv, { cwd, input, encoding: "utf8", shell });
}
