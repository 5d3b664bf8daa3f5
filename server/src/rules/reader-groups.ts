import { spanOf } from "../core/span.js";
import type { Reader } from "../policy/access/readers.js";

/** What a user has through a group is the group's finding, unless all its users may decrypt by themselves. */
export function withoutMembers(readers: readonly Reader[]): readonly Reader[] {
  const isOf = ({ who }: Reader, kind: string): boolean =>
    who.kind === "principal" && who.principal.kind === kind;
  const starts = ({ access }: Reader) =>
    access.by.map(({ statement }) => statement.at && spanOf(statement.at).start);
  const groups = new Set(readers.filter((one) => isOf(one, "group")).flatMap(starts));
  const isSpared = (group: Reader): boolean => {
    const members = readers.filter(
      (one) => isOf(one, "user") && starts(one).some((at) => starts(group).includes(at)),
    );
    return members.length > 0 && members.every(({ outcome }) => outcome.verdict === "allowed");
  };
  return readers.filter((one) => {
    if (isOf(one, "group")) return !isSpared(one);
    return !isOf(one, "user") || starts(one).some((start) => !groups.has(start));
  });
}
