import type { Report } from "../core/rule.js";
import { spanOf } from "../core/span.js";
import { isImpliedBy } from "../core/case-pairs.js";

/** What several replicas have in common is said once, for the widest case it holds in. */
export function withoutRepeats<M extends string>(reports: readonly Report<M>[]): readonly Report<M>[] {
  return reports.filter((one, index) =>
    reports.every((other, otherIndex) => {
      if (one === other || identityOf(one) !== identityOf(other)) return true;
      const isNarrower = isImpliedBy(other.case ?? [], one.case ?? []);
      const isEqual = isNarrower && isImpliedBy(one.case ?? [], other.case ?? []);
      return !isNarrower || (isEqual && index < otherIndex);
    }),
  );
}

function identityOf<M extends string>({ at, message, resource, replica }: Report<M>): string {
  const { start, end } = spanOf(at);
  return `${message} ${start}-${end} ${resource ?? ""} ${replica ?? ""}`;
}
