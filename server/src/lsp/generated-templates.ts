import type { CancellationToken } from "vscode-languageserver";
import { CancellationToken as Token } from "vscode-languageserver";
import { openAssembly, plainPath, type OpenedAssembly, type TemplateWorkspace } from "../service.js";
import type { FileProvider } from "./file-provider.js";
import { uriOf } from "./uris.js";

/** Assemblies hold metadata beside templates, and apps can be large. */
const MAXIMUM_BYTES = 50 * 1024 * 1024;
const LOCK_PAUSE_MILLISECONDS = 200;
const LOCK_PATIENCE = 150;

/** The CDK writes a manifest into the folder of each assembly. */
export function isManifest(uri: string): boolean {
  return uri.endsWith("/manifest.json");
}

/**
 * The CDK assemblies of the workspace: what their manifests name is read, and what else lies in
 * their folders (templates of removed stacks, assets) is not.
 */
export class GeneratedTemplates {
  /** By the plain path of their folder; only the outermost. */
  private readonly assemblies = new Map<string, OpenedAssembly>();

  constructor(
    private readonly templates: TemplateWorkspace,
    private readonly files: FileProvider | null,
    private readonly roots: readonly string[],
  ) {}

  /** Opens the assemblies among these files; returns the files that are to be read. */
  async read(uris: readonly string[], token: CancellationToken): Promise<readonly string[]> {
    const folders = uris.filter(isManifest).map((uri) => folderOf(plainPath(uri)));
    for (const folder of folders.sort((a, b) => a.length - b.length)) {
      if (![...this.assemblies.keys()].some((outer) => folder.startsWith(`${outer}/`))) {
        await this.open(folder, token);
      }
    }
    const listed = new Set(uris);
    const named = [...this.assemblies.values()].flatMap(({ assembly }) => [...assembly.templates.keys()]);
    return [
      ...uris.filter((uri) => this.isWanted(uri)),
      ...named.map(uriOf).filter((uri) => !listed.has(uri)),
    ];
  }

  /** Opens the assembly of a manifest again, once the CDK has finished; returns the templates it names. */
  async reread(manifest: string): Promise<readonly string[]> {
    const own = folderOf(plainPath(manifest));
    const folder = [...this.assemblies.keys()].find((outer) => own.startsWith(`${outer}/`)) ?? own;
    const before = this.assemblies.get(folder)?.assembly.templates.keys() ?? [];
    const known = new Set(before);
    this.assemblies.delete(folder);
    for (let tries = 0; tries < LOCK_PATIENCE; tries++) {
      await this.open(folder, Token.None);
      if (this.assemblies.get(folder)?.assembly.locked !== true) break;
      await new Promise((resolve) => setTimeout(resolve, LOCK_PAUSE_MILLISECONDS));
    }
    const now = [...(this.assemblies.get(folder)?.assembly.templates.keys() ?? [])];
    for (const path of known) if (!now.includes(path)) this.templates.put(uriOf(path), null);
    return now.map(uriOf);
  }

  /** Whether a file is to be read: a template in an assembly's folder only where the manifest names it. */
  isWanted(uri: string): boolean {
    const path = plainPath(uri);
    for (const [folder, { assembly }] of this.assemblies) {
      if (path.startsWith(`${folder}/`)) return assembly.templates.has(path);
    }
    return true;
  }

  /** Tells the workspace what the assemblies know of their templates. */
  deploy(): ReadonlySet<string> {
    return this.templates.setGenerated([...this.assemblies.values()].flatMap(({ templates }) => templates));
  }

  private async open(folder: string, token: CancellationToken): Promise<void> {
    const { files } = this;
    if (files === null) return;
    const opened = await openAssembly(folder, this.roots, {
      read: async (path) => (await files.read(uriOf(path), MAXIMUM_BYTES, token)).text,
      exists: (path) => files.exists(uriOf(path), token),
    });
    if (opened.assembly.templates.size > 0 || opened.assembly.locked) this.assemblies.set(folder, opened);
  }
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}
