import type { CancellationToken, Connection } from "vscode-languageserver";
import { ErrorCodes, RequestType, ResponseError } from "vscode-languageserver";
import { isRecord } from "./client-support.js";
import { logFailure } from "./messages.js";
import type { FileList, FileProvider, FileQuery, FileText } from "./file-provider.js";

const listFiles = new RequestType<object, unknown, void>("dynamodbEncryption/listFiles");
const readFile = new RequestType<object, unknown, void>("dynamodbEncryption/readFile");
const fileModified = new RequestType<object, unknown, void>("dynamodbEncryption/fileModified");
const fileExists = new RequestType<object, unknown, void>("dynamodbEncryption/fileExists");

/** Asks the client for its files (`initializationOptions.workspaceFiles` says that it answers). */
export class ClientFiles implements FileProvider {
  /** Clients that know us from before that request don't answer it. */
  private tellsTimes = true;

  constructor(private readonly connection: Connection) {}

  async list({ include, exclude, limit }: FileQuery, token: CancellationToken): Promise<FileList> {
    // Clients know no braces within braces: what these globs mean is left out afterwards.
    const simple = exclude.filter((glob) => !/[{},]/.test(glob));
    const params = { include, exclude: simple.length === 0 ? "" : `{${simple.join(",")}}`, limit };
    const answer = await this.connection.sendRequest(listFiles, params, token);
    const uris = isRecord(answer) ? answer["uris"] : undefined;
    if (!isRecord(answer) || !Array.isArray(uris)) throw new Error("The client named no files.");
    const known = uris.filter((uri): uri is string => typeof uri === "string").sort();
    return { uris: known.slice(0, limit), more: answer["more"] === true || known.length > limit };
  }

  async read(uri: string, maximumBytes: number, token: CancellationToken): Promise<FileText> {
    const answer = await this.ask(readFile, { uri, maximumBytes }, token);
    if (!isRecord(answer)) return { text: null, reason: "unreadable" };
    const { text, reason } = answer;
    if (typeof text === "string") return { text };
    return { text: null, reason: reason === "too-large" ? reason : "unreadable" };
  }

  async exists(uri: string, token: CancellationToken): Promise<boolean> {
    return (await this.ask(fileExists, { uri }, token)) === true;
  }

  async modified(uri: string, token: CancellationToken): Promise<number | null> {
    if (!this.tellsTimes) return null;
    try {
      const answer = await this.connection.sendRequest(fileModified, { uri }, token);
      return typeof answer === "number" ? answer : null;
    } catch (error) {
      if (error instanceof ResponseError && error.code === ErrorCodes.MethodNotFound) this.tellsTimes = false;
      return null;
    }
  }

  /** Null where the client fails or doesn't know the request: one file less must not cost all others. */
  private async ask(
    request: RequestType<object, unknown, void>,
    params: object,
    token: CancellationToken,
  ): Promise<unknown> {
    try {
      return await this.connection.sendRequest(request, params, token);
    } catch (error) {
      if (!token.isCancellationRequested) logFailure(this.connection, request.method, error);
      return null;
    }
  }
}
