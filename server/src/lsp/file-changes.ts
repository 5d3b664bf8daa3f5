import type { Connection, FileEvent } from "vscode-languageserver";
import { DidChangeWatchedFilesNotification, Emitter, WatchKind, type Event } from "vscode-languageserver";
import type { ClientSupport } from "./client-support.js";
import { WORKSPACE_FILES } from "./file-provider.js";

/** What the client says about changes of files; it is asked to once somebody wants to know. */
export class FileChanges {
  private readonly emitter = new Emitter<readonly FileEvent[]>();
  private watching = false;

  readonly onDidChange: Event<readonly FileEvent[]> = this.emitter.event;

  constructor(
    private readonly connection: Connection,
    private readonly support: ClientSupport,
  ) {
    connection.onDidChangeWatchedFiles(({ changes }) => void this.emitter.fire(changes));
  }

  /** From now on the client says when a file changes, appears or goes, where it can. */
  async watch(): Promise<void> {
    if (this.watching || !this.support.watchFiles) return;
    this.watching = true;
    await this.connection.client.register(DidChangeWatchedFilesNotification.type, {
      // Of a folder that is deleted some clients name the folder alone.
      watchers: [{ globPattern: WORKSPACE_FILES }, { globPattern: "**/*", kind: WatchKind.Delete }],
    });
  }
}
