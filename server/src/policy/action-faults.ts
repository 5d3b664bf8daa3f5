import { knownText } from "../core/text.js";
import type { PolicyDocument, Statement, Written } from "./document.js";
import { faultOf, type PolicyFault } from "./fault.js";
import { actionsMatching } from "./matching-actions.js";
import { kmsAction, nearestAction } from "./reference.js";

/** Actions that aren't any, that nothing matches, or that do nothing in a key policy. */
export function actionFaults({ kind }: PolicyDocument, statement: Statement): readonly PolicyFault[] {
  return (statement.actions?.values ?? []).flatMap((written) => {
    const action = knownText(written.text);
    if (action === undefined || action === "*") return [];
    if (kind !== "key" && !/^kms:/i.test(action)) return [];
    return faultOfAction(written, action, statement, kind === "key") ?? [];
  });
}

function faultOfAction(
  written: Written,
  action: string,
  statement: Statement,
  onKey: boolean,
): PolicyFault | null {
  if (/[*?]/.test(action)) return faultOfWildcard(written, action, statement, onKey);
  const row = kmsAction(action);
  if (row !== undefined) {
    if (!onKey || row.notOnKey !== true) return null;
    return faultOf("no-effect-in-key-policy", "no-effect", written, statement, action);
  }
  if (action.includes(":") && !/^kms:/i.test(action)) {
    return faultOf("action-of-another-service", "no-effect", written, statement, action);
  }
  const nearest = nearestAction(action.includes(":") ? action : `kms:${action}`) ?? null;
  return faultOf("unknown-action", "no-effect", written, statement, action, { nearest });
}

function faultOfWildcard(
  written: Written,
  action: string,
  statement: Statement,
  onKey: boolean,
): PolicyFault | null {
  const found = [...actionsMatching(written.text).sure];
  if (found.length === 0) {
    const nearest = nearestAction(action.replace(/[*?]/g, "")) ?? null;
    return faultOf("wildcard-without-match", "no-effect", written, statement, action, { nearest });
  }
  if (!onKey || found.some((name) => kmsAction(name)?.notOnKey !== true)) return null;
  return faultOf("no-effect-in-key-policy", "no-effect", written, statement, action);
}
