import type { Connection, InitializeParams, WorkspaceFolder } from "vscode-languageserver";
import { Emitter, type Event } from "vscode-languageserver";
import { plainPath } from "../service.js";

/** The folders that the client has open, and how what lies in them is called. */
export class WorkspaceFolders {
  private folders: readonly { readonly uri: string; readonly path: string; readonly name: string }[];
  private readonly emitter = new Emitter<void>();

  /** Folders were added or removed: files in them may have got other names, too. */
  readonly onDidChange: Event<void> = this.emitter.event;

  constructor(given: readonly WorkspaceFolder[]) {
    this.folders = given.map(opened);
  }

  /** Follows the client's changes. To be called once it is initialized, where it tells of them. */
  follow(connection: Connection): void {
    connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
      const gone = new Set(removed.map((one) => opened(one).path));
      const kept = this.folders.filter(({ path }) => !gone.has(path));
      this.folders = [...kept, ...added.map(opened)];
      this.emitter.fire();
    });
  }

  /** Without a slash at the end. */
  get uris(): readonly string[] {
    return this.folders.map(({ uri }) => uri);
  }

  /** The same as plain paths. */
  get paths(): readonly string[] {
    return this.folders.map(({ path }) => path);
  }

  /** The path of a file within the folder it lies in, with `/`; null for what lies in none. */
  within(path: string): string | null {
    const folder = this.folderOf(path);
    return folder === undefined ? null : path.slice(folder.path.length + 1);
  }

  /** The URI of the folder that a file lies in, by its plain path; null for none. */
  uriAround(path: string): string | null {
    return this.folderOf(path)?.uri ?? null;
  }

  /**
   * What people call a file, by its plain path: no two have one name. In one folder that is the path
   * within it; in several the folder's name stands before it.
   */
  nameOf(path: string): string {
    const folder = this.folderOf(path);
    if (folder === undefined) return path.replace(/^file:\/\//, "");
    const within = path.slice(folder.path.length + 1);
    if (this.folders.length === 1) return within;
    const isUnique = this.folders.filter(({ name }) => name === folder.name).length === 1;
    return `${isUnique ? folder.name : folder.path.replace(/^file:\/\//, "")}/${within}`;
  }

  /** The innermost one: a folder may be open beside another that it lies in. */
  private folderOf(path: string): (typeof this.folders)[number] | undefined {
    return this.folders
      .filter((one) => path.startsWith(`${one.path}/`))
      .reduce<(typeof this.folders)[number] | undefined>(
        (best, one) => (best === undefined || one.path.length > best.path.length ? one : best),
        undefined,
      );
  }
}

/** The folders that a client names when it connects; older clients name one. */
export function foldersOf({ workspaceFolders, ...older }: InitializeParams): readonly WorkspaceFolder[] {
  const { rootUri } = older;
  return workspaceFolders ?? (rootUri === null ? [] : [{ uri: rootUri, name: "" }]);
}

function opened({ uri, name }: WorkspaceFolder): {
  readonly uri: string;
  readonly path: string;
  readonly name: string;
} {
  const bare = uri.replace(/\/$/, "");
  const path = plainPath(bare);
  return { uri: bare, path, name: name === "" ? path.slice(path.lastIndexOf("/") + 1) : name };
}
