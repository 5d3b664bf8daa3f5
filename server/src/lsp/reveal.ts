import type { Location, Position, TextDocumentPositionParams } from "vscode-languageserver";
import { RequestType } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { plainPath, type SourcePosition } from "../service.js";
import type { CdkSources } from "./cdk-sources.js";
import { isRecord } from "./client-support.js";
import { linesAround, meet, rangeOf, spanOfRange } from "./convert.js";
import { guarded } from "./guard.js";
import type { Session } from "./session.js";
import { shownSites } from "./source-diagnostic.js";
import { openDocument, uriOf } from "./uris.js";

const templatePlaces = new RequestType<TextDocumentPositionParams, Location[], void>(
  "dynamodbEncryption/templatePlaces",
);
const sourcePlaces = new RequestType<TextDocumentPositionParams, Location[], void>(
  "dynamodbEncryption/sourcePlaces",
);

/** Answers where a line of an app's source is in the templates, and where a resource is in the source. */
export function startReveal(session: Session, sources: CdkSources): void {
  const { connection } = session;
  connection.onRequest(
    templatePlaces,
    guarded<unknown, Location[]>(connection, templatePlaces.method, [], (params) => {
      const asked = readPlace(params);
      return Promise.resolve(asked === null ? [] : inTemplates(session, sources, asked));
    }),
  );
  connection.onRequest(
    sourcePlaces,
    guarded<unknown, Location[]>(connection, sourcePlaces.method, [], (params) => {
      const asked = readPlace(params);
      return Promise.resolve(asked === null ? [] : inSource(session, sources, asked));
    }),
  );
}

interface Asked {
  readonly uri: string;
  readonly position: Position;
}

/** The resources made at a position, or else on its line. */
function inTemplates({ documents }: Session, sources: CdkSources, { uri, position }: Asked): Location[] {
  const state = sources.stateOf(uri);
  if (state === null) return [];
  const open = openDocument(documents, uri);
  if (open !== undefined) state.update(open.getText());
  const document = TextDocument.create(uri, "", 0, state.tracked.now);
  const span = spanOfRange(document, { start: position, end: position });
  const sites = shownSites(state);
  const touched = sites.filter(({ range }) => meet(spanOfRange(document, range), span));
  const lines = linesAround(document, span);
  const found =
    touched.length > 0 ? touched : sites.filter(({ range }) => meet(spanOfRange(document, range), lines));
  // The resource itself, where it is known, before what is found about it.
  const places = found.flatMap(({ site }) => [
    ...site.groups.flatMap(({ findings }) =>
      findings.map(({ resource }) => ({ resource, template: state.templateOf(resource) })),
    ),
    ...site.made.map(([resource, template]) => ({ resource, template })),
  ]);
  const byResource = new Map(
    places.map((one) => [`${one.resource.template} ${one.resource.logicalId}`, one] as const),
  );
  return [...byResource.values()].flatMap(({ resource, template }) => {
    const range = template?.rangeOf(resource) ?? null;
    return template === undefined || range === null ? [] : [{ uri: template.uri, range }];
  });
}

/** Where the resource at a position of a template is created, as the last synthesis has recorded it. */
function inSource(session: Session, sources: CdkSources, { uri, position }: Asked): Location[] {
  const { documents, index } = session;
  const text = openDocument(documents, uri)?.getText() ?? index.templates.textOf(uri);
  if (text === undefined) return [];
  const document = TextDocument.create(uri, "", 0, text);
  const maker = index.templates.madeAt(uri, document.offsetAt(position));
  return maker === null ? [] : [locationIn(sources, maker)];
}

/** In a file that is followed, where the place has moved to. */
function locationIn(sources: CdkSources, { path, line, column }: SourcePosition): Location {
  const state = sources.stateOf(path);
  const index = state?.sites.findIndex((site) => site.line === line && site.column === column) ?? -1;
  const span = state === null || index < 0 ? null : state.tracked.spanOf(index);
  if (state !== null && span !== null) {
    return { uri: uriOf(path), range: rangeOf(TextDocument.create("", "", 0, state.tracked.now), span) };
  }
  const start = { line: line - 1, character: (column ?? 1) - 1 };
  return { uri: uriOf(plainPath(path)), range: { start, end: start } };
}

function readPlace(params: unknown): Asked | null {
  const document = isRecord(params) ? params["textDocument"] : undefined;
  const position = isRecord(params) ? params["position"] : undefined;
  if (!isRecord(document) || !isRecord(position)) return null;
  const { uri } = document;
  const { line, character } = position;
  if (typeof uri !== "string" || typeof line !== "number" || typeof character !== "number") return null;
  return { uri, position: { line, character } };
}
