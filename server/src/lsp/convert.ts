import type { Range, TextDocumentEdit, WorkspaceEdit } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { TextEdit } from "../core/edit.js";
import type { Span } from "../core/span.js";

/** The range of a span of offsets in the document. */
export function rangeOf(document: TextDocument, span: Span): Range {
  return { start: document.positionAt(span.start), end: document.positionAt(span.end) };
}

/** The span of offsets of a range in the document. */
export function spanOfRange(document: TextDocument, range: Range): Span {
  return { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
}

/** The span of the whole lines that a span of offsets touches. */
export function linesAround(document: TextDocument, span: Span): Span {
  const first = document.positionAt(span.start).line;
  const last = document.positionAt(span.end).line;
  return {
    start: document.offsetAt({ line: first, character: 0 }),
    end: document.offsetAt({ line: last, character: Number.MAX_SAFE_INTEGER }),
  };
}

/** Whether two spans share a position, their ends included: a cursor at a word's end is on the word. */
export function meet(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}

/**
 * Edits of one document as a workspace edit. `versioned` names the version they are made for, so
 * that the client refuses them once the text has changed.
 */
export function workspaceEdit(
  document: TextDocument,
  edits: readonly TextEdit[],
  versioned: boolean,
): WorkspaceEdit {
  const converted = edits.map(({ span, newText }) => ({ range: rangeOf(document, span), newText }));
  if (!versioned) return { changes: { [document.uri]: converted } };
  const change: TextDocumentEdit = {
    textDocument: { uri: document.uri, version: document.version },
    edits: converted,
  };
  return { documentChanges: [change] };
}
