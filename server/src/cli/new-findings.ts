import type { Finding } from "../core/finding.js";
import type { Analysis } from "../service.js";

/** How often something is said: of errors and warnings that nobody has set aside. */
export interface Tally {
  /** By rule and resource. */
  readonly findings: ReadonlyMap<string, number>;
  /** Errors alone, by rule and resource. */
  readonly errors: ReadonlyMap<string, number>;
  /** Errors alone, by resource. */
  readonly errorsAbout: ReadonlyMap<string, number>;
}

/** What weighs among the findings of an analysis, to be compared with what is said later. */
export function tallyOf({ findings }: Pick<Analysis, "findings">): Tally {
  const weighty = findings.filter(weighs);
  const errors = weighty.filter(isError);
  return {
    findings: counted(weighty.map(subjectOf)),
    errors: counted(errors.map(subjectOf)),
    errorsAbout: counted(errors.map(resourceOf)),
  };
}

/**
 * The errors and warnings that weren't there before, and the warnings that have become errors. A new
 * warning about a resource that has an error less isn't one of them: what can't be deployed is worse
 * than anything there is to say of what can.
 */
export function newFindings(analysis: Pick<Analysis, "findings">, before: Tally): readonly Finding[] {
  const { errorsAbout } = tallyOf(analysis);
  const left = { findings: new Map(before.findings), errors: new Map(before.errors) };
  const isKnown = (name: keyof typeof left, finding: Finding): boolean => {
    const count = left[name].get(subjectOf(finding)) ?? 0;
    left[name].set(subjectOf(finding), count - 1);
    return count > 0;
  };
  const weighty = analysis.findings.filter(weighs);
  const errors = weighty.filter(isError).filter((finding) => {
    isKnown("findings", finding);
    return !isKnown("errors", finding);
  });
  const warnings = weighty
    .filter((finding) => !isError(finding))
    .filter((finding) => !isKnown("findings", finding))
    .filter((finding) => {
      const resource = resourceOf(finding);
      return (errorsAbout.get(resource) ?? 0) >= (before.errorsAbout.get(resource) ?? 0);
    });
  return [...errors, ...warnings];
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
