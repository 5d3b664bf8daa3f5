import { fork, spawnSync } from "node:child_process";
import { join } from "node:path";
import { build } from "esbuild";
import { tableOf } from "./report.js";
import type { MeasuredFigure } from "./results.js";
import type { Figure, Input, Subject } from "./subject.js";

const ROOT = join(import.meta.dirname, "..");
/** As in `scripts/build.mjs`: the floors are parsed by the very code that our bundles have. */
const PACKAGES = { yaml: join(ROOT, "node_modules/yaml/browser/index.js") };

/** What subjects are given, and the program that measures one of them. */
export interface Bench {
  readonly program: string;
  readonly input: Input;
}

/** Makes the programs that are measured, as they are shipped, and those that measure. */
export async function makePrograms(folder: string, rest: Pick<Input, "options" | "seconds">, fresh: boolean) {
  if (fresh) buildShipped();
  const [program, floorProgram] = [join(folder, "bench.cjs"), join(folder, "floor.cjs")];
  await Promise.all([
    bundled("bench/subject-process.ts", program),
    bundled("bench/floor-process.ts", floorProgram),
  ]);
  const dist = (name: string): string => join(ROOT, "dist", name);
  const programs = { server: dist("server.js"), commandLine: dist("cli.js") };
  const probes = join(import.meta.dirname, "probes");
  return { program, input: { ...rest, folder, programs, probes, floorProgram } };
}

/** Measures subjects one after the other, each in a process of its own, and prints what they find. */
export async function measuredApart(
  { program, input }: Bench,
  subjects: readonly Subject[],
): Promise<readonly MeasuredFigure[]> {
  const all: MeasuredFigure[] = [];
  for (const subject of subjects) {
    const figures = await inProcess(program, subject.name, input);
    console.log(tableOf(subject, figures));
    all.push(...figures.map((one) => ({ ...one, subject: subject.name })));
  }
  return all;
}

function buildShipped(): void {
  const { status, stderr } = spawnSync(process.execPath, [join(ROOT, "scripts/build.mjs")]);
  if (status !== 0) throw new Error(`The programs can't be built:\n${stderr.toString()}`);
}

async function bundled(entry: string, outfile: string): Promise<void> {
  await build({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    outfile,
    bundle: true,
    minify: true,
    alias: PACKAGES,
    platform: "node",
    format: "cjs",
    target: "node20",
    define: { "import.meta.url": "__filename" },
    logLevel: "warning",
  });
}

function inProcess(program: string, name: string, input: Input): Promise<readonly Figure[]> {
  return new Promise((resolve, reject) => {
    const child = fork(program, [name, JSON.stringify(input)], { execArgv: ["--expose-gc"] });
    child.on("message", (figures) => resolve(figures as readonly Figure[]));
    child.on("error", reject);
    child.on("exit", (code) => reject(new Error(`The subject '${name}' has ended with the code ${code}.`)));
  });
}
