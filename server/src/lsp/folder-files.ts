import type { CancellationToken, Connection } from "vscode-languageserver";
import { ClientFiles } from "./client-files.js";
import type { ClientSupport } from "./client-support.js";
import type { FileList, FileProvider, FileQuery, FileText } from "./file-provider.js";
import type { Host } from "./host.js";
import type { WorkspaceFolders } from "./workspace-folders.js";

/** The files of the folders that are open now; null where neither the host nor the client gives any. */
export function folderFiles(
  connection: Connection,
  host: Host,
  support: ClientSupport,
  folders: WorkspaceFolders,
): FileProvider | null {
  const choose = (): FileProvider | null =>
    host.filesFor(folders.uris) ?? (support.workspaceFiles ? new ClientFiles(connection) : null);
  const files = choose();
  return files === null ? null : new FolderFiles(files, choose, folders);
}

class FolderFiles implements FileProvider {
  constructor(
    private files: FileProvider,
    choose: () => FileProvider | null,
    folders: WorkspaceFolders,
  ) {
    folders.onDidChange(() => (this.files = choose() ?? this.files));
  }

  list(query: FileQuery, token: CancellationToken): Promise<FileList> {
    return this.files.list(query, token);
  }

  read(uri: string, maximumBytes: number, token: CancellationToken): Promise<FileText> {
    return this.files.read(uri, maximumBytes, token);
  }

  exists(uri: string, token: CancellationToken): Promise<boolean> {
    return this.files.exists(uri, token);
  }

  modified(uri: string, token: CancellationToken): Promise<number | null> {
    return this.files.modified(uri, token);
  }
}
