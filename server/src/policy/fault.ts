import type { Place } from "../core/span.js";
import type { PolicyPath, ShapeFault, Statement } from "./document.js";

/** Something of a policy that AWS refuses, or that doesn't do what it seems to. */
export interface PolicyFault {
  readonly kind: FaultKind;
  readonly weight: Weight;
  readonly path: PolicyPath;
  readonly at: Place | null;
  /** What is written there. */
  readonly written: string;
  /** What was probably meant. */
  readonly nearest: string | null;
  /** The statement it is in; null for the policy as a whole, and for what can't be read. */
  readonly statement: Statement | null;
  /** The actions it is about, where it isn't about all. */
  readonly actions: readonly string[];
}

/** `refused`: the call that sets the policy fails. `no-effect`: it is taken, and does nothing. */
export type Weight = "refused" | "no-effect" | "doubtful";

export type FaultKind =
  | ShapeFault["kind"]
  | "unknown-action"
  | "wildcard-without-match"
  | "action-of-another-service"
  | "no-effect-in-key-policy"
  | "missing-action"
  | "missing-resource"
  | "not-this-key"
  | "perhaps-not-this-key"
  | "unknown-condition-key"
  | "set-operator-on-single-value"
  | "refused-set-operator"
  | "missing-set-operator"
  | "condition-never-met"
  | "group-principal"
  | "malformed-principal"
  | "ineffective-principal"
  | "duplicate-sid"
  | "too-large";

/** A fault at a place of a policy. */
export function faultOf(
  kind: FaultKind,
  weight: Weight,
  { path, at }: { readonly path: PolicyPath; readonly at: Place | null },
  statement: Statement | null,
  written = "",
  {
    nearest = null,
    actions = [],
  }: { readonly nearest?: string | null; readonly actions?: readonly string[] } = {},
): PolicyFault {
  return { kind, weight, path, at, written, nearest, statement, actions };
}
