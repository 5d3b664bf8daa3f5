import type {
  DocumentSymbol,
  DocumentSymbolParams,
  ServerCapabilities,
  SymbolInformation,
  WorkspaceSymbolParams,
} from "vscode-languageserver";
import { SymbolKind } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { spanOf } from "../core/span.js";
import { symbolsIn, symbolsMatching, type TemplateSymbol } from "../navigation.js";
import { readOf } from "../service.js";
import type { OthersOf } from "./asked-name.js";
import { rangeOf } from "./convert.js";
import { guarded } from "./guard.js";
import type { Session } from "./session.js";
import { locationOf } from "./targets.js";

/** Names the outline beside those of other servers. */
const LABEL = "DynamoDB encryption";

const KINDS: Readonly<Record<TemplateSymbol["kind"], SymbolKind>> = {
  table: SymbolKind.Struct,
  replica: SymbolKind.Object,
  key: SymbolKind.Key,
  alias: SymbolKind.Constant,
  cluster: SymbolKind.Object,
  stream: SymbolKind.Event,
  vault: SymbolKind.Package,
};

export function symbolCapabilities(): ServerCapabilities {
  return { documentSymbolProvider: { label: LABEL }, workspaceSymbolProvider: true };
}

/** Answers which tables, keys and the like a document has, and where in the workspace one of a name is. */
export function startSymbols(session: Session, othersOf: OthersOf): void {
  const { connection, analyses, support } = session;
  connection.onDocumentSymbol(
    guarded<DocumentSymbolParams, DocumentSymbol[] | SymbolInformation[] | null>(
      connection,
      "textDocument/documentSymbol",
      null,
      async (params, token) => {
        const judged = await analyses.of(params.textDocument.uri, token);
        const read = judged === null ? null : readOf(judged.analysis);
        if (judged === null || read === null) return null;
        const symbols = symbolsIn(read);
        if (support.nestedSymbols) return symbols.map((symbol) => nested(judged.document, symbol));
        return symbols.map((symbol) => flat(judged.document, symbol));
      },
    ),
  );
  connection.onWorkspaceSymbol(
    guarded<WorkspaceSymbolParams, SymbolInformation[] | null>(
      connection,
      "workspace/symbol",
      null,
      async ({ query }, token) => {
        const others = await othersOf();
        if (token.isCancellationRequested) return null;
        return symbolsMatching(query, others).map(({ symbol, target, container }) => ({
          name: symbol.name,
          kind: KINDS[symbol.kind],
          location: locationOf(session, target),
          containerName: container,
        }));
      },
    ),
  );
}

function nested(
  document: TextDocument,
  { kind, name, detail, at, nameAt, children }: TemplateSymbol,
): DocumentSymbol {
  return {
    name,
    ...(detail !== "" && { detail }),
    kind: KINDS[kind],
    range: rangeOf(document, spanOf(at)),
    selectionRange: rangeOf(document, spanOf(nameAt)),
    children: children.map((child) => nested(document, child)),
  };
}

function flat(document: TextDocument, { kind, name, at }: TemplateSymbol): SymbolInformation {
  return { name, kind: KINDS[kind], location: { uri: document.uri, range: rangeOf(document, spanOf(at)) } };
}
