import type { CodeAction, CodeActionParams, Command } from "vscode-languageserver";
import { CodeActionKind, CodeActionTriggerKind } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { CdkApps } from "./cdk-apps.js";
import { linesAround, meet, spanOfRange } from "./convert.js";
import type { Session } from "./session.js";
import { shownSites, sourceDiagnostic, type ShownSite } from "./source-diagnostic.js";
import type { SourceFileState } from "./source-file-state.js";
import { openDocument } from "./uris.js";

/** The client's command: runs `cdk synth` where the user sees it. */
const SYNTH = "dynamodbEncryption.cdkSynth";

/** The code actions for a range of a CDK app's source; null for a file that is none. */
export async function sourceActions(
  session: Session,
  { sources, fixer }: CdkApps,
  { textDocument: { uri }, range, context: { only, triggerKind } }: CodeActionParams,
): Promise<CodeAction[] | null> {
  const state = sources.stateOf(uri);
  const document = openDocument(session.documents, uri);
  if (state === null || document === undefined) return null;
  if (only !== undefined && !only.some((kind) => kind === "" || kind === CodeActionKind.QuickFix)) return [];
  state.update(document.getText());
  const found = sitesAt(state, document, range, triggerKind === CodeActionTriggerKind.Automatic);
  const fixes: CodeAction[] = [];
  for (const shown of found) {
    for (const group of shown.site.groups) {
      const diagnostics = [sourceDiagnostic(state, shown, group, session)];
      fixes.push(
        ...(await fixer(state, document, shown, group)).map((action) => ({ ...action, diagnostics })),
      );
    }
  }
  const stale = found.filter(({ site }) => state.isStale(site));
  return [...fixes, ...(session.support.cdkSynth ? synthActions(session, state, stale) : [])].map(
    (action) => ({
      ...action,
      kind: CodeActionKind.QuickFix,
    }),
  );
}

/** Those with findings that the range touches; for somebody who asks, otherwise those of the line. */
function sitesAt(
  state: SourceFileState,
  document: TextDocument,
  range: CodeActionParams["range"],
  isAutomatic: boolean,
): readonly ShownSite[] {
  const sites = shownSites(state).filter(({ site }) => site.groups.length > 0);
  const span = spanOfRange(document, range);
  const touched = sites.filter((one) => meet(spanOfRange(document, one.range), span));
  if (touched.length > 0 || isAutomatic) return touched;
  const lines = linesAround(document, span);
  return sites.filter((one) => meet(spanOfRange(document, one.range), lines));
}

function synthActions(
  session: Session,
  state: SourceFileState,
  stale: readonly ShownSite[],
): readonly Omit<CodeAction, "kind">[] {
  if (stale.length === 0) return [];
  const uri = openDocument(session.documents, state.path)?.uri ?? state.path;
  const command: Command = { title: "Run cdk synth", command: SYNTH, arguments: [{ uri }] };
  const diagnostics = stale.flatMap((shown) =>
    shown.site.groups.map((group) => sourceDiagnostic(state, shown, group, session)),
  );
  return [{ title: "Run cdk synth to bring these findings up to date", command, diagnostics }];
}
