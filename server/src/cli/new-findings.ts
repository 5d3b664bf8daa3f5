import type { Finding } from "../core/finding.js";
import type { Analysis } from "../service.js";

/** How often something is said: of errors and warnings that nobody has set aside. */
export interface Tally {
  /** By rule and resource. */
  readonly findings: ReadonlyMap<string, number>;
  /** Errors alone, by resource. */
  readonly errors: ReadonlyMap<string, number>;
}

/** What weighs among the findings of an analysis, to be compared with what is said later. */
export function tallyOf({ findings }: Pick<Analysis, "findings">): Tally {
  const weighty = findings.filter(weighs);
  return {
    findings: counted(weighty.map(subjectOf)),
    errors: counted(weighty.filter(isError).map(resourceOf)),
  };
}

/**
 * The errors and warnings that weren't there before. A warning about a resource that has an error less
 * isn't one of them: what can't be deployed is worse than anything there is to say of what can.
 */
export function newFindings(analysis: Pick<Analysis, "findings">, before: Tally): readonly Finding[] {
  const left = new Map(before.findings);
  const { errors } = tallyOf(analysis);
  return analysis.findings.filter(weighs).filter((finding) => {
    const known = left.get(subjectOf(finding)) ?? 0;
    left.set(subjectOf(finding), known - 1);
    if (known > 0) return false;
    const resource = resourceOf(finding);
    return isError(finding) || (errors.get(resource) ?? 0) >= (before.errors.get(resource) ?? 0);
  });
}

/** A rule and the resource it speaks of. */
export function subjectOf({ rule, resource }: Pick<Finding, "rule" | "resource">): string {
  return `${rule}\n${resource ?? ""}`;
}

function resourceOf({ resource }: Finding): string {
  return resource ?? "";
}

function isError({ severity }: Finding): boolean {
  return severity === "error";
}

function weighs({ suppressed, severity }: Finding): boolean {
  return suppressed === null && severity !== "info";
}

function counted(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
