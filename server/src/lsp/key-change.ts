import type { CancellationToken, Position, WorkspaceEdit } from "vscode-languageserver";
import { RequestType } from "vscode-languageserver";
import {
  keyChange,
  openKeyChoices,
  tableAt,
  tablesOf,
  type KeyChoice,
  type KeyChoices,
} from "../key-change.js";
import { isRecord } from "./client-support.js";
import { workspaceEdit } from "./convert.js";
import { guarded } from "./guard.js";
import type { Session } from "./session.js";

/** Names a table by its logical id, or by a place in it; neither asks which tables there are. */
interface KeyChoicesParams {
  readonly textDocument: { readonly uri: string };
  readonly resource?: string;
  readonly position?: Position;
  /** A position in `cases`; absent or null for every case. */
  readonly case?: number | null;
}

interface KeyChoicesResult {
  readonly uri: string;
  /** The version of the text that the answer is about. */
  readonly version: number;
  /** The document's tables, by logical id, and what encrypts each. */
  readonly tables: ReturnType<typeof tablesOf>;
  /** Null where no table was named, or none is there. */
  readonly table: KeyChoices | null;
}

interface ChangeKeyParams {
  readonly textDocument: { readonly uri: string; readonly version: number };
  readonly resource: string;
  readonly case?: number | null;
  /** The `id` of one of the choices. */
  readonly choice: string;
}

/** The edit, and what it is called; or why there is none, as a sentence. */
type ChangeKeyResult =
  { readonly label: string; readonly edit: WorkspaceEdit } | { readonly refused: string };

const keyChoices = new RequestType<KeyChoicesParams, KeyChoicesResult | null, void>(
  "dynamodbEncryption/keyChoices",
);
const changeKey = new RequestType<ChangeKeyParams, ChangeKeyResult, void>("dynamodbEncryption/changeKey");

/** Answers which keys a table could have, and gives the edit for the one that was chosen. */
export function startKeyChange(session: Session): void {
  const { connection, analyses, support } = session;
  connection.onRequest(
    keyChoices,
    guarded<KeyChoicesParams, KeyChoicesResult | null>(
      connection,
      keyChoices.method,
      null,
      async (params: unknown, token) => {
        const asked = readChoicesParams(params);
        return asked === null ? null : answerOf(session, asked, token);
      },
    ),
  );
  connection.onRequest(
    changeKey,
    guarded<ChangeKeyParams, ChangeKeyResult>(
      connection,
      changeKey.method,
      { refused: "The key wasn't changed: the language server's log says why." },
      async (params: unknown, token: CancellationToken) => {
        const asked = readChangeParams(params);
        if (asked === null) return { refused: "The request doesn't name a table and a choice." };
        const judged = await analyses.of(asked.textDocument.uri, token);
        if (judged?.document.version !== asked.textDocument.version) {
          return { refused: "The text has changed since: nothing was written. Please choose again." };
        }
        const change = keyChange(judged.analysis, asked.resource, asked.case ?? null, asked.choice);
        if ("refused" in change) return { refused: `The key can't be changed here: ${change.refused}.` };
        return {
          label: change.label,
          edit: workspaceEdit(judged.document, change.edits, support.documentChanges),
        };
      },
    ),
  );
}

/** Works out one choice after another; where the text changes meanwhile, anew from the first. */
async function answerOf(
  session: Session,
  asked: KeyChoicesParams,
  token: CancellationToken,
): Promise<KeyChoicesResult | null> {
  const { analyses, configuration } = session;
  const judged = await analyses.of(asked.textDocument.uri, token);
  if (judged === null) return null;
  const { document, analysis } = judged;
  const { position } = asked;
  const at = position === undefined ? null : tableAt(analysis, document.offsetAt(position));
  const resource = asked.resource ?? at;
  const answer = { uri: document.uri, version: document.version, tables: tablesOf(analysis) };
  const settings = await configuration.settingsFor(document.uri);
  const open = resource === null ? null : openKeyChoices(analysis, resource, asked.case ?? null, settings);
  if (open === null) return { ...answer, table: null };
  const choices: KeyChoice[] = [];
  for (const work of open.choices) {
    const now = await analyses.of(document.uri, token);
    if (now === null) return null;
    if (now.analysis !== analysis) return answerOf(session, asked, token);
    choices.push(work());
    await othersFirst();
  }
  return { ...answer, table: { ...open, choices } };
}

/** Lets other requests through. */
function othersFirst(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

function readChoicesParams(value: unknown): KeyChoicesParams | null {
  if (!isRecord(value) || !isRecord(value["textDocument"])) return null;
  const { textDocument, resource, position } = value;
  const { uri } = textDocument as { uri?: unknown };
  const chosen = readCase(value["case"]);
  if (typeof uri !== "string" || chosen === undefined) return null;
  return {
    textDocument: { uri },
    case: chosen,
    ...(typeof resource === "string" && { resource }),
    ...(isPosition(position) && { position }),
  };
}

function readChangeParams(value: unknown): ChangeKeyParams | null {
  if (!isRecord(value) || !isRecord(value["textDocument"])) return null;
  const { resource, choice } = value;
  const { uri, version } = value["textDocument"];
  const chosen = readCase(value["case"]);
  if (typeof uri !== "string" || typeof version !== "number" || chosen === undefined) return null;
  if (typeof resource !== "string" || typeof choice !== "string") return null;
  return { textDocument: { uri, version }, resource, case: chosen, choice };
}

/** Undefined for what names no case. */
function readCase(value: unknown): number | null | undefined {
  if (value === undefined || value === null) return null;
  return typeof value === "number" ? value : undefined;
}

function isPosition(value: unknown): value is Position {
  return isRecord(value) && typeof value["line"] === "number" && typeof value["character"] === "number";
}
