import type { CodeAction, CodeActionParams, Command, Range } from "vscode-languageserver";
import { CodeActionKind, CodeActionTriggerKind } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { CdkApps } from "./cdk-apps.js";
import { isRecord } from "./client-support.js";
import { linesAround, meet, spanOfRange, workspaceEdit } from "./convert.js";
import type { Session } from "./session.js";
import { shownSites, sourceDiagnostic, type ShownGroup, type ShownSite } from "./source-diagnostic.js";
import { sourceEdit } from "./source-edits.js";
import type { SourceFileState } from "./source-file-state.js";
import type { SourceOffer } from "./source-fixes.js";
import { acknowledgeCommand, isAcknowledgement } from "./source-suppression.js";
import { openDocument } from "./uris.js";

/** The client's command: runs `cdk synth` where the user sees it. */
const SYNTH = "dynamodbEncryption.cdkSynth";

/** What one rule says at the place that is asked about, and what may be done about it. */
interface Asked {
  readonly shown: ShownSite;
  readonly found: ShownGroup;
  readonly offer: SourceOffer | null;
}

/** Travels with an action whose edit is asked for later. */
interface ResolveData {
  readonly uri: string;
  readonly version: number;
  readonly mendAllInSource: string;
}

/**
 * The code actions for a range of a CDK app's source; null for a file that is none. Fixes there are
 * never the kind that may be applied unasked: each changes what is deployed.
 */
export async function sourceActions(
  session: Session,
  apps: CdkApps,
  { textDocument: { uri }, range, context: { only, triggerKind } }: CodeActionParams,
): Promise<CodeAction[] | null> {
  const { sources, fixer } = apps;
  const state = sources.stateOf(uri);
  const document = openDocument(session.documents, uri);
  if (state === null || document === undefined) return null;
  if (only !== undefined && !only.some((kind) => kind === "" || kind === CodeActionKind.QuickFix)) return [];
  state.update(document.getText());
  const { version } = document;
  const places = groupsAt(state, document, range, triggerKind === CodeActionTriggerKind.Automatic);
  const asked: Asked[] = [];
  for (const [shown, found] of places) {
    const offer = await fixer.offerFor(state, { index: shown.index, group: found.group });
    asked.push({ shown, found, offer });
  }
  const several = await rulesToMend(asked, (rule) => fixer.mendsSeveral(state, rule));
  // Somebody has typed: the edits are for a text that is gone.
  if (document.version !== version) return [];
  const actions = [
    ...asked.flatMap((one) => fixActions(session, state, document, one)),
    ...several.map((rule) => mendAllAction(session, state, document, rule, asked)),
    ...(session.support.cdkSynth ? synthActions(session, state, document, asked) : []),
    ...asked.flatMap((one) => acknowledgeActions(session, state, document, one)),
    ...asked.flatMap((one) => refusedActions(session, state, one)),
  ];
  if (session.support.resolveEdits) return actions.map(asQuickFix);
  const resolved: CodeAction[] = [];
  for (const action of actions) resolved.push(asQuickFix(await resolveSourceAction(session, apps, action)));
  return resolved;
}

/** Works out the edit of an action that was offered for a file of source; the same action for any other. */
export async function resolveSourceAction(
  { documents, support }: Session,
  { sources, fixer }: CdkApps,
  action: CodeAction,
): Promise<CodeAction> {
  const data = readResolveData(action.data);
  const state = data === null ? null : sources.stateOf(data.uri);
  const document = data === null ? undefined : openDocument(documents, data.uri);
  if (data === null || state === null || document === undefined) return action;
  state.update(document.getText());
  const mended = await fixer.mendAll(state, data.mendAllInSource);
  // The positions in an older text mean nothing in this one: such an action does nothing.
  if (mended === null || document.version !== data.version || document.getText() !== mended.text)
    return action;
  return { ...action, edit: workspaceEdit(document, mended.edits, support.documentChanges) };
}

