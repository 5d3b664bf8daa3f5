import type { CodeAction, CodeActionParams, ServerCapabilities } from "vscode-languageserver";
import { CodeActionKind } from "vscode-languageserver";
import { suppressionOptions } from "../service.js";
import type { Judged } from "./analyses.js";
import { isRecord, type ClientSupport } from "./client-support.js";
import type { CdkApps } from "./cdk-apps.js";
import { editsOf, FIX_ALL_KIND, offersFor, type Intent, type Offer } from "./code-action-offers.js";
import { workspaceEdit } from "./convert.js";
import { findingDiagnostic } from "./diagnostic.js";
import { readReference } from "./finding-reference.js";
import { guarded } from "./guard.js";
import type { Session } from "./session.js";
import { resolveSourceAction, sourceActions } from "./source-actions.js";
import { suppressCommand } from "./suppression.js";

/** Travels with an action whose edit is asked for later. */
interface ResolveData {
  readonly uri: string;
  readonly version: number;
  readonly intent: Intent;
}

export function codeActionCapabilities({ resolveEdits }: ClientSupport): Partial<ServerCapabilities> {
  return {
    codeActionProvider: {
      codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL_KIND],
      resolveProvider: resolveEdits,
    },
  };
}

/** Offers fixes and suppressions. They are worked out from the text, never from a message. */
export function startCodeActions(session: Session, apps: CdkApps | null): void {
  const { connection, analyses, support } = session;
  connection.onCodeAction(
    guarded<CodeActionParams, CodeAction[]>(
      connection,
      "textDocument/codeAction",
      [],
      async (params, token) => {
        const inSource = apps === null ? null : await sourceActions(session, apps, params);
        if (inSource !== null) return inSource;
        const judged = await analyses.of(params.textDocument.uri, token);
        if (judged === null) return [];
        const { only, triggerKind: trigger } = params.context;
        const offers = offersFor(judged, { range: params.range, only, trigger });
        return offers.map((offer) => codeAction(judged, offer, session));
      },
    ),
  );
  connection.onCodeActionResolve(async (action, token) => {
    const resolve = guarded(connection, "codeAction/resolve", action, async () => {
      const inSource = apps === null ? action : await resolveSourceAction(session, apps, action);
      if (inSource !== action) return inSource;
      const data = readResolveData(action.data);
      const judged = data === undefined ? null : await analyses.of(data.uri, token);
      if (data === undefined || judged === null) return action;
      // The positions in an older text mean nothing in this one: such an action does nothing.
      if (judged.document.version !== data.version) return action;
      const edits = editsOf(judged.analysis, data.intent);
      if (edits === undefined) return action;
      return { ...action, edit: workspaceEdit(judged.document, edits, support.documentChanges) };
    });
    return resolve(action, token);
  });
}

function codeAction(judged: Judged, offer: Offer, session: Session): CodeAction {
  const { support } = session;
  const { document } = judged;
  const action: CodeAction = {
    title: offer.title,
    kind: offer.kind,
    diagnostics: offer.findings.map((finding) => findingDiagnostic(judged, finding, session)),
    ...(offer.preferred && { isPreferred: true }),
  };
  if (offer.intent.do === "suppress" && support.suppressCommand) {
    const title = `${offer.title} with a reason…`;
    const options = offer.findings.slice(0, 1).flatMap((one) => suppressionOptions(judged.analysis, one));
    return { ...action, title, command: suppressCommand(title, document, offer.intent.finding, options) };
  }
  if (support.resolveEdits) {
    const data: ResolveData = { uri: document.uri, version: document.version, intent: offer.intent };
    return { ...action, data };
  }
  return { ...action, edit: workspaceEdit(document, offer.edits, support.documentChanges) };
}

function readResolveData(value: unknown): ResolveData | undefined {
  if (!isRecord(value)) return undefined;
  const { uri, version } = value;
  const intent = readIntent(value["intent"]);
  if (typeof uri !== "string" || typeof version !== "number" || intent === undefined) return undefined;
  return { uri, version, intent };
}

function readIntent(value: unknown): Intent | undefined {
  if (!isRecord(value)) return undefined;
  const { rule, fix } = value;
  const finding = readReference(value["finding"]);
  switch (value["do"]) {
    case "fix-safe":
      return { do: "fix-safe" };
    case "fix-rule":
      return typeof rule === "string" ? { do: "fix-rule", rule } : undefined;
    case "fix":
      return typeof fix === "string" && finding !== undefined ? { do: "fix", finding, fix } : undefined;
    case "suppress":
      return finding === undefined ? undefined : { do: "suppress", finding };
    default:
      return undefined;
  }
}
