import type { ProgressToken } from "vscode-languageserver";
import { isRecord } from "./client-support.js";

/** Where the client wants to see how far a request is, from the request's parameters; undefined where it doesn't. */
export function progressTokenOf(params: unknown): ProgressToken | undefined {
  const token = isRecord(params) ? params["workDoneToken"] : undefined;
  return typeof token === "string" || typeof token === "number" ? token : undefined;
}
