import type { CancellationToken } from "vscode-languageserver";
import { CancellationToken as Token } from "vscode-languageserver";
import { openAssembly, plainPath, type OpenedAssembly, type TemplateWorkspace } from "../service.js";
import type { FileProvider } from "./file-provider.js";
import { uriOf } from "./uris.js";
import type { WorkspaceFolders } from "./workspace-folders.js";

/** Assemblies hold metadata beside templates, and apps can be large. */
const MAXIMUM_BYTES = 50 * 1024 * 1024;
/** A bundle of an app, or its source map. */
const MAXIMUM_SOURCE_BYTES = 20 * 1024 * 1024;
const LOCK_PAUSE_MILLISECONDS = 200;
const LOCK_PATIENCE = 150;

/** The CDK writes a manifest into the folder of each assembly. */
export function isManifest(uri: string): boolean {
  return uri.endsWith("/manifest.json");
}

/** What is read of an assembly beside its templates; the report comes some seconds after the manifest. */
export function isAssemblyFile(uri: string): boolean {
  return isManifest(uri) || uri.endsWith("/validation-report.json");
}

/**
 * The CDK assemblies of the workspace: what their manifests name is read, and what else lies in
 * their folders (templates of removed stacks, assets) is not.
 */
export class GeneratedTemplates {
  /** By the plain path of their folder; only the outermost. */
  private assemblies = new Map<string, OpenedAssembly>();

  /** @param pause waits a moment for the CDK to finish. */
  constructor(
    private readonly templates: TemplateWorkspace,
    private readonly files: FileProvider | null,
    private readonly folders: WorkspaceFolders,
    private readonly pause: () => Promise<void> = shortly,
  ) {}

  /** Opens the assemblies among these files; returns the files that are to be read. */
  async read(uris: readonly string[], token: CancellationToken): Promise<readonly string[]> {
    const found = new Map<string, OpenedAssembly>();
    const folders = uris.filter(isManifest).map((uri) => folderOf(plainPath(uri)));
    for (const folder of folders.sort((a, b) => a.length - b.length)) {
      if ([...found.keys()].some((outer) => folder.startsWith(`${outer}/`))) continue;
      const opened = await this.open(folder, token);
      if (opened !== null) found.set(folder, opened);
    }
    this.assemblies = found;
    const listed = new Set(uris.map(plainPath));
    const named = [...found.values()].flatMap(({ assembly }) => [...assembly.templates.keys()]);
    return [
      ...uris.filter((uri) => this.isWanted(uri)),
      ...named.filter((path) => !listed.has(path)).map(uriOf),
    ];
  }

  /** The manifests of assemblies that the CDK was writing when they were read. */
  get unfinished(): readonly string[] {
    return [...this.assemblies].flatMap(([folder, { assembly }]) =>
      assembly.locked ? [uriOf(`${folder}/manifest.json`)] : [],
    );
  }

  /** The folder of the outermost assembly that a manifest belongs to, as a plain path. */
  assemblyOf(manifest: string): string {
    const own = folderOf(plainPath(manifest));
    return [...this.assemblies.keys()].find((outer) => own.startsWith(`${outer}/`)) ?? own;
  }

  /** The manifest that the CDK writes last of the assembly with this template; null for no such template. */
  manifestFor(template: string): string | null {
    const path = plainPath(template);
    for (const [folder, { assembly }] of this.assemblies) {
      if (assembly.templates.has(path)) return uriOf(`${folder}/manifest.json`);
    }
    return null;
  }

  /**
   * Opens the assembly in a folder again, once the CDK has finished; what was known of it holds
   * until then. Returns the templates that it names.
   */
  async reread(folder: string): Promise<readonly string[]> {
    let opened = await this.open(folder, Token.None);
    for (let tries = 1; opened?.assembly.locked === true && tries < LOCK_PATIENCE; tries++) {
      await this.pause();
      opened = await this.open(folder, Token.None);
    }
    if (opened === null) this.assemblies.delete(folder);
    else this.assemblies.set(folder, opened);
    return [...(opened?.assembly.templates.keys() ?? [])].map(uriOf);
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

  /** Null where there is none. */
  private async open(folder: string, token: CancellationToken): Promise<OpenedAssembly | null> {
    const { files } = this;
    if (files === null) return null;
    const opened = await openAssembly(folder, this.folders.paths, {
      read: async (path) => (await files.read(uriOf(path), MAXIMUM_BYTES, token)).text,
      readSource: async (path) => (await files.read(uriOf(path), MAXIMUM_SOURCE_BYTES, token)).text,
      exists: (path) => files.exists(uriOf(path), token),
    });
    return opened.assembly.templates.size > 0 || opened.assembly.locked ? opened : null;
  }
}

function shortly(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, LOCK_PAUSE_MILLISECONDS));
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}
