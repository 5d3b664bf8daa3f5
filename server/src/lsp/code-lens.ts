import type {
  CodeLens,
  CodeLensParams,
  Command,
  Location,
  Position,
  ServerCapabilities,
} from "vscode-languageserver";
import { CodeLensRefreshRequest } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { lensesOf, readersOfTable, tablesOfKey, type CountedPlaces, type Lens } from "../lenses.js";
import { symbolsMatching } from "../navigation.js";
import type { OthersOf } from "./asked-name.js";
import type { CdkSources } from "./cdk-sources.js";
import { isRecord } from "./client-support.js";
import { rangeOf } from "./convert.js";
import { guarded } from "./guard.js";
import { logFailure } from "./messages.js";
import type { Session } from "./session.js";
import { sourceLenses } from "./source-lenses.js";
import { locationOf } from "./targets.js";

/** The client's command: lets somebody choose another key for a table. */
const CHANGE_KEY = "dynamodbEncryption.changeKey";

/** The client's command: shows places, whatever document they are in. */
const SHOW_PLACES = "dynamodbEncryption.showPlaces";

/** A lens whose title is asked for later. */
interface ResolveData {
  readonly uri: string;
  readonly kind: "readers" | "tables";
  readonly resource: string;
}

export function codeLensCapabilities(): ServerCapabilities {
  return { codeLensProvider: { resolveProvider: true } };
}

/**
 * Answers what stands above tables and keys, where the setting is on.
 *
 * @returns has the client ask again, after a change of settings or of other files.
 */
export function startCodeLenses(
  session: Session,
  othersOf: OthersOf,
  sources: CdkSources | null,
): () => void {
  const { connection, analyses, configuration, support } = session;
  connection.onCodeLens(
    guarded<CodeLensParams, CodeLens[]>(connection, "textDocument/codeLens", [], async (params, token) => {
      const { uri } = params.textDocument;
      const isSource = sources !== null && sources.stateOf(uri) !== null;
      if (!isSource && !analyses.isPossible(uri)) return [];
      const settings = await configuration.settingsFor(uri);
      const inSource = settings.codeLens && isSource ? sourceLenses(session, sources, uri) : null;
      if (inSource !== null) return inSource;
      const judged = settings.codeLens ? await analyses.of(uri, token) : null;
      if (judged === null) return [];
      return lensesOf(judged.analysis, settings).flatMap((lens) => codeLens(lens, judged.document, session));
    }),
  );
  connection.onCodeLensResolve(async (lens, token) => {
    const resolve = guarded(connection, "codeLens/resolve", lens, async (): Promise<CodeLens> => {
      const data = readResolveData(lens.data);
      const judged = data === null ? null : await analyses.of(data.uri, token);
      if (data === null || judged === null) return { ...lens, command: plain("") };
      const counted =
        data.kind === "readers"
          ? readersOfTable(judged.analysis, data.resource)
          : tablesOfKey(judged.analysis, data.resource);
      if (counted === null) return { ...lens, command: plain("") };
      const places = support.codeLensCommands ? await placesOf(counted, judged.document) : [];
      return { ...lens, command: showPlaces(counted.title, judged.document.uri, lens.range.start, places) };
    });
    return resolve(lens, token);
  });
  return () => {
    if (!support.refreshLenses) return;
    connection
      .sendRequest(CodeLensRefreshRequest.type)
      .catch((error: unknown) => logFailure(connection, "workspace/codeLens/refresh", error));
  };

  async function placesOf(counted: CountedPlaces, document: TextDocument): Promise<readonly Location[]> {
    const own = counted.spans.map((span) => ({ uri: document.uri, range: rangeOf(document, span) }));
    if (counted.elsewhere.length === 0) return own;
    const others = await othersOf();
    const found = counted.elsewhere.flatMap(({ resource, of }) =>
      symbolsMatching(resource, others)
        .filter(
          ({ symbol, target }) => symbol.name === resource && session.folders.nameOf(target.path) === of,
        )
        .map(({ target }) => locationOf(session, target)),
    );
    return [...own, ...found];
  }
}

/** What can't be run by the client is said without a command, or not at all. */
function codeLens(lens: Lens, document: TextDocument, { support }: Session): readonly CodeLens[] {
  const range = rangeOf(document, lens.span);
  switch (lens.kind) {
    case "text":
      return [{ range, command: plain(lens.title) }];
    case "change-key": {
      const target = { uri: document.uri, resource: lens.resource };
      return support.codeLensCommands
        ? [{ range, command: { title: lens.title, command: CHANGE_KEY, arguments: [target] } }]
        : [];
    }
    case "readers":
    case "tables": {
      const data: ResolveData = { uri: document.uri, kind: lens.kind, resource: lens.resource };
      return [{ range, data }];
    }
  }
}

function showPlaces(title: string, uri: string, position: Position, places: readonly Location[]): Command {
  if (places.length === 0) return plain(title);
  return { title, command: SHOW_PLACES, arguments: [{ uri, position, places }] };
}

/** A command without a name is text that can't be clicked. */
function plain(title: string): Command {
  return { title, command: "" };
}

function readResolveData(value: unknown): ResolveData | null {
  if (!isRecord(value)) return null;
  const { uri, kind, resource } = value;
  if (typeof uri !== "string" || typeof resource !== "string") return null;
  return kind === "readers" || kind === "tables" ? { uri, kind, resource } : null;
}
