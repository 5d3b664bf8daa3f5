import { parentPort, workerData } from "node:worker_threads";
import type { Settings } from "../core/settings.js";
import type { Analyser } from "./analyser.js";
import { judge, reportOf, type JudgeOptions } from "./judge.js";
import { link, type LinkCall } from "./link-calls.js";
import type { FileReport } from "./report.js";

/** What a worker is told at its start. */
export type WorkerOptions = Omit<JudgeOptions, "workspace">;

/** What a worker is told afterwards: steps to take, or the paths of files to judge that it has been given texts of. */
export type WorkerMessage =
  | { readonly kind: "link"; readonly calls: readonly LinkCall[] }
  | { readonly kind: "judge"; readonly paths: readonly string[] };

/** What came of a text; null where it is no template. */
export interface JudgedText {
  readonly report: FileReport;
  /** The names of the parameters that the template declares. */
  readonly parameters: readonly string[];
}

/** What a worker answers to each `judge`, in the order of its paths. */
export type WorkerAnswer = readonly (JudgedText | null)[];

/** Judges files for another thread until that ends it. */
export function work(analyser: Analyser): void {
  const workspace = analyser.openWorkspace();
  const options: JudgeOptions = { ...(workerData as WorkerOptions), workspace };
  const texts = new Map<string, string>();
  const settings = new Map<string, Settings>();
  parentPort?.on("message", (message: WorkerMessage) => {
    if (message.kind === "link") {
      for (const call of message.calls) {
        if (call.step === "put") texts.set(call.path, call.text);
        if (call.step === "configure") settings.set(call.path, call.settings);
        link(workspace, call);
      }
      return;
    }
    const answer: WorkerAnswer = message.paths.map((path) => {
      const text = texts.get(path);
      texts.delete(path);
      const own = { ...options, settings: settings.get(path) ?? options.settings };
      return text === undefined ? null : judgeText({ path, text }, analyser, own);
    });
    parentPort?.postMessage(answer);
  });
}

/** Judges a text and says what a report needs of it. */
export function judgeText(
  source: { readonly path: string; readonly text: string },
  analyser: Analyser,
  options: JudgeOptions,
): JudgedText | null {
  const analysis = judge(source, analyser, options);
  if (analysis === null) return null;
  return { report: reportOf(analysis, analyser, options), parameters: analysis.parameters };
}
