import type { ProgressToken } from "vscode-languageserver";
import { RequestType } from "vscode-languageserver";
import { inventoryReport, takeInventory, type InventoryPart } from "../service.js";
import { guarded } from "./guard.js";
import type { Host } from "./host.js";
import type { KeptTemplate } from "./kept-template.js";
import { progressTokenOf } from "./progress-token.js";
import type { Session } from "./session.js";
import type { WholeWorkspace, WholeWorkspaceState } from "./whole-workspace.js";

interface ReportParams {
  readonly workDoneToken?: ProgressToken;
}

interface ReportAnswer {
  /** A page that needs nothing but itself. */
  readonly html: string;
}

const report = new RequestType<ReportParams, ReportAnswer | null, void>("dynamodbEncryption/report");

/** Answers with a report on all templates of the workspace; null where that failed. */
export function startReport(session: Session, whole: WholeWorkspace<KeptTemplate>, host: Host): void {
  const { connection, configuration, folders } = session;
  connection.onRequest(
    report,
    guarded(connection, report.method, null, async (params: unknown, token) => {
      const progress = connection.window.attachWorkDoneProgress(progressTokenOf(params));
      progress.begin("Reading the workspace for a report", 0, "", true);
      try {
        const state = await whole.state(progress, token);
        if (state === null) return null;
        const settings = await configuration.settingsOfWorkspace();
        const parts = state.templates.map(({ part }) => part);
        const html = inventoryReport("html", takeInventory(parts, settings), {
          settings,
          today: host.today(),
          version: host.version,
          problems: parts.flatMap(problemsOf),
          reservations: reservationsOf(state),
          nameOf: (path) => folders.nameOf(path),
        });
        return { html };
      } finally {
        progress.done();
      }
    }),
  );
}

/** The editor says what they are, at their places. */
function problemsOf({ path, problems }: InventoryPart) {
  if (problems === 0) return [];
  const what = problems === 1 ? "Something" : `Something, at ${problems} places,`;
  return [{ path, line: null, message: `${what} can't be read.` }];
}

function reservationsOf({ skipped, limit }: WholeWorkspaceState<KeptTemplate>): readonly string[] {
  const files = skipped === 1 ? "1 file was" : `${skipped} files were`;
  return [
    ...(skipped > 0 ? [`${files} too large or unreadable, and left out.`] : []),
    ...(limit === null
      ? []
      : [`The workspace has more files: only the first ${limit.toLocaleString("en-US")} were looked at.`]),
  ];
}
