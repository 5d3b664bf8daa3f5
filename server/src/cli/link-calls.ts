import { resolve, sep } from "node:path";
import type { Settings } from "../core/settings.js";
import { withinFolder, type GeneratedTemplate, type TemplateWorkspace } from "../service.js";

/** How templates are put together: the steps of one run, which make the same workspace in any thread. */
export type LinkCall =
  | { readonly step: "put" | "putDeploymentFile"; readonly path: string; readonly text: string }
  | { readonly step: "putWanted"; readonly path: string; readonly text: string | null }
  | { readonly step: "configure"; readonly path: string; readonly settings: Settings }
  | { readonly step: "setGenerated"; readonly templates: readonly SentTemplate[] }
  | { readonly step: "deploy"; readonly cwd: string; readonly named: readonly SentParameterFiles[] };

/** Parameter files as they go from thread to thread. */
export interface SentParameterFiles {
  readonly parameterFiles: Settings["parameterFiles"];
  /** The absolute path of the folder that their paths are relative to, with `/`. */
  readonly folder: string;
  /** The templates that have these settings. */
  readonly templates: ReadonlySet<string>;
}

/** A generated template as it goes from thread to thread: functions can't. */
interface SentTemplate extends Omit<GeneratedTemplate, "sourceOf"> {
  /** The documents that the recorded paths of its elements mean. */
  readonly sources: ReadonlyMap<string, string>;
}

/** Templates as another thread takes them. */
export function sent(templates: readonly GeneratedTemplate[]): LinkCall {
  return {
    step: "setGenerated",
    templates: templates.map(({ sourceOf, ...template }) => {
      const recorded = [...template.stack.elements.values()].flatMap(({ source }) => source?.path ?? []);
      const sources = [...new Set(recorded)].flatMap((path) => {
        const found = sourceOf(path);
        return found === null ? [] : [[path, found] as const];
      });
      return { ...template, sources: new Map(sources) };
    }),
  };
}

/** Takes a step. */
export function link(workspace: TemplateWorkspace, call: LinkCall): void {
  switch (call.step) {
    case "put":
      workspace.put(call.path, call.text);
      return;
    case "putDeploymentFile":
      workspace.putDeploymentFile(call.path, call.text);
      return;
    case "putWanted":
      workspace.putWanted(call.path, call.text);
      return;
    case "setGenerated":
      workspace.setGenerated(call.templates.map(received));
      return;
    case "configure":
      workspace.configure(call.path, call.settings);
      return;
    case "deploy":
      workspace.deployWith(
        call.named.map(({ parameterFiles, folder, templates }) => ({
          parameterFiles,
          within: (path) => withinFolder(folder, resolve(call.cwd, path).split(sep).join("/")),
          governs: (template) => templates.has(template),
        })),
      );
  }
}

function received({ sources, ...template }: SentTemplate): GeneratedTemplate {
  return { ...template, sourceOf: (recorded) => sources.get(recorded) ?? null };
}
