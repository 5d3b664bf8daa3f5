import { displayText, knownText } from "../core/text.js";
import { actionFaults } from "./action-faults.js";
import { conditionFaults } from "./condition-faults.js";
import type { PolicyDocument, ShapeFault, Statement } from "./document.js";
import { faultOf, type PolicyFault, type Weight } from "./fault.js";
import { resourceMatches } from "./arn.js";
import { KEY_POLICY_LIMIT } from "./policy-size.js";
import { principalSetOf, type PrincipalSet } from "./principals.js";
import { ofSpellings, type Spellings } from "./spellings.js";
import { isOpen } from "./truth.js";

const SHAPE_WEIGHTS: Readonly<Record<string, Weight>> = {
  "unknown-element": "doubtful",
  "bad-version": "refused",
};

/**
 * All faults of a policy, in document order. `key` is the key that a key policy stands on, `own` the
 * account of the deployment, where known. IAM policies are looked at for their KMS actions and
 * condition keys only.
 */
export function policyFaults(
  document: PolicyDocument,
  key: Spellings,
  own: string | null,
): readonly PolicyFault[] {
  const found: PolicyFault[] = [
    ...document.faults.map(ofShape),
    ...document.statements.flatMap((statement) => statementFaults(document, statement, key, own)),
    ...duplicateSids(document),
  ];
  if (document.kind === "key" && document.bytes > KEY_POLICY_LIMIT) {
    found.push(faultOf("too-large", "refused", { path: [], at: document.at }, null, String(document.bytes)));
  }
  return found;
}

function ofShape(shape: ShapeFault): PolicyFault {
  const { kind, written, nearest } = shape;
  return faultOf(kind, SHAPE_WEIGHTS[kind] ?? "refused", shape, null, written, { nearest });
}

function statementFaults(
  document: PolicyDocument,
  statement: Statement,
  key: Spellings,
  own: string | null,
): readonly PolicyFault[] {
  const { actions, resources } = statement;
  const weight = document.kind === "key" ? "no-effect" : "refused";
  return [
    ...principalFaults(statement, own),
    ...(actions === null ? [faultOf("missing-action", weight, statement, statement)] : []),
    ...(resources === null && document.kind !== "resource"
      ? [faultOf("missing-resource", weight, statement, statement)]
      : []),
    ...actionFaults(document, statement),
    ...(document.kind === "key" ? resourceFaults(statement, key) : []),
    ...conditionFaults(document, statement),
  ];
}

const FAULTY: Readonly<Partial<Record<PrincipalSet["kind"], PolicyFault["kind"]>>> = {
  group: "group-principal",
  ineffective: "ineffective-principal",
  malformed: "malformed-principal",
  "any-service": "malformed-principal",
};

function principalFaults(statement: Statement, own: string | null): readonly PolicyFault[] {
  return (statement.principals?.entries ?? []).flatMap((entry) => {
    const set = principalSetOf(entry, own);
    const kind = FAULTY[set.kind];
    const isRefused = set.kind === "anyone" && set.refused !== null;
    if (kind === undefined && !isRefused) return [];
    const weight = set.kind === "ineffective" ? "no-effect" : "refused";
    return faultOf(kind ?? "malformed-principal", weight, entry, statement, displayText(entry.text));
  });
}

/** In a key policy `Resource` is `*`, "this KMS key", or the key's own ARN. */
function resourceFaults(statement: Statement, key: Spellings): readonly PolicyFault[] {
  if (statement.resources === null || statement.resources.negated) return [];
  return statement.resources.values.flatMap((written) => {
    const truth = ofSpellings(key, (spelling) => resourceMatches(written.text, spelling, null, false));
    if (truth === true) return [];
    const isLiteral = knownText(written.text) !== undefined;
    if (isOpen(truth) && !isLiteral) return [];
    const kind = isOpen(truth) ? "perhaps-not-this-key" : "not-this-key";
    const weight = isOpen(truth) ? "doubtful" : "no-effect";
    return faultOf(kind, weight, written, statement, displayText(written.text), { nearest: "*" });
  });
}

function duplicateSids({ statements }: PolicyDocument): readonly PolicyFault[] {
  const seen = new Set<string>();
  return statements.flatMap((statement) => {
    const sid = statement.sid === null ? undefined : knownText(statement.sid.text);
    if (sid === undefined || sid === "" || statement.sid === null) return [];
    if (seen.has(sid)) return faultOf("duplicate-sid", "doubtful", statement.sid, statement, sid);
    seen.add(sid);
    return [];
  });
}
