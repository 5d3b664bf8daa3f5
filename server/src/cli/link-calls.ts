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
interface SentTemplate extends Omit<GeneratedTemplate, "placeOf"> {
  /** The places that the recorded positions of its elements mean, by `keyOf` them. */
  readonly places: ReadonlyMap<string, Position>;
}

type Position = Parameters<GeneratedTemplate["placeOf"]>[0];

/** Templates as another thread takes them. */
export function sent(templates: readonly GeneratedTemplate[]): LinkCall {
  return {
    step: "setGenerated",
    templates: templates.map(({ placeOf, ...template }) => {
      const recorded = [...template.stack.elements.values()].flatMap(({ source }) => source ?? []);
      const places = recorded.flatMap((position) => {
        const found = placeOf(position);
        return found === null ? [] : [[keyOf(position), found] as const];
      });
      return { ...template, places: new Map(places) };
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

function received({ places, ...template }: SentTemplate): GeneratedTemplate {
  return { ...template, placeOf: (recorded) => places.get(keyOf(recorded)) ?? null };
}

function keyOf({ path, line, column }: Position): string {
  return `${line}:${column ?? ""}:${path}`;
}
