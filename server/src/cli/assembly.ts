import { existsSync, realpathSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { isWithin } from "./gitignore.js";
import { readSource } from "./read-source.js";

/** The templates of a CDK assembly, and what couldn't be followed. */
export interface Assembly {
  /** Absolute paths, in the order of the manifest. */
  readonly templates: readonly string[];
  readonly troubles: readonly { readonly path: string; readonly message: string }[];
}

const STACK = "aws:cloudformation:stack";
const NESTED_ASSEMBLY = "cdk:cloud-assembly";
const NESTED_TEMPLATE = /"aws:asset:path"\s*:\s*"([^"\\]+\.nested\.template\.json)"/g;

/**
 * The folders of the assemblies that a `cdk.json` names: its `output` (by default `cdk.out`), and
 * its `app` where that is an assembly instead of a command. Only those that exist.
 */
export function assemblyFolders(cdkJson: string): readonly string[] {
  const settings = readJson(cdkJson);
  const folder = dirname(cdkJson);
  const output = textIn(settings, "output") ?? "cdk.out";
  const app = textIn(settings, "app");
  const named = [output, ...(app === undefined ? [] : [app])].map((path) => resolve(folder, path));
  return [...new Set(named)].filter((path) => existsSync(join(path, "manifest.json")));
}

/**
 * Follows an assembly's manifest to its templates: stacks, nested assemblies (stages), and the
 * templates of nested stacks. Stale templates that lie beside them aren't part of it. What a
 * manifest names outside its folder is not followed.
 */
export function readAssembly(folder: string): Assembly {
  const found = new Set<string>();
  const troubles: { path: string; message: string }[] = [];
  const visited = new Set<string>();
  visit(folder);
  return { templates: [...found], troubles };

  function visit(current: string): void {
    const real = realPath(current);
    if (real === undefined || visited.has(real)) return;
    visited.add(real);
    const manifest = join(current, "manifest.json");
    const artifacts = objectIn(readJson(manifest), "artifacts");
    if (artifacts === undefined) {
      troubles.push({
        path: manifest,
        message: "This is no manifest of a CDK assembly: it has no artifacts.",
      });
      return;
    }
    for (const artifact of Object.values(artifacts)) {
      const properties = objectIn(artifact, "properties");
      const type = textIn(artifact, "type");
      if (type === STACK) template(manifest, current, textIn(properties, "templateFile"));
      if (type !== NESTED_ASSEMBLY) continue;
      const below = inside(manifest, current, textIn(properties, "directoryName"));
      if (below !== undefined) visit(below);
    }
  }

  function template(manifest: string, base: string, name: string | undefined): void {
    const path = inside(manifest, base, name);
    if (path === undefined || found.has(path)) return;
    found.add(path);
    const source = readSource(path);
    if (source.kind !== "text") return;
    for (const match of source.text.matchAll(NESTED_TEMPLATE)) template(path, base, match[1]);
  }

  /** The path, if it stays in the folder also when its symbolic links are followed. */
  function inside(from: string, base: string, name: string | undefined): string | undefined {
    if (name === undefined) return undefined;
    const path = resolve(base, name);
    const real = realPath(path);
    const top = realPath(folder);
    const stays = isWithin(folder, path) && real !== undefined && top !== undefined && isWithin(top, real);
    if (stays) return path;
    const why = isWithin(folder, path) && real === undefined ? "isn't there" : "lies outside the assembly";
    troubles.push({ path: from, message: `'${name}' ${why}, so it isn't read.` });
    return undefined;
  }
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

/** The JSON of a file, or undefined where it can't be read. */
function readJson(path: string): unknown {
  const source = readSource(path);
  try {
    return source.kind === "text" ? JSON.parse(source.text) : undefined;
  } catch {
    return undefined;
  }
}

function objectIn(value: unknown, key: string): Readonly<Record<string, unknown>> | undefined {
  const inner = propertyOf(value, key);
  return typeof inner === "object" && inner !== null && !Array.isArray(inner)
    ? (inner as Readonly<Record<string, unknown>>)
    : undefined;
}

function textIn(value: unknown, key: string): string | undefined {
  const inner = propertyOf(value, key);
  return typeof inner === "string" ? inner : undefined;
}

function propertyOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}
