import type { DocumentHighlight, DocumentHighlightParams, ServerCapabilities } from "vscode-languageserver";
import { DocumentHighlightKind } from "vscode-languageserver";
import { highlightsAt, navigable } from "../navigation.js";
import { readOf } from "../service.js";
import { rangeOf } from "./convert.js";
import { guarded } from "./guard.js";
import type { Session } from "./session.js";

export function highlightCapabilities(): ServerCapabilities {
  return { documentHighlightProvider: true };
}

/** Answers where the name under the cursor stands in the same document. */
export function startHighlights({ connection, analyses }: Session): void {
  connection.onDocumentHighlight(
    guarded<DocumentHighlightParams, DocumentHighlight[] | null>(
      connection,
      "textDocument/documentHighlight",
      null,
      async (params, token) => {
        const judged = await analyses.of(params.textDocument.uri, token);
        const read = judged === null ? null : readOf(judged.analysis);
        if (judged === null || read === null) return null;
        const { document } = judged;
        const highlights = highlightsAt(navigable(document.uri, read), document.offsetAt(params.position));
        // No name: null leaves the client to highlight equal words, as it does in other files.
        if (highlights.length === 0) return null;
        return highlights.map(({ span, role }) => ({
          range: rangeOf(document, span),
          kind: role === "declaration" ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
        }));
      },
    ),
  );
}
