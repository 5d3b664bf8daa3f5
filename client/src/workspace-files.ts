import type { Uri } from "vscode";
import { FileType, workspace, type CancellationToken } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";

interface ListFilesParams {
  /** A glob. */
  readonly include: string;
  /** A glob; empty where nothing is left out. */
  readonly exclude: string;
  readonly limit: number;
}

interface ReadFileParams {
  readonly uri: string;
  readonly maximumBytes: number;
}

interface FileParams {
  readonly uri: string;
}

/** What the server gets for a file: its text, or why there is none. */
type FileText =
  { readonly text: string } | { readonly text: null; readonly reason: "too-large" | "unreadable" };

/** Reads the workspace's files for the server, wherever they are: on a disk, behind a remote, in a browser. */
export function answerFileRequests(client: BaseLanguageClient): void {
  client.onRequest("dynamodbEncryption/listFiles", (params: ListFilesParams, token: CancellationToken) =>
    listFiles(client, params, token),
  );
  client.onRequest("dynamodbEncryption/readFile", (params: ReadFileParams) => readFile(client, params));
  client.onRequest("dynamodbEncryption/fileExists", (params: FileParams) => fileExists(client, params));
  client.onRequest("dynamodbEncryption/fileModified", (params: FileParams) => fileModified(client, params));
}

async function listFiles(
  { code2ProtocolConverter }: BaseLanguageClient,
  { include, exclude, limit }: ListFilesParams,
  token: CancellationToken,
): Promise<{ readonly uris: readonly string[]; readonly more: boolean }> {
  const files = await workspace.findFiles(include, exclude === "" ? null : exclude, limit + 1, token);
  const uris = files.slice(0, limit).map((uri) => code2ProtocolConverter.asUri(uri));
  return { uris, more: files.length > limit };
}

async function readFile(
  { protocol2CodeConverter }: BaseLanguageClient,
  { uri: name, maximumBytes }: ReadFileParams,
): Promise<FileText> {
  try {
    const uri: Uri = protocol2CodeConverter.asUri(name);
    const { size, type } = await workspace.fs.stat(uri);
    if ((type & FileType.File) === 0) return { text: null, reason: "unreadable" };
    if (size > maximumBytes) return { text: null, reason: "too-large" };
    return { text: new TextDecoder("utf-8").decode(await workspace.fs.readFile(uri)) };
  } catch {
    return { text: null, reason: "unreadable" };
  }
}

async function fileExists(
  { protocol2CodeConverter }: BaseLanguageClient,
  { uri }: FileParams,
): Promise<boolean> {
  try {
    const { type } = await workspace.fs.stat(protocol2CodeConverter.asUri(uri));
    return (type & FileType.File) !== 0;
  } catch {
    return false;
  }
}

/** In milliseconds since 1970; null where the file system doesn't tell. */
async function fileModified(
  { protocol2CodeConverter }: BaseLanguageClient,
  { uri }: FileParams,
): Promise<number | null> {
  try {
    const { mtime } = await workspace.fs.stat(protocol2CodeConverter.asUri(uri));
    return mtime > 0 ? mtime : null;
  } catch {
    return null;
  }
}
