import type { CancellationToken, TextDocumentPositionParams } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { navigable, type NavigableTemplate, type OtherTemplates } from "../navigation.js";
import { readOf } from "../service.js";
import type { Session } from "./session.js";

/** Gives the templates of the workspace, once they have been read. */
export type OthersOf = () => Promise<OtherTemplates>;

/** The template and the offset that a request is about. */
export interface AskedName {
  readonly document: TextDocument;
  readonly template: NavigableTemplate;
  readonly offset: number;
  readonly others: OtherTemplates;
}

/** Null where the document is no template, and where the request was cancelled meanwhile. */
export async function askedName(
  { analyses }: Session,
  { textDocument: { uri }, position }: TextDocumentPositionParams,
  token: CancellationToken,
  othersOf: OthersOf,
): Promise<AskedName | null> {
  if ((await analyses.of(uri, token)) === null) return null;
  const others = await othersOf();
  // The document may have changed while others were read; what is known of an older text is no good then.
  const judged = await analyses.of(uri, token);
  const read = judged === null ? null : readOf(judged.analysis);
  if (judged === null || read === null) return null;
  const { document } = judged;
  return { document, template: navigable(document.uri, read), offset: document.offsetAt(position), others };
}
