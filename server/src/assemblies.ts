/** The façade's part for CDK assemblies: opens them for a workspace. */
import { folderOf } from "./core/paths.js";
import {
  readAssembly,
  readAssemblySync,
  type Assembly,
  type AssemblyFiles,
  type AssemblyRemark,
} from "./dialects/cdk/assembly.js";
import { possibleSources } from "./dialects/cdk/source-path.js";
import type { GeneratedTemplate } from "./workspace.js";

export type { AssemblyRemark };

/** How an assembly and the source of its app are reached. Paths are plain. */
export interface AssemblyAccess extends AssemblyFiles {
  exists(path: string): Promise<boolean>;
}

export interface OpenedAssembly {
  readonly assembly: Assembly;
  /** For `TemplateWorkspace.setGenerated`. */
  readonly templates: readonly GeneratedTemplate[];
}

/**
 * Opens the assembly in a folder and finds the files that its source positions mean.
 *
 * @param roots the folders that the app's source may lie in, beside the one that holds the assembly. */
export async function openAssembly(
  folder: string,
  roots: readonly string[],
  access: AssemblyAccess,
): Promise<OpenedAssembly> {
  const assembly = await readAssembly(folder, access);
  const folders = [...new Set([folderOf(folder), ...roots])];
  const sources = await foundSources(assembly, folders, access);
  return { assembly, templates: generated(assembly, (recorded) => sources.get(recorded) ?? null) };
}

/** The same for a disk that answers at once, and for who doesn't ask for the app's source. */
export function openAssemblySync(folder: string, read: (path: string) => string | null): OpenedAssembly {
  const assembly = readAssemblySync(folder, read);
  return { assembly, templates: generated(assembly, () => null) };
}

function generated(
  { templates }: Assembly,
  sourceOf: GeneratedTemplate["sourceOf"],
): readonly GeneratedTemplate[] {
  return [...templates.values()].map((stack) => ({
    path: stack.path,
    stack,
    parents: stack.parents.map(({ path, logicalId }) => ({ parent: path, stackId: logicalId })),
    sourceOf,
  }));
}

async function foundSources(
  assembly: Assembly,
  folders: readonly string[],
  { exists }: AssemblyAccess,
): Promise<ReadonlyMap<string, string>> {
  const recorded = new Set<string>();
  for (const { elements } of assembly.templates.values()) {
    for (const { source } of elements.values()) if (source !== null) recorded.add(source.path);
  }
  const found = new Map<string, string>();
  for (const path of recorded) {
    for (const candidate of possibleSources(path, folders)) {
      if (!(await exists(candidate))) continue;
      found.set(path, candidate);
      break;
    }
  }
  return found;
}
