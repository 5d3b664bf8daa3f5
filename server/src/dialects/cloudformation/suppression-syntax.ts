import type { PeerId } from "../../core/peers.js";
import type { Plain } from "../../core/plain.js";
import { IGNORE_MARKER, METADATA_KEY } from "./ignores.js";

/** The tools that a suppression can be written for; `own` is ours. The CDK's stand in the app's source. */
export type SuppressionSyntax = "own" | Exclude<PeerId, "cdk">;

/** A way to write a suppression of one finding. */
export interface SuppressionChoice {
  readonly syntax: SuppressionSyntax;
  /** What is suppressed, as the tool calls it: our rule, or its check. */
  readonly id: string;
}

export interface SuppressionWords {
  /** One line. */
  readonly reason: string;
  /** ISO date, the last day it holds; null for no end. */
  readonly until: string | null;
}

/** What a tool reads: a comment, an entry of metadata, or both, of which the comment is preferred. */
export interface WrittenSuppression {
  readonly comment: {
    readonly text: string;
    /** Right above the resource, above the comments there, or as the first line in it. */
    readonly at: "above" | "top" | "inside";
  } | null;
  readonly metadata: {
    /** Below the resource's `Metadata`, to the list that the item joins. */
    readonly path: readonly string[];
    readonly item: Plain;
  } | null;
}

/** Every syntax, ours first, and whether it has a place for a reason and for a last day. */
export const SUPPRESSION_SYNTAXES: readonly {
  readonly syntax: SuppressionSyntax;
  readonly takesReason: boolean;
  readonly takesDay: boolean;
}[] = [
  { syntax: "own", takesReason: true, takesDay: true },
  { syntax: "checkov", takesReason: true, takesDay: false },
  { syntax: "cfn-lint", takesReason: false, takesDay: false },
  { syntax: "cfn_nag", takesReason: true, takesDay: false },
  { syntax: "guard", takesReason: false, takesDay: false },
  { syntax: "cdk-nag", takesReason: true, takesDay: false },
  { syntax: "kics", takesReason: true, takesDay: false },
  { syntax: "trivy", takesReason: true, takesDay: true },
];

/** How the tool has a suppression written. */
export function writtenAs({ syntax, id }: SuppressionChoice, words: SuppressionWords): WrittenSuppression {
  const reason = words.reason.replace(/\s+/g, " ").trim();
  const { until } = words;
  switch (syntax) {
    case "own": {
      const day = until === null ? "" : ` until ${until}`;
      return {
        comment: { text: `${IGNORE_MARKER} ${id}${day} -- ${reason}`, at: "above" },
        metadata: {
          path: [METADATA_KEY, "ignore"],
          item: { rule: id, reason, ...(until === null ? {} : { until }) },
        },
      };
    }
    case "checkov":
      return {
        comment: { text: `checkov:skip=${id}:${reason}`, at: "inside" },
        metadata: { path: ["checkov", "skip"], item: { id, comment: reason } },
      };
    case "cfn-lint":
      return { comment: null, metadata: { path: ["cfn-lint", "config", "ignore_checks"], item: id } };
    case "cfn_nag":
      return { comment: null, metadata: { path: ["cfn_nag", "rules_to_suppress"], item: { id, reason } } };
    case "guard":
      return { comment: null, metadata: { path: ["guard", "SuppressedRules"], item: id } };
    case "cdk-nag":
      return { comment: null, metadata: { path: ["cdk_nag", "rules_to_suppress"], item: { id, reason } } };
    case "kics":
      return { comment: { text: `kics-scan ignore-block -- ${reason}`, at: "top" }, metadata: null };
    case "trivy":
      return { comment: { text: trivyComment(id, reason, until), at: "above" }, metadata: null };
  }
}

/** Every release knows the older name, and takes each word that looks like a command for one. */
function trivyComment(id: string, reason: string, until: string | null): string {
  const day = until === null ? "" : `:exp:${dayAfter(until)}`;
  return `trivy:ignore:AVD-${id}${day} -- ${reason.replace(/(trivy|tfsec):/g, "$1 :")}`;
}

/** Trivy's day is the first on which the finding is reported again. */
function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
}
