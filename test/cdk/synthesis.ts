import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import { App, CfnElement, Stack, Stage } from "aws-cdk-lib/core";
import type { IConstruct } from "constructs";
import type { Context } from "./flags.js";
import type { Place, Report } from "./report.js";

const CLI = join(import.meta.dirname, "../../dist/cli.js");

/** An app that has been synthesised into a temporary folder and linted there. */
export interface Synthesis<T> {
  readonly constructs: T;
  /** The temporary folder; `cdk.out` is below it. */
  readonly folder: string;
  readonly report: Report;
  /** Where the CDK has put a construct: the template, relative to the folder, and the logical id. */
  placeOf(construct: IConstruct): Place;
}

/**
 * Builds an app before the tests of a suite, synthesises it and lints it with the command line tool,
 * as in a workspace with a `cdk.json`. What it returns gives the result to the tests.
 */
export function synthesised<T>(build: (app: App) => T, context: () => Context): () => Synthesis<T> {
  const made: { folder?: string; synthesis?: Synthesis<T> } = {};
  before(function () {
    this.timeout(120_000);
    const folder = mkdtempSync(join(tmpdir(), "dynamodb-encryption-lint-cdk-"));
    made.folder = folder;
    const constructs = synthesise(build, context(), folder);
    const report = lint(folder);
    made.synthesis = { constructs, folder, report, placeOf: (construct) => placeOf(construct, folder) };
  });
  after(() => {
    if (made.folder !== undefined) rmSync(made.folder, { recursive: true, force: true });
  });
  return () => {
    if (made.synthesis === undefined) throw new Error("The app has not been synthesised.");
    return made.synthesis;
  };
}

function synthesise<T>(build: (app: App) => T, context: Context, folder: string): T {
  // The CDK's own validation takes seconds and has nothing to say here.
  process.env["CDK_VALIDATION"] = "false";
  const outdir = join(folder, "cdk.out");
  const app = new App({ outdir, context: { ...context, "aws:cdk:enable-path-metadata": true } });
  const constructs = build(app);
  app.synth();
  writeFileSync(join(folder, "cdk.json"), JSON.stringify({ app: "npx tsx shop.ts" }));
  return constructs;
}

function lint(folder: string): Report {
  const { stdout, stderr, status } = spawnSync(process.execPath, [CLI, "--format=json"], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (status === 2 || stdout === "") throw new Error(`The lint failed (${status}): ${stderr}${stdout}`);
  return JSON.parse(stdout) as Report;
}

function placeOf(construct: IConstruct, folder: string): Place {
  const element = CfnElement.isCfnElement(construct) ? construct : construct.node.defaultChild;
  if (!CfnElement.isCfnElement(element)) throw new Error(`${construct.node.path} has no resource.`);
  const stack = Stack.of(element);
  const outdir = Stage.of(stack)?.outdir ?? folder;
  const path = relative(folder, join(outdir, stack.templateFile)).replaceAll(sep, "/");
  return { path, resource: stack.getLogicalId(element) };
}
