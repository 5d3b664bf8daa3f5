import type { CancellationToken, Connection } from "vscode-languageserver";
import { RequestType } from "vscode-languageserver";
import { isRecord } from "./client-support.js";

/** The files of a workspace. The server reads none itself: the client knows where they are and how to get at them. */
export interface FileProvider {
  /** The files that could be templates, in a stable order; at most `limit` of them. */
  list(limit: number, token: CancellationToken): Promise<FileList>;
  /** The text of one file; a reason where it can't be had. */
  read(uri: string, maximumBytes: number, token: CancellationToken): Promise<FileText>;
}

export interface FileList {
  readonly uris: readonly string[];
  /** There are more than the limit. */
  readonly more: boolean;
}

export type FileText =
  { readonly text: string } | { readonly text: null; readonly reason: "too-large" | "unreadable" };

/** Every name a template can have, as a glob of the protocol. */
export const TEMPLATE_FILES = "**/*.{yaml,yml,json,jsonc,template}";

/** Folders that hold what others wrote or what a build left, not what somebody edits. */
const OTHERS_FILES = "{**/{node_modules,.git,.hg,.svn,.aws-sam,.serverless}/**,**/cdk.out/asset.*/**}";

const listFiles = new RequestType<object, unknown, void>("dynamodbEncryption/listFiles");
const readFile = new RequestType<object, unknown, void>("dynamodbEncryption/readFile");

/** Asks the client for its files (`initializationOptions.workspaceFiles` says that it answers). */
export class ClientFiles implements FileProvider {
  constructor(private readonly connection: Connection) {}

  async list(limit: number, token: CancellationToken): Promise<FileList> {
    const params = { include: TEMPLATE_FILES, exclude: OTHERS_FILES, limit };
    const answer = await this.connection.sendRequest(listFiles, params, token);
    const uris = isRecord(answer) ? answer["uris"] : undefined;
    if (!isRecord(answer) || !Array.isArray(uris)) throw new Error("The client named no files.");
    const known = uris.filter((uri): uri is string => typeof uri === "string").sort();
    return { uris: known.slice(0, limit), more: answer["more"] === true || known.length > limit };
  }

  async read(uri: string, maximumBytes: number, token: CancellationToken): Promise<FileText> {
    const answer = await this.connection.sendRequest(readFile, { uri, maximumBytes }, token);
    if (!isRecord(answer)) return { text: null, reason: "unreadable" };
    const { text, reason } = answer;
    if (typeof text === "string") return { text };
    return { text: null, reason: reason === "too-large" ? reason : "unreadable" };
  }
}
