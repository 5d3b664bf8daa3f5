import { availableParallelism } from "node:os";
import { setFlagsFromString } from "node:v8";
import { isMainThread, Worker } from "node:worker_threads";
import { version } from "../../../package.json";
import * as service from "../service.js";
import { EXIT, type Environment, type Output } from "./environment.js";
import { heapFlags } from "./heap.js";
import { NAME, run } from "./run.js";
import { work } from "./worker.js";

/** Judging two million characters takes about a second, a thread a third of one to begin (measured). */
const WORTH_THREADS = 2_000_000;

/** Wires the tool to the process. The exit code is set, not forced, so that all output gets out. */
function main(): void {
  for (const flag of heapFlags(process.versions.node)) setFlagsFromString(flag);
  const environment: Environment = {
    cwd: process.cwd(),
    stdout: outputTo(process.stdout),
    stderr: outputTo(process.stderr),
    readStdin,
    env: process.env,
    now: () => new Date(),
    threads: {
      start: (workerData) => new Worker(import.meta.filename, { workerData }),
      processors: availableParallelism(),
      worth: WORTH_THREADS,
    },
  };
  run(process.argv.slice(2), environment, service, version).then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      process.exitCode = EXIT.trouble;
      const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
      process.stderr.write(`${NAME} has a fault; this is not about your templates.\n${what}\n`);
    },
  );
}

function outputTo(stream: NodeJS.WriteStream): Output {
  // Whoever reads our output may have seen enough (`| head`): that is no error.
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  return {
    write: (content) => void stream.write(content),
    isTerminal: Boolean(stream.isTTY),
    // A terminal that doesn't know its width says 0.
    columns: stream.columns > 0 ? stream.columns : null,
  };
}

async function readStdin(limit: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let total = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    total += chunk.length;
    if (total > limit) break;
  }
  return Buffer.concat(chunks);
}

if (isMainThread) main();
else work(service);
