import { readFileSync } from "node:fs";
import { isMainThread, parentPort, workerData } from "node:worker_threads";
import { parsed, type FloorTask } from "./floors.js";

/**
 * What floors are measured in. As a process: prints how long the first parse of the file takes that
 * the argument names. As a thread: tells when it is ready, begins when told, and tells when all is done.
 */
if (isMainThread) {
  const text = readFileSync(process.argv[2] ?? "", "utf8");
  const start = performance.now();
  parsed(text);
  process.stdout.write(String(performance.now() - start));
} else {
  const { work, paths, next } = workerData as FloorTask;
  const texts = work === "parse" ? paths.map((path) => readFileSync(path, "utf8")) : [];
  const turn = new Int32Array(next);
  const doNext = (index: number): void => {
    if (work === "parse") parsed(texts[index] ?? "");
    else readFileSync(paths[index] ?? "");
  };
  parentPort?.once("message", () => {
    for (let index = take(); index < paths.length; index = take()) doNext(index);
    parentPort?.postMessage("done");
  });
  parentPort?.postMessage("ready");
  function take(): number {
    return Atomics.add(turn, 0, 1);
  }
}
