import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { inThreads } from "../floors.js";
import { Random } from "../input/random.js";
import { bytesOf, filesBelow } from "../input/read.js";
import { smallTemplate } from "../input/small-template.js";
import { FOLDERS } from "../input/workspace.js";
import { MEGABYTE, repeated, Times } from "../measuring.js";
import { atMost, compared, figure, type Figure, type Input, type Subject } from "../subject.js";

/** Loaded into the command line before it begins. */
const PEAK = "peak.cjs";
/** Of the time of its two floors. */
const [READINGS, PARSES] = [2, 0.6];

/** The command line, from its start to its end. */
export const commandLine: Subject = {
  name: "command-line",
  about: "the command line lints the whole workspace, and one small template, in a process of its own",
  async measure(input) {
    return [...(await overTree(input)), await overOneTemplate(input)];
  },
};

async function overTree({
  folder,
  programs,
  probes,
  floorProgram,
  seconds,
}: Input): Promise<readonly Figure[]> {
  const cwd = join(folder, FOLDERS.workspace);
  const paths = filesBelow(cwd);
  const relevant = filesBelow(join(folder, FOLDERS.templates));
  const { threads, options } = concurrency(programs.commandLine);
  const [whole, reading, parsing, floor] = [new Times(), new Times(), new Times(), new Times()];
  let peak = 0;
  await inThreads(floorProgram, threads, "read", paths);
  await repeated({ runs: 5, seconds: 4 * seconds }, async () => {
    const read = await inThreads(floorProgram, threads, "read", paths);
    const parse = await inThreads(floorProgram, threads, "parse", relevant);
    reading.add(read);
    parsing.add(parse);
    floor.add(READINGS * read + PARSES * parse);
    const before = ["--require", join(probes, PEAK)];
    const file = join(folder, "peak");
    whole.take(() => run(before, programs.commandLine, ["--format", "json", ...options], cwd, file));
    peak = Math.max(peak, Number(readFileSync(file, "utf8")));
  });
  const combined = `(${READINGS} readings + ${PARSES} parseDocument of the relevant)`;
  const threaded = `${threads} ${threads === 1 ? "thread" : "threads"}`;
  return [
    figure("files", paths.length, "files"),
    figure("text", (await bytesOf(paths)) / MEGABYTE, "MB"),
    figure(`reading the bytes, ${threaded}`, reading.median, "ms"),
    figure(`parseDocument of the relevant, ${threaded}`, parsing.median, "ms"),
    compared("tree", whole, { what: combined, times: floor }, [{ of: "ratio", atMost: 1 }]),
    atMost("tree: memory at most (RSS)", peak / MEGABYTE, "MB", 250),
  ];
}

async function overOneTemplate({ folder, programs, options, seconds }: Input): Promise<Figure> {
  const path = join(folder, "small.yaml");
  writeFileSync(path, smallTemplate(new Random(options.seed)));
  const [whole, empty] = [new Times(), new Times()];
  await repeated({ runs: 30, seconds }, () => {
    empty.take(() => spawnSync(process.execPath, ["-e", "0"]));
    whole.take(() => run([], programs.commandLine, [path], folder));
  });
  const floor = { what: "node -e 0", times: empty };
  return compared("one small template", whole, floor, [{ of: "ratio", atMost: 2.5 }]);
}

/** As many threads as the command line works with, which the floors get, too; one where it can't be told. */
function concurrency(program: string): { readonly threads: number; readonly options: readonly string[] } {
  const help = spawnSync(process.execPath, [program, "--help"], { encoding: "utf8" }).stdout;
  if (!help.includes("--concurrency")) return { threads: 1, options: [] };
  const threads = availableParallelism();
  return { threads, options: ["--concurrency", String(threads)] };
}

function run(
  nodeOptions: readonly string[],
  program: string,
  options: readonly string[],
  cwd: string,
  peakFile = "",
): void {
  const { status, stderr } = spawnSync(process.execPath, [...nodeOptions, program, ...options], {
    cwd,
    maxBuffer: 1000 * MEGABYTE,
    env: { ...process.env, PEAK_FILE: peakFile },
  });
  // 1 says that there are findings.
  if (status !== 0 && status !== 1) throw new Error(`The command line has failed:\n${stderr.toString()}`);
}
