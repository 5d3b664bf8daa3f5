import { readFileSync } from "node:fs";
import { basename, dirname, resolve, sep } from "node:path";
import {
  openAssemblySync,
  openWorkspace,
  topAssembly,
  type AssemblyRemark,
  type GeneratedTemplate,
  type StackTemplate,
  type TemplateWorkspace,
} from "../service.js";
import type { StackTemplatePath, ValidationContext } from "./plugin.js";

/** A template that the CDK asks about, directly or as a nested stack of one. */
export interface AskedTemplate {
  /** Plain, as in the workspace. */
  readonly path: string;
  /** As the disk knows it. */
  readonly file: string;
  readonly text: string;
  readonly stack: StackTemplate;
  /** The construct to which the template's resources belong where they are none themselves; null where they are. */
  readonly owner: string | null;
}

export interface OpenedApp {
  /** Every template of the app, linked: also those that the CDK doesn't ask about. */
  readonly workspace: TemplateWorkspace;
  readonly asked: readonly AskedTemplate[];
  /** What couldn't be read or followed. */
  readonly problems: readonly AssemblyRemark[];
}

const REPORT = "validation-report.json";

/** Opens the assembly that the CDK has just written. Reads the disk. */
export function openApp(context: ValidationContext): OpenedApp {
  const texts = new Map<string, string | null>();
  const read = (path: string): string | null => {
    // It is the last synthesis's: what is acknowledged in this one, the CDK sets aside afterwards.
    if (basename(path) === REPORT) return null;
    if (!texts.has(path)) texts.set(path, readText(path));
    return texts.get(path) ?? null;
  };
  const stacks = stacksOf(context);
  const tops = new Set(stacks.map(({ path }) => topAssembly(plain(dirname(path)), read)));
  const opened = [...tops]
    .filter((folder) => read(`${folder}/manifest.json`) !== null)
    .map((folder) => openAssemblySync(folder, read));
  const listed = opened.flatMap(({ templates }) => templates);
  const generated = [...listed, ...unlisted(stacks, listed)].map(withoutAcknowledged);
  const workspace = openWorkspace((path) => shownIn(tops, path));
  for (const { path } of generated) workspace.put(path, read(path));
  workspace.setGenerated(generated);
  return {
    workspace,
    asked: askedAmong(generated, new Set(stacks.map(({ path }) => path)), read),
    problems: [
      ...opened.flatMap(({ assembly }) => assembly.problems),
      ...stacks.filter(({ path }) => read(path) === null).map(unreadable),
    ],
  };
}

/** What is acknowledged the CDK sets aside by itself, once it has been told of it. */
function withoutAcknowledged(template: GeneratedTemplate): GeneratedTemplate {
  return { ...template, stack: { ...template.stack, acknowledged: [] } };
}

interface AskedStack extends Omit<StackTemplatePath, "templatePath" | "stackConstructPath"> {
  /** Plain. */
  readonly path: string;
  readonly construct: string | null;
}

/** Older versions of the CDK name the files alone, and a stage's ones twice where both have the plugin. */
function stacksOf({ templatePaths, stackTemplates }: ValidationContext): readonly AskedStack[] {
  const stacks =
    stackTemplates?.map(({ templatePath, stackConstructPath, accountId, region }) => ({
      path: plain(resolve(templatePath)),
      construct: stackConstructPath,
      accountId,
      region,
    })) ?? templatePaths.map((path) => ({ path: plain(resolve(path)), construct: null }));
  return [...new Map(stacks.map((stack) => [stack.path, stack])).values()];
}

/** Templates that no manifest names: what the CDK says of them has to do. */
function unlisted(
  stacks: readonly AskedStack[],
  listed: readonly GeneratedTemplate[],
): readonly GeneratedTemplate[] {
  const known = new Set(listed.map(({ path }) => path));
  return stacks
    .filter(({ path }) => !known.has(path))
    .map(({ path, construct, accountId, region }) => ({
      path,
      stack: {
        path,
        artifactId: basename(path).replace(/\.template\.json$/, ""),
        stackName: null,
        region: region ?? null,
        account: accountId ?? null,
        constructPath: construct,
        parents: [],
        source: null,
        elements: new Map(),
        acknowledged: [],
      },
      parents: [],
      placeOf: () => null,
    }));
}

function askedAmong(
  generated: readonly GeneratedTemplate[],
  roots: ReadonlySet<string>,
  read: (path: string) => string | null,
): readonly AskedTemplate[] {
  const byPath = new Map(generated.map((one) => [one.path, one]));
  const isAsked = ({ path, parents }: GeneratedTemplate, seen: readonly string[] = []): boolean =>
    roots.has(path) ||
    parents.some(({ parent }) => {
      const above = byPath.get(parent);
      return above !== undefined && !seen.includes(parent) && isAsked(above, [...seen, parent]);
    });
  return generated
    .filter((one) => isAsked(one))
    .flatMap(({ path, stack }) => {
      const text = read(path);
      const owner = ownerOf(stack, (parent) => byPath.get(parent)?.stack);
      return text === null ? [] : [{ path, file: resolve(path), text, stack, owner }];
    });
}

/** The construct that deploys a template which the CDK hasn't made from constructs, as `CfnStack` does. */
function ownerOf(
  { constructPath, parents }: StackTemplate,
  stackAt: (path: string) => StackTemplate | undefined,
): string | null {
  const [by] = parents;
  if (constructPath !== null || by === undefined) return null;
  const parent = stackAt(by.path);
  return parent?.elements.get(by.logicalId)?.constructPath ?? parent?.constructPath ?? null;
}

/** How messages call a template: by its path in the assembly. */
function shownIn(tops: ReadonlySet<string>, path: string): string {
  const top = [...tops].find((folder) => path.startsWith(`${folder}/`));
  return top === undefined ? path : path.slice(top.length + 1);
}

function unreadable({ path }: AskedStack): AssemblyRemark {
  return { path, message: `'${basename(path)}' can't be read, so it isn't checked.` };
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

function plain(path: string): string {
  return path.split(sep).join("/");
}
