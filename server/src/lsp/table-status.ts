import { NotificationType } from "vscode-languageserver";
import type { Analysis } from "../service.js";
import { logFailure } from "./messages.js";
import type { Session } from "./session.js";
import { countTables, type TableCount } from "./table-count.js";

/** What is known of a document; a null status takes back what was said of it. */
interface TableStatusParams {
  readonly uri: string;
  readonly status: (TableCount & { readonly findings: number; readonly problems: number }) | null;
}

const tableStatus = new NotificationType<TableStatusParams>("dynamodbEncryption/tableStatus");

/** Tells the client after each analysis how many tables a template has, and how they are encrypted. */
export function startTableStatus({ connection, documents, analyses, support }: Session): void {
  if (!support.tableStatus) return;
  const told = new Set<string>();
  analyses.onDidJudge(({ uri, analysis }) => {
    if (analysis !== null) {
      told.add(uri);
      send({ uri, status: statusOf(analysis) });
    } else if (told.delete(uri)) {
      send({ uri, status: null });
    }
  });
  documents.onDidClose(({ document }) => {
    if (told.delete(document.uri)) send({ uri: document.uri, status: null });
  });

  function send(params: TableStatusParams): void {
    connection
      .sendNotification(tableStatus, params)
      .catch((error: unknown) => logFailure(connection, tableStatus.method, error));
  }
}

function statusOf(analysis: Analysis): TableStatusParams["status"] {
  const findings = analysis.findings.filter(({ suppressed }) => suppressed === null).length;
  return { ...countTables(analysis), findings, problems: analysis.problems.length };
}
