/** The façade's part for CDK assemblies: opens them for a workspace. */
import { folderOf } from "./core/paths.js";
import {
  readAssembly,
  readAssemblySync,
  type Assembly,
  type AssemblyFiles,
  type AssemblyRemark,
} from "./dialects/cdk/assembly.js";
import { SourcePlaces, type SourceFiles } from "./dialects/cdk/source-places.js";
import type { SourcePosition } from "./dialects/cdk/source-trace.js";
import type { GeneratedTemplate } from "./workspace.js";

export type { AssemblyRemark };

/** How an assembly and the source of its app are reached. Paths are plain. */
export interface AssemblyAccess extends AssemblyFiles, SourceFiles {}

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
  const places = new SourcePlaces(folders, access);
  for (const recorded of positionsIn(assembly)) await places.find(recorded);
  return { assembly, templates: generated(assembly, (recorded) => places.placeOf(recorded)) };
}

/** The same for a disk that answers at once, and for who doesn't ask for the app's source. */
export function openAssemblySync(folder: string, read: (path: string) => string | null): OpenedAssembly {
  const assembly = readAssemblySync(folder, read);
  return { assembly, templates: generated(assembly, () => null) };
}

function generated(
  { templates }: Assembly,
  placeOf: GeneratedTemplate["placeOf"],
): readonly GeneratedTemplate[] {
  return [...templates.values()].map((stack) => ({
    path: stack.path,
    stack,
    parents: stack.parents.map(({ path, logicalId }) => ({ parent: path, stackId: logicalId })),
    placeOf,
  }));
}

function* positionsIn(assembly: Assembly): Iterable<SourcePosition> {
  for (const { elements, source: created } of assembly.templates.values()) {
    if (created !== null) yield created;
    for (const { source, callers, assignments } of elements.values()) {
      if (source !== null) yield source;
      yield* callers;
      for (const assignment of assignments) yield assignment.source;
    }
  }
}
