import type { PolicyPath } from "../core/edit.js";
import type { Place } from "../core/span.js";
import type { Text } from "../core/text.js";
import type { Operator } from "./operators.js";

/** A key policy, an IAM policy or another resource's policy, as read: see `readPolicy`. */
export interface PolicyDocument {
  readonly kind: PolicyKind;
  /** Whether `${aws:username}` and the like are replaced: from version 2012-10-17 on. */
  readonly replacesVariables: boolean;
  readonly statements: readonly Statement[];
  /** Why there may be statements that can't be read, as clauses; empty where all are. */
  readonly unread: readonly string[];
  readonly faults: readonly ShapeFault[];
  /** Its least size in bytes, as JSON without white space and without what isn't known. */
  readonly bytes: number;
  readonly at: Place | null;
}

/** `identity` for IAM policies; they have no principals. `resource` for those of tables and streams. */
export type PolicyKind = "key" | "identity" | "resource";

export type { PolicyPath };

/** A string of the policy, and where it stands. */
export interface Written {
  readonly text: Text;
  readonly path: PolicyPath;
  readonly at: Place | null;
}

export interface Statement {
  /** Its position in the document. */
  readonly index: number;
  readonly sid: Written | null;
  readonly effect: "Allow" | "Deny" | { readonly reason: string };
  /** Null in an IAM policy. */
  readonly principals: PrincipalClause | null;
  /** Null where there is none: the statement has no effect. */
  readonly actions: Clause | null;
  /** Null where there is none: the statement has no effect. */
  readonly resources: Clause | null;
  readonly conditions: readonly Condition[];
  /** Why AWS refuses it, as a clause: nothing can be said of what it does; or null. */
  readonly refused: string | null;
  readonly path: PolicyPath;
  readonly at: Place | null;
}

/** `Action` or `NotAction`, `Resource` or `NotResource`. */
export interface Clause {
  /** It is the `Not…` form: all but these. */
  readonly negated: boolean;
  readonly values: readonly Written[];
  readonly path: PolicyPath;
  readonly at: Place | null;
}

/** `Principal` or `NotPrincipal`. */
export interface PrincipalClause {
  readonly negated: boolean;
  readonly entries: readonly PrincipalEntry[];
  readonly path: PolicyPath;
  readonly at: Place | null;
}

/** One principal; `Principal: "*"` is of the type `AWS`. */
export interface PrincipalEntry extends Written {
  readonly type: PrincipalType;
}

export type PrincipalType = "AWS" | "Service" | "Federated" | "CanonicalUser";

/** One condition key under one operator. */
export interface Condition {
  /** Null where the operator's name isn't one. */
  readonly operator: Operator | null;
  readonly operatorName: string;
  /** As written; letter case doesn't count. */
  readonly key: string;
  readonly values: readonly Written[];
  readonly path: PolicyPath;
  readonly at: Place | null;
  /** Where the key alone stands. */
  readonly keyAt: Place | null;
  readonly operatorAt: Place | null;
}

/** What makes a piece of a policy unreadable, or what AWS refuses by its form. */
export interface ShapeFault {
  readonly kind:
    | "not-a-policy"
    | "no-statements"
    | "not-a-statement"
    | "missing-effect"
    | "bad-effect"
    | "missing-principal"
    | "needless-principal"
    | "two-principals"
    | "bad-principal"
    | "unknown-principal-type"
    | "two-actions"
    | "two-resources"
    | "bad-value"
    | "bad-condition"
    | "unknown-operator"
    | "unknown-element"
    | "bad-version";
  readonly path: PolicyPath;
  readonly at: Place | null;
  /** What is written there: the element's name or the value. */
  readonly written: string;
  /** The name that was probably meant. */
  readonly nearest: string | null;
}
