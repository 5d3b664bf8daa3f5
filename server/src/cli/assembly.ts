import { existsSync, realpathSync, statSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import { openAssembly, readCdkJson, type AssemblyRemark, type GeneratedTemplate } from "../service.js";
import { isWithin } from "./gitignore.js";
import { readSource } from "./read-source.js";

/** What the command line takes from a CDK assembly. */
export interface AssemblyOnDisk {
  /** In the order of the manifest: the absolute path of each, and what the assembly knows of it, by shown paths. */
  readonly templates: readonly { readonly path: string; readonly generated: GeneratedTemplate }[];
  /** By absolute paths. */
  readonly problems: readonly AssemblyRemark[];
  readonly notices: readonly AssemblyRemark[];
}

/**
 * The folders of the assemblies that a `cdk.json` names: its `output` (by default `cdk.out`), and
 * its `app` where that is an assembly instead of a command. Only those that exist.
 */
export function assemblyFolders(cdkJson: string): readonly string[] {
  const source = readSource(cdkJson);
  const { folders } = readCdkJson(source.kind === "text" ? source.text : "{}");
  const named = folders.map((path) => resolve(dirname(cdkJson), path));
  return [...new Set(named)].filter((path) => existsSync(join(path, "manifest.json")));
}

/** Whether the CDK has written an assembly into a folder; web apps have a `manifest.json`, too. */
export function isAssembly(folder: string, names: readonly string[]): boolean {
  if (!names.includes("manifest.json")) return false;
  const source = readSource(join(folder, "manifest.json"));
  return source.kind === "text" && /"(aws:cloudformation:stack|cdk:cloud-assembly)"/.test(source.text);
}

/**
 * Reads the assembly in a folder. What lies outside it is not read, also where a symbolic link in
 * it leads there.
 *
 * @param cwd the app's source is looked for here, and beside the assembly.
 * @param shown how reports name an absolute path.
 */
export async function assemblyIn(
  folder: string,
  cwd: string,
  shown: (path: string) => string,
): Promise<AssemblyOnDisk> {
  const top = realPath(folder);
  const sources = [dirname(top ?? folder), realPath(cwd)];
  const textWithin = (roots: readonly (string | undefined)[], path: string): string | null => {
    const real = realPath(resolve(path));
    const stays = real !== undefined && roots.some((root) => root !== undefined && isWithin(root, real));
    const source = stays ? readSource(real) : null;
    return source?.kind === "text" ? source.text : null;
  };
  const { assembly, templates } = await openAssembly(plain(folder), [plain(cwd)], {
    read: (path) => Promise.resolve(textWithin([top], path)),
    readSource: (path) => Promise.resolve(textWithin(sources, path)),
    exists: (path) => Promise.resolve(isFile(resolve(path))),
  });
  const byReport = (path: string): string => shown(resolve(path));
  return {
    templates: templates.map((one) => ({
      path: resolve(one.path),
      generated: {
        ...one,
        path: byReport(one.path),
        parents: one.parents.map(({ parent, stackId }) => ({ parent: byReport(parent), stackId })),
        placeOf: (recorded) => {
          const place = one.placeOf(recorded);
          return place === null ? null : { ...place, path: byReport(place.path) };
        },
      },
    })),
    problems: assembly.problems.map(onDisk),
    notices: assembly.notices.map(onDisk),
  };
}

function plain(path: string): string {
  return path.split(sep).join("/");
}

function onDisk({ path, message }: AssemblyRemark): AssemblyRemark {
  return { path: resolve(path), message };
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
