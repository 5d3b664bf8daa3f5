import type { CompletionItem, CompletionParams, ServerCapabilities } from "vscode-languageserver";
import { CompletionItemKind } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { completionsAt, type Completion } from "../service.js";
import { rangeOf } from "./convert.js";
import { guarded } from "./guard.js";
import type { Session } from "./session.js";

const KINDS: Readonly<Record<Completion["kind"], CompletionItemKind>> = {
  name: CompletionItemKind.Property,
  value: CompletionItemKind.Value,
  resource: CompletionItemKind.Reference,
};

/** Completion is asked for behind a quote, in the middle of `kms:`, and behind a key or dash. */
export function completionCapabilities(): ServerCapabilities {
  return { completionProvider: { triggerCharacters: ['"', ":", " "] } };
}

/** Offers what can be written inside key policies. */
export function startCompletion({ connection, analyses }: Session): void {
  connection.onCompletion(
    guarded<CompletionParams, CompletionItem[]>(
      connection,
      "textDocument/completion",
      [],
      async ({ textDocument, position }, token) => {
        const judged = await analyses.of(textDocument.uri, token);
        if (judged === null) return [];
        const { document, analysis } = judged;
        return completionsAt(analysis, document.offsetAt(position)).map((one, index) =>
          itemOf(document, one, index),
        );
      },
    ),
  );
}

/** Clients filter by the text that is replaced, and sort by name unless told otherwise. */
function itemOf(document: TextDocument, completion: Completion, index: number): CompletionItem {
  const { label, kind, detail, newText, span } = completion;
  const replaced = document.getText(rangeOf(document, span));
  const quote = /^["']/.exec(replaced)?.[0] ?? "";
  return {
    label,
    kind: KINDS[kind],
    detail,
    textEdit: { range: rangeOf(document, span), newText },
    filterText: quote + label,
    sortText: String(index).padStart(3, "0"),
  };
}
