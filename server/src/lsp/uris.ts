import type { TextDocuments } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { plainPath } from "../service.js";

/** A plain path as a URI again. */
export function uriOf(path: string): string {
  const [scheme, rest] = /^([a-z][a-z0-9+.-]+:\/\/[^/]*)(.*)$/i.exec(path)?.slice(1) ?? ["", path];
  return `${scheme ?? ""}${(rest ?? "").split("/").map(encodeURIComponent).join("/")}`;
}

/** The open document that a URI means, however it is spelled. */
export function openDocument(documents: TextDocuments<TextDocument>, uri: string): TextDocument | undefined {
  const path = plainPath(uri);
  return documents.get(uri) ?? documents.all().find((one) => plainPath(one.uri) === path);
}
