import type { Connection, Event, FileEvent, TextDocuments } from "vscode-languageserver";
import { CancellationToken, Emitter, FileChangeType } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import {
  isConfigFile,
  openConfigFolders,
  plainPath,
  searchLater,
  type ConfigFolders,
  type ProjectConfig,
} from "../service.js";
import type { FileChanges } from "./file-changes.js";
import type { FileProvider } from "./file-provider.js";
import { logFailure } from "./messages.js";
import { uriOf } from "./uris.js";
import type { WorkspaceFolders } from "./workspace-folders.js";

/** Nobody writes more than that into a configuration by hand. */
const MAXIMUM_BYTES = 1024 * 1024;

/**
 * The configuration files of the workspace: found when somebody asks for that of a template, and
 * followed from then on. What counts is what is saved.
 */
export class ProjectConfigs {
  private folders: ConfigFolders = openConfigFolders();
  /** The nearest configuration, by folder. */
  private readonly nearest = new Map<string, Promise<ProjectConfig | null>>();
  private queue: Promise<void> = Promise.resolve();
  private readonly changed = new Emitter<void>();
  private readonly read = new Emitter<ReadonlySet<string>>();

  /** Tells that files may have other settings now. */
  readonly onDidChange: Event<void> = this.changed.event;

  /** Tells the plain paths of configurations that were found, or are gone. */
  readonly onDidRead: Event<ReadonlySet<string>> = this.read.event;

  constructor(
    private readonly connection: Connection,
    documents: TextDocuments<TextDocument>,
    private readonly files: FileProvider | null,
    private readonly changes: FileChanges,
    private readonly workspace: WorkspaceFolders,
  ) {
    changes.onDidChange((events) => this.follow(events));
    // A client that can't watch files tells what it saves itself.
    documents.onDidSave(({ document }) => this.follow([{ uri: document.uri, type: FileChangeType.Changed }]));
    workspace.onDidChange(() => this.startAnew());
  }

  /** The configuration of a file, by its plain path; null for none, and for what lies in no folder of the workspace. */
  async for(path: string): Promise<ProjectConfig | null> {
    if (this.files === null || this.workspace.within(path) === null) return null;
    const folder = path.slice(0, path.lastIndexOf("/"));
    const known = this.nearest.get(folder) ?? this.search(folder);
    this.nearest.set(folder, known);
    return known;
  }

  /** A configuration that was found, by its plain path. */
  at(path: string): ProjectConfig | null {
    return this.folders.found.find((one) => one.path === path) ?? null;
  }

  private async search(folder: string): Promise<ProjectConfig | null> {
    try {
      this.watch();
      const before = new Set(this.folders.found);
      const isTop = (one: string): boolean => this.isOutermost(one);
      const found = await searchLater(this.folders.nearest(folder, isTop), (path) => this.textOf(path));
      const paths = this.folders.found.filter((one) => !before.has(one)).map(({ path }) => path);
      if (paths.length > 0) this.read.fire(new Set(paths));
      return found;
    } catch (error) {
      logFailure(this.connection, "Looking for a configuration", error);
      return null;
    }
  }

  /** From before the first look on: then no change goes unnoticed. */
  private watch(): void {
    this.changes
      .watch()
      .catch((error: unknown) => logFailure(this.connection, "client/registerCapability", error));
  }

  /** A folder may be open beside another that it lies in. */
  private isOutermost(folder: string): boolean {
    const { paths } = this.workspace;
    return paths.includes(folder) && !paths.some((one) => folder.startsWith(`${one}/`));
  }

  private async textOf(path: string): Promise<string | null> {
    const { files } = this;
    const uri = uriOf(path);
    // Most folders have none: to ask costs less than to read.
    if (files === null || !(await files.exists(uri, CancellationToken.None))) return null;
    return (await files.read(uri, MAXIMUM_BYTES, CancellationToken.None)).text;
  }

  private follow(events: readonly FileEvent[]): void {
    const touched = new Set(events.flatMap((event) => this.foldersTouched(event)));
    if (touched.size === 0) return;
    this.queue = this.queue
      .then(() => this.readAgain(touched))
      .catch((error: unknown) => logFailure(this.connection, "Reading a configuration again", error));
  }

  /** Of a folder that is deleted, some clients name the folder alone. */
  private foldersTouched({ uri, type }: FileEvent): readonly string[] {
    const path = plainPath(uri);
    const { folders } = this.folders;
    if (isConfigFile(path)) return folders.filter((one) => one === path.slice(0, path.lastIndexOf("/")));
    if (type !== FileChangeType.Deleted) return [];
    return folders.filter((one) => one === path || one.startsWith(`${path}/`));
  }

  private async readAgain(touched: ReadonlySet<string>): Promise<void> {
    const concerned = new Set<string>();
    for (const folder of touched) {
      const before = this.folders.in(folder) ?? null;
      this.folders.forget(folder);
      const after = await searchLater(
        this.folders.nearest(folder, () => true),
        (path) => this.textOf(path),
      );
      // Most changes of a package.json are about other things.
      const isSame = before?.path === after?.path && written(before) === written(after);
      for (const one of isSame ? [] : [before, after]) if (one !== null) concerned.add(one.path);
    }
    if (concerned.size === 0) return;
    this.nearest.clear();
    this.read.fire(concerned);
    this.changed.fire();
  }

  private startAnew(): void {
    const before = new Set(this.folders.found.map(({ path }) => path));
    this.folders = openConfigFolders();
    this.nearest.clear();
    this.read.fire(before);
    this.changed.fire();
  }
}

function written(config: ProjectConfig | null): string {
  return config === null ? "" : JSON.stringify([config.text, config.problems]);
}