/** What is found where the range touches; for somebody who asks, otherwise on its lines. */
function groupsAt(
  state: SourceFileState,
  document: TextDocument,
  range: Range,
  isAutomatic: boolean,
): readonly (readonly [ShownSite, ShownGroup])[] {
  const sites = shownSites(state);
  const within = (span: ReturnType<typeof spanOfRange>): readonly (readonly [ShownSite, ShownGroup])[] => {
    const touches = (one: { readonly range: Range }): boolean => meet(spanOfRange(document, one.range), span);
    return sites.flatMap((site) =>
      site.found
        .filter((one) => touches(site) || touches(one))
        .map((one): readonly [ShownSite, ShownGroup] => [site, one]),
    );
  };
  const span = spanOfRange(document, range);
  const touched = within(span);
  return touched.length > 0 || isAutomatic ? touched : within(linesAround(document, span));
}

async function rulesToMend(
  asked: readonly Asked[],
  mendsSeveral: (rule: string) => Promise<boolean>,
): Promise<readonly string[]> {
  const mendable = asked.filter(({ offer }) => offer?.fixes.some(({ isPreferred }) => isPreferred) === true);
  const several: string[] = [];
  for (const rule of new Set(mendable.map(({ found }) => found.group.rule))) {
    if (await mendsSeveral(rule)) several.push(rule);
  }
  return several;
}

function fixActions(
  session: Session,
  state: SourceFileState,
  document: TextDocument,
  one: Asked,
): readonly CodeAction[] {
  const fixes = one.offer?.fixes.filter((fix) => !isAcknowledgement(fix)) ?? [];
  return fixes.map((fix) => ({
    title: fix.title,
    diagnostics: [diagnosticOf(session, state, one)],
    edit: sourceEdit(document, fix, session.support),
    ...(fix.isPreferred && { isPreferred: true }),
  }));
}

function mendAllAction(
  session: Session,
  state: SourceFileState,
  { uri, version }: TextDocument,
  rule: string,
  asked: readonly Asked[],
): CodeAction {
  const data: ResolveData = { uri, version, mendAllInSource: rule };
  const diagnostics = asked
    .filter(({ found }) => found.group.rule === rule)
    .map((one) => diagnosticOf(session, state, one));
  return { title: `Fix all '${rule}' findings in this file`, diagnostics, data };
}

/** A client that can ask for the reason does so; otherwise it is to be filled in. */
function acknowledgeActions(
  session: Session,
  state: SourceFileState,
  document: TextDocument,
  one: Asked,
): readonly CodeAction[] {
  const { support } = session;
  const fixes = one.offer?.fixes.filter(isAcknowledgement) ?? [];
  return fixes.map((fix) => ({
    title: fix.title,
    diagnostics: [diagnosticOf(session, state, one)],
    ...(support.suppressCommand
      ? { command: acknowledgeCommand(fix.title, document, one.shown.site, one.found.group) }
      : { edit: sourceEdit(document, fix, support) }),
  }));
}

function synthActions(
  session: Session,
  state: SourceFileState,
  { uri }: TextDocument,
  asked: readonly Asked[],
): readonly CodeAction[] {
  const stale = asked.filter(({ shown }) => state.isStale(shown.site));
  if (stale.length === 0) return [];
  const command: Command = { title: "Run cdk synth", command: SYNTH, arguments: [{ uri }] };
  const diagnostics = stale.map((one) => diagnosticOf(session, state, one));
  return [{ title: "Run cdk synth to bring these findings up to date", command, diagnostics }];
}

/** Why what one might expect isn't offered. */
function refusedActions(session: Session, state: SourceFileState, one: Asked): readonly CodeAction[] {
  const refusals = one.offer?.refusals ?? [];
  if (!session.support.disabledActions || refusals.length === 0) return [];
  return [
    {
      title: `Fix '${one.found.group.rule}' here`,
      diagnostics: [diagnosticOf(session, state, one)],
      disabled: { reason: refusals.join(" ") },
    },
  ];
}

function diagnosticOf(session: Session, state: SourceFileState, { shown, found }: Asked) {
  return sourceDiagnostic(state, shown.site, found, session);
}

function asQuickFix(action: CodeAction): CodeAction {
  return { ...action, kind: CodeActionKind.QuickFix };
}

function readResolveData(value: unknown): ResolveData | null {
  if (!isRecord(value)) return null;
  const { uri, version, mendAllInSource } = value;
  if (typeof uri !== "string" || typeof version !== "number" || typeof mendAllInSource !== "string")
    return null;
  return { uri, version, mendAllInSource };
}
