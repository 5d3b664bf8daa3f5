import type { CancellationToken, WorkDoneProgressReporter } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Judged } from "./analyses.js";
import { TEMPLATE_FILES, type FileProvider } from "./file-provider.js";
import type { Session } from "./session.js";
import { openDocument } from "./uris.js";

/** The files that can be templates. */
export interface FileListing {
  readonly uris: readonly string[];
  /** There are more files than are read in one go: how many are; null where all were listed. */
  readonly limit: number | null;
}

/** The files of the workspace as templates: which there are, and each of them judged. */
export class TemplateFiles {
  constructor(
    private readonly session: Session,
    private readonly files: FileProvider,
  ) {}

  /** Those that count, once the workspace's links have been read; null where that was stopped. */
  async list(token: CancellationToken): Promise<FileListing | null> {
    const { configuration, index } = this.session;
    const { maximumFiles: limit, exclude } = (await configuration.settingsFor("")).workspace;
    index.start();
    const query = { include: TEMPLATE_FILES, exclude, limit };
    const [{ uris, more }] = await Promise.all([this.files.list(query, token), index.settled()]);
    if (token.isCancellationRequested) return null;
    return { uris: uris.filter((uri) => index.isWanted(uri)), limit: more ? limit : null };
  }

  /**
   * Judges one file, with the text of its document where it is open. Null where it is no template;
   * "skipped" where it is too large or can't be read, which the log says, and where that was stopped.
   */
  async judge(uri: string, token: CancellationToken): Promise<Judged | null | "skipped"> {
    const { analyses, configuration, connection, documents } = this.session;
    const open = openDocument(documents, uri);
    if (open !== undefined) return analyses.of(open.uri, token);
    const { workspace } = await configuration.settingsOfWorkspace();
    const file = await this.files.read(uri, workspace.maximumBytes, token);
    if (token.isCancellationRequested) return "skipped";
    if (file.text !== null) return analyses.ofFile(TextDocument.create(uri, "", 0, file.text));
    const reason = file.reason === "too-large" ? "it is too large" : "it can't be read";
    connection.console.warn(`${uri} was left out: ${reason}.`);
    return "skipped";
  }
}

/**
 * Visits files one after another, so that keystrokes and a cancellation get through in between.
 *
 * @returns false where it was stopped.
 */
export async function visitAll(
  uris: readonly string[],
  progress: WorkDoneProgressReporter,
  token: CancellationToken,
  visit: (uri: string) => Promise<void>,
): Promise<boolean> {
  let reported = -1;
  for (const [index, uri] of uris.entries()) {
    const percentage = Math.floor((100 * index) / uris.length);
    // A message for each of many small files would take longer than to read them.
    if (percentage !== reported) progress.report(percentage, `${index + 1} of ${uris.length} files`);
    reported = percentage;
    await visit(uri);
    if (token.isCancellationRequested) return false;
  }
  return true;
}
