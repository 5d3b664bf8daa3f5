import type { CancellationToken, ProgressToken } from "vscode-languageserver";
import { ErrorCodes, LSPErrorCodes, RequestType, ResponseError } from "vscode-languageserver";
import { logFailure } from "./messages.js";
import { progressTokenOf } from "./progress-token.js";
import type { Session } from "./session.js";
import { visitAll, type TemplateFiles } from "./template-files.js";
import { addCounts, NO_TABLES, type TableCount } from "./table-count.js";
import { WorkspaceResults, type FileVerdict } from "./workspace-results.js";

interface LintWorkspaceParams {
  readonly workDoneToken?: ProgressToken;
}

/** What came of it, for the client to put into words. */
interface LintWorkspaceResult extends TableCount {
  readonly templates: number;
  readonly findings: number;
  readonly problems: number;
  /** Files that were too large or couldn't be read. */
  readonly skipped: number;
  /** There are more files than are read in one go: how many are; null where all were read. */
  readonly limit: number | null;
}

const lintWorkspace = new RequestType<LintWorkspaceParams, LintWorkspaceResult, void>(
  "dynamodbEncryption/lintWorkspace",
);

/**
 * Lints the files of the workspace when the client asks for it: one after another, each read
 * through the client, so that keystrokes and a cancellation get through in between.
 *
 * @returns brings the results up to date after a change of settings.
 */
export function startWorkspaceLint(session: Session, files: TemplateFiles | null): () => void {
  const { connection } = session;
  if (files === null) return () => undefined;
  const results = new WorkspaceResults(session, files);
  connection.onRequest(lintWorkspace, async (params: unknown, token) => {
    try {
      const result = await lint(session, files, results, progressTokenOf(params), token);
      return result ?? new ResponseError(LSPErrorCodes.RequestCancelled, "The workspace lint was stopped.");
    } catch (error) {
      logFailure(connection, lintWorkspace.method, error);
      const reason = error instanceof Error ? error.message : String(error);
      return new ResponseError(ErrorCodes.InternalError, reason);
    }
  });
  return () => void results.refresh();
}

/** Null where it was stopped; what was found until then stays on show. */
async function lint(
  session: Session,
  files: TemplateFiles,
  results: WorkspaceResults,
  progressToken: ProgressToken | undefined,
  token: CancellationToken,
): Promise<LintWorkspaceResult | null> {
  const progress = session.connection.window.attachWorkDoneProgress(progressToken);
  progress.begin("Linting the workspace", 0, "", true);
  try {
    const listing = await files.list(token);
    if (listing === null) return null;
    const { uris, limit } = listing;
    results.keepOnly(new Set(uris));
    const verdicts: FileVerdict[] = [];
    const isThrough = await visitAll(uris, progress, token, async (uri) => {
      verdicts.push(await results.judge(uri, token));
    });
    if (!isThrough) return null;
    await session.changes.watch();
    session.connection.console.info(`Looked at ${uris.length} files of the workspace.`);
    return { ...summary(verdicts), limit };
  } finally {
    progress.done();
  }
}

function summary(verdicts: readonly FileVerdict[]): Omit<LintWorkspaceResult, "limit"> {
  const templates = verdicts.flatMap((one) => (one.kind === "template" ? [one] : []));
  const sum = (count: (one: (typeof templates)[number]) => number): number =>
    templates.reduce((total, one) => total + count(one), 0);
  return {
    ...templates.reduce((total, one) => addCounts(total, one.tables), NO_TABLES),
    templates: templates.length,
    findings: sum(({ findings }) => findings),
    problems: sum(({ problems }) => problems),
    skipped: verdicts.filter(({ kind }) => kind === "skipped").length,
  };
}
