import type { Connection, InlayHint, InlayHintParams, ServerCapabilities } from "vscode-languageserver";
import { MarkupKind } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { costHints, type CostHint } from "../service.js";
import { isRecord, type ClientSupport } from "./client-support.js";
import { spanOfRange } from "./convert.js";
import { guarded } from "./guard.js";
import { logFailure } from "./messages.js";
import type { Session } from "./session.js";

/** Which hint a client asks the tooltip of. */
interface HintReference {
  readonly uri: string;
  readonly offset: number;
}

export function inlayHintCapabilities({ resolveHintTooltips }: ClientSupport): ServerCapabilities {
  return { inlayHintProvider: { resolveProvider: resolveHintTooltips } };
}

/**
 * Shows what tables and keys cost beside them. Returns what asks the client to fetch the hints again
 * that something other than its own edits has changed.
 */
export function startInlayHints({ connection, analyses, support }: Session): () => void {
  connection.languages.inlayHint.on(
    guarded<InlayHintParams, InlayHint[]>(
      connection,
      "textDocument/inlayHint",
      [],
      async ({ textDocument: { uri }, range }, token) => {
        const judged = await analyses.of(uri, token);
        if (judged === null) return [];
        const { document, analysis } = judged;
        const hints = costHints(analysis, spanOfRange(document, range));
        return hints.map((hint) => {
          const shown = hintOf(document, hint);
          if (!support.resolveHintTooltips) return { ...shown, tooltip: tooltipOf(hint) };
          const data: HintReference = { uri, offset: hint.offset };
          return { ...shown, data };
        });
      },
    ),
  );
  connection.languages.inlayHint.resolve((hint, token) =>
    guarded<InlayHint, InlayHint>(connection, "inlayHint/resolve", hint, async () => {
      const reference = readReference(hint.data);
      const judged = reference === null ? null : await analyses.of(reference.uri, token);
      if (reference === null || judged === null) return hint;
      const { offset } = reference;
      const [found] = costHints(judged.analysis, { start: offset, end: offset });
      // Where the text has changed meanwhile, something else may stand there.
      return found?.label === hint.label ? { ...hint, tooltip: tooltipOf(found) } : hint;
    })(hint, token),
  );
  return () => refresh(connection, support);
}

function hintOf(document: TextDocument, { offset, label }: CostHint): InlayHint {
  return { position: document.positionAt(offset), label, paddingLeft: true };
}

function tooltipOf({ tooltip }: CostHint): NonNullable<InlayHint["tooltip"]> {
  return { kind: MarkupKind.Markdown, value: tooltip() };
}

/** What a client sends back is its own word; null where that isn't what it was given. */
function readReference(data: unknown): HintReference | null {
  if (!isRecord(data)) return null;
  const { uri, offset } = data;
  return typeof uri === "string" && typeof offset === "number" ? { uri, offset } : null;
}

function refresh(connection: Connection, { refreshHints }: ClientSupport): void {
  if (!refreshHints) return;
  connection.languages.inlayHint
    .refresh()
    .catch((error: unknown) => logFailure(connection, "workspace/inlayHint/refresh", error));
}
