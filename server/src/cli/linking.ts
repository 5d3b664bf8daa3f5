import { realpathSync } from "node:fs";
import { resolve } from "node:path";
import { Lines } from "../core/lines.js";
import type { TemplateWorkspace } from "../service.js";
import { shownPath, type Found } from "./files.js";
import { isWithin } from "./gitignore.js";
import { problemReport } from "./judge.js";
import { sent, type LinkCall } from "./link-calls.js";
import { readSource } from "./read-source.js";
import type { FileReport } from "./report.js";

/**
 * Connects the templates of a run with how they are deployed, and with the local files they name.
 *
 * @param workspace the templates.
 * @param take takes a step, in this workspace and wherever else there is one of the same templates.
 * @param deployment the last of these steps, once all templates are in.
 * @returns a report of each deployment file that something is wrong with.
 */
export function linkTemplates(
  workspace: TemplateWorkspace,
  { candidates, deploymentFiles }: Pick<Found, "candidates" | "deploymentFiles">,
  cwd: string,
  take: (call: LinkCall) => void,
  deployment: () => LinkCall,
): readonly FileReport[] {
  const texts = new Map<string, string>();
  for (const file of deploymentFiles) {
    const source = readSource(file);
    if (source.kind !== "text") continue;
    const path = shownPath(file, cwd);
    texts.set(path, source.text);
    take({ step: "putDeploymentFile", path, text: source.text });
  }
  const tried = new Set<string>();
  const untried = (): readonly string[] => [...workspace.wanted()].filter((path) => !tried.has(path));
  // What a template names may itself name others.
  for (let paths = untried(); paths.length > 0; paths = untried()) {
    for (const path of paths) {
      tried.add(path);
      const text = readWithin(cwd, path);
      if (text === null) continue;
      texts.set(path, text);
      take({ step: "putWanted", path, text });
    }
  }
  take(sent(candidates.flatMap(({ assembly }) => assembly ?? [])));
  take(deployment());
  const paths = new Set(workspace.deploymentProblems.map(({ path }) => path));
  return [...paths].map((path) => {
    const text = texts.get(path) ?? "";
    const problems = workspace.deploymentProblems.filter((one) => one.path === path);
    return problemReport(
      path,
      text,
      problems.map(({ problem }) => problem),
      new Lines(text),
    );
  });
}

/** The text of a file that a template names; null where it can't be had, or lies outside the folder. */
function readWithin(folder: string, path: string): string | null {
  try {
    const real = realpathSync(resolve(folder, path));
    const source = isWithin(realpathSync(folder), real) ? readSource(real) : null;
    return source?.kind === "text" ? source.text : null;
  } catch {
    return null;
  }
}
