import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Context } from "../flags.js";
import type { ValidationReport } from "./validation-report.js";

const ROOT = join(import.meta.dirname, "../../..");
const APP = join(import.meta.dirname, "app");
const TSC = join(ROOT, "node_modules/typescript/bin/tsc");
const PACKAGE = "dynamodb-encryption-lint";

/** How one synthesis ended. */
export interface Outcome {
  readonly status: number | null;
  /** All that was written, without colours. */
  readonly output: string;
  /** The folder of the assembly. */
  readonly folder: string;
  /** Null where the CDK has written none. */
  readonly report: ValidationReport | null;
}

/** A CDK app in a folder of its own, with the packed project among its packages. */
export class AppProject {
  readonly folder = mkdtempSync(join(tmpdir(), "dynamodb-encryption-lint-plugin-"));
  private runs = 0;

  /** @param packages the folder whose CDK the app uses. */
  constructor(packages: string) {
    cpSync(APP, this.folder, { recursive: true });
    const modules = join(this.folder, "node_modules");
    mkdirSync(join(modules, "@types"), { recursive: true });
    for (const name of ["aws-cdk-lib", "constructs"])
      symlinkSync(join(packages, name), join(modules, name), "junction");
    symlinkSync(join(ROOT, "node_modules/@types/node"), join(modules, "@types/node"), "junction");
    unpack(packed(this.folder), modules);
  }

  /** Checks the types of a program and compiles it; gives what is wrong, nothing where all is well. */
  compile(program: string, options: readonly string[]): string {
    const strict = ["--strict", "--exactOptionalPropertyTypes", "--target", "es2022", "--types", "node"];
    const written = ["--skipLibCheck", "--sourceMap", "--outDir", "."];
    return run([TSC, program, ...strict, ...written, ...options], this.folder, {}).output;
  }

  /**
   * Runs a program that synthesises.
   *
   * @param more `into` is the folder of an earlier synthesis, to be written over.
   */
  synthesise(
    program: string,
    scenario: object = {},
    more: { readonly debug?: boolean; readonly context?: Context; readonly into?: string } = {},
  ): Outcome {
    this.runs += 1;
    const folder = more.into ?? join(this.folder, `cdk.out.${this.runs}`);
    const { status, output } = run(["--enable-source-maps", program], this.folder, {
      CDK_OUTDIR: folder,
      // The CDK's own validation takes seconds and has nothing to say here.
      CDK_VALIDATION: "false",
      CDK_CONTEXT_JSON: JSON.stringify(more.context ?? {}),
      SCENARIO: JSON.stringify(scenario),
      ...(more.debug === true ? { CDK_DEBUG: "1" } : {}),
    });
    const file = join(folder, "validation-report.json");
    const report = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as ValidationReport) : null;
    return { status, output, folder, report };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The project as it is published. */
function packed(folder: string): string {
  const npm = process.env["npm_execpath"];
  const options = ["pack", ROOT, "--ignore-scripts", "--silent", "--pack-destination", folder];
  const { status, stderr } =
    npm?.endsWith(".js") === true
      ? spawnSync(process.execPath, [npm, ...options], { encoding: "utf8" })
      : spawnSync("npm", options, { encoding: "utf8", shell: process.platform === "win32" });
  const file = readdirSync(folder).find((name) => name.endsWith(".tgz"));
  if (status !== 0 || file === undefined) throw new Error(`npm pack failed: ${stderr}`);
  return join(folder, file);
}

function unpack(file: string, modules: string): void {
  const folder = join(modules, PACKAGE);
  mkdirSync(folder);
  const { status, stderr } = spawnSync("tar", ["-xzf", file, "-C", folder, "--strip-components=1"], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`The package can't be unpacked: ${stderr}`);
}

function run(command: readonly string[], cwd: string, env: Readonly<Record<string, string>>) {
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    cwd,
    encoding: "utf8",
    env: { ...process.env, ...env },
    maxBuffer: 1 << 26,
  });
  // eslint-disable-next-line no-control-regex -- colours are control characters
  return { status, output: `${stdout}${stderr}`.replace(/\u001b\[[\d;]*m/g, "") };
}
