import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, realpathSync, symlinkSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import {
  analyse,
  openAssembly,
  openWorkspace,
  parseSettings,
  type OpenedAssembly,
} from "../../server/src/service.js";
import type { SourceSite } from "../../server/src/source-fixes.js";

const ROOT = join(import.meta.dirname, "../..");
const TSX = pathToFileURL(join(ROOT, "node_modules/tsx/dist/loader.mjs")).href;

/** A folder with a copy of the app, and one version of the CDK. @param packages a folder with `node_modules`. */
export function copyOfApp(packages: string): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "dynamodb-encryption-lint-source-")));
  cpSync(join(import.meta.dirname, "source-app"), folder, { recursive: true });
  symlinkSync(join(packages, "node_modules"), join(folder, "node_modules"), "dir");
  return folder;
}

/** Runs the app, with the traces that debugging gives. */
export function synthesise(folder: string): void {
  const { status, stderr } = spawnSync(process.execPath, ["--import", TSX, "app.ts"], {
    cwd: folder,
    encoding: "utf8",
    env: {
      ...process.env,
      CDK_DEBUG: "1",
      CDK_OUTDIR: join(folder, "cdk.out"),
      CDK_VALIDATION: "false",
      CDK_CONTEXT_JSON: JSON.stringify({ "aws:cdk:enable-path-metadata": true }),
      // What the CDK says of its own deprecated names is of no interest.
      JSII_DEPRECATED: "quiet",
    },
  });
  if (status !== 0) throw new Error(`The app fails: ${stderr}`);
}

/** What `tsc --noEmit` has to say about the app, the JavaScript in it aside; empty if nothing. */
export function typeErrors(folder: string): string {
  const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
  const { stdout } = spawnSync(process.execPath, [tsc, "--noEmit", "--project", "."], {
    cwd: folder,
    encoding: "utf8",
  });
  return stdout;
}

/** The templates of the assembly by their paths in it. */
export async function templatesOf(folder: string): Promise<ReadonlyMap<string, Template>> {
  const { templates } = await opened(folder);
  return new Map(
    templates.map(({ path }) => [
      relative(join(folder, "cdk.out"), path),
      JSON.parse(readFileSync(path, "utf8")) as Template,
    ]),
  );
}

export interface Template {
  readonly Resources?: Readonly<Record<string, Resource>>;
}

export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly Metadata?: Readonly<Record<string, unknown>>;
}

/** A finding about one place in the source; `path` of the site is absolute. */
export interface Found {
  readonly site: SourceSite;
  readonly message: string;
}

/** Lints the assembly and finds the places in the source that its findings are about, one per rule and place. */
export async function findingsInSource(folder: string): Promise<readonly Found[]> {
  const { templates } = await opened(folder);
  const workspace = openWorkspace();
  workspace.setGenerated(templates);
  const texts = new Map(templates.map(({ path }) => [path, readFileSync(path, "utf8")]));
  for (const [path, text] of texts) workspace.put(path, text);
  const { settings } = parseSettings();
  const tree = constructsIn(folder);
  const found = new Map<string, Found>();
  for (const { path, stack } of templates) {
    const text = texts.get(path) ?? "";
    const { Resources = {} } = JSON.parse(text) as Template;
    const analysis = analyse({ path, text }, { settings, today: "2026-01-01", workspace });
    for (const { rule, messageId, message, resource } of analysis.findings) {
      const element = resource === null ? undefined : stack.elements.get(resource);
      const made = resource === null ? null : analysis.madeBy(resource);
      if (resource === null || element === undefined || !made?.source) {
        throw new Error(`Nobody knows where this is made: ${path} ${resource}: ${rule}`);
      }
      const { path: source, line, column } = made.source;
      const place = `${rule} ${messageId} ${source}:${line}:${column}`;
      const construct = made.construct.replace(/\/Resource$/, "");
      const [assignment] = element.assignments.filter(({ property }) => /^sseSpecification$/i.test(property));
      const before = found.get(place)?.site;
      const replicas = Resources[resource]?.Properties?.["Replicas"] as
        readonly { Region: unknown }[] | undefined;
      found.set(place, {
        message,
        site: {
          text: readFileSync(source, "utf8"),
          path: source,
          position: { line, column },
          assignment: assignment === undefined ? null : assignment.source,
          constructId: construct.split("/").at(-1) ?? "",
          constructFqn: tree.get(construct)?.fqn ?? null,
          libraryVersion: tree.get(construct)?.version ?? null,
          constructPath: construct,
          cfnType: Resources[resource]?.Type ?? "",
          rule,
          messageId,
          stack: {
            region: stack.region,
            regionAgnostic: stack.region === null || before?.stack.regionAgnostic === true,
          },
          replicaRegions: (replicas ?? []).flatMap(({ Region }) =>
            typeof Region === "string" && Region !== stack.region ? [Region] : [],
          ),
          resources: [...(before?.resources ?? []), resource],
          accept: "customer-managed",
        },
      });
    }
  }
  return [...found.values()];
}

function opened(folder: string): Promise<OpenedAssembly> {
  const read = (path: string): Promise<string | null> => readFile(path, "utf8").catch(() => null);
  return openAssembly(join(folder, "cdk.out"), [], {
    read,
    readSource: read,
    exists: (path) => Promise.resolve(existsSync(path)),
  });
}

interface TreeNode {
  readonly path: string;
  readonly constructInfo?: { readonly fqn: string; readonly version: string };
  readonly children?: Readonly<Record<string, TreeNode>>;
}

/** What `tree.json` tells of each construct. */
function constructsIn(
  folder: string,
): ReadonlyMap<string, { readonly fqn: string; readonly version: string }> {
  const { tree } = JSON.parse(readFileSync(join(folder, "cdk.out/tree.json"), "utf8")) as { tree: TreeNode };
  const found = new Map<string, { readonly fqn: string; readonly version: string }>();
  const waiting = [tree];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.constructInfo !== undefined) found.set(node.path, node.constructInfo);
    waiting.push(...Object.values(node.children ?? {}));
  }
  return found;
}
