import { spawnSync } from "node:child_process";
import { Worker } from "node:worker_threads";
import { parseDocument } from "yaml";
import { Times, timed } from "./measuring.js";

/** What a figure about one text is compared with: the parser that all of this rests on, and nothing more. */
export const ONE_PARSE = "parseDocument of that text";

/** What the workers of a floor do with each file. */
export type FloorWork = "read" | "parse";

/** What each worker is given. */
export interface FloorTask {
  readonly work: FloorWork;
  readonly paths: readonly string[];
  /** One integer: the next path that nobody has taken. */
  readonly next: SharedArrayBuffer;
}

/** Parses a text with `yaml` in this process, as somebody would who wants nothing else of it. */
export function parsed(text: string): void {
  if (parseDocument(text).contents === null) throw new Error("There is nothing in the text.");
}

/** Parses of a text, warm: the first isn't counted. */
export class Parses {
  readonly what = ONE_PARSE;
  readonly times = new Times();

  constructor(private readonly text: string) {
    parsed(text);
  }

  once(): void {
    this.times.take(() => parsed(this.text));
  }
}

/** How long the first parse in a process of its own takes, in milliseconds: as cold as a server that has just started. */
export function coldParse(program: string, path: string): number {
  const { stdout, stderr, status } = spawnSync(process.execPath, [program, path], { encoding: "utf8" });
  if (status !== 0) throw new Error(`The floor has failed:\n${stderr}`);
  return Number(stdout);
}

/** How long it takes so many threads to read or to parse files, in milliseconds; their start isn't counted. */
export async function inThreads(
  program: string,
  threads: number,
  work: FloorWork,
  paths: readonly string[],
): Promise<number> {
  const task: FloorTask = { work, paths, next: new SharedArrayBuffer(4) };
  const workers = Array.from({ length: threads }, () => new Worker(program, { workerData: task }));
  await Promise.all(workers.map(nextMessage));
  const { milliseconds } = await timed(async () => {
    const done = workers.map(nextMessage);
    for (const worker of workers) worker.postMessage("go");
    await Promise.all(done);
  });
  await Promise.all(workers.map((worker) => worker.terminate()));
  return milliseconds;
}

function nextMessage(worker: Worker): Promise<unknown> {
  return new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}
