import type { Assumption } from "../core/cases.js";
import type { KeyReference, Replica, Table, Template } from "../core/model.js";
import type { Report } from "../core/rule.js";
import { pairs } from "../core/case-pairs.js";
import { declaredKeyOf } from "./table-keys.js";

/** A key of the stack can't be in a replica's Region. */
interface RegionFault {
  readonly message: "keyOfStack" | "keyInTwoRegions";
  readonly when: readonly Assumption[];
  /** The Region of the other replica that names a key of the stack; empty for no such replica. */
  readonly other: string;
  readonly related: NonNullable<Report["related"]>;
}

/**
 * What says that a key of the stack can't be in the replica's Region. Where nobody knows the stack's
 * Region, at most one of the Regions that name its keys can be it; all but the first say so.
 */
export function regionFaults(
  reference: KeyReference,
  when: readonly Assumption[],
  table: Table,
  replica: Replica,
  template: Template,
): readonly RegionFault[] {
  if (replica.local || replica.regionName === null || !isOfStackRegion(reference)) return [];
  if (liesElsewhere(table, replica, when, template)) {
    return [{ message: "keyOfStack", when, other: "", related: [] }];
  }
  if (template.context.region !== null) return [];
  for (const other of table.replicas.slice(0, table.replicas.indexOf(replica))) {
    if (other.regionName === null || other.regionName === replica.regionName) continue;
    const shared = pairs([{ when, value: null }], other.encryption, template.canHold).filter(
      ({ value: [, { key }] }) => key !== null && isOfStackRegion(key),
    );
    if (shared.length === 0) continue;
    const region = other.regionName;
    return shared.map((one): RegionFault => {
      const at = one.value[1].key?.at ?? other.at;
      const related = [{ at, message: `Replica ${region} names a key of this stack here.` }];
      return { message: "keyInTwoRegions", when: one.when, other: region, related };
    });
  }
  return [];
}

/** The reference leads to a key of this stack, not to a copy that it may have in another Region. */
function isOfStackRegion(reference: KeyReference): boolean {
  const key = declaredKeyOf(reference);
  if (key === null || key.home !== null) return false;
  if (reference.kind !== "key" || reference.arnRegion === undefined) return true;
  return key.kind === "key" && key.multiRegion.every(({ value }) => value.known && !value.value);
}

/**
 * Whether a replica certainly lies in another Region than the stack and its keys. A Region given
 * by its name may be the stack's own, unless that is known or another replica is the local one.
 */
function liesElsewhere(
  table: Table,
  replica: Replica,
  when: readonly Assumption[],
  { context, canHold }: Template,
): boolean {
  if (context.region !== null) return replica.regionName !== context.region;
  const locals = table.replicas.filter((other) => other.local).flatMap((other) => other.encryption);
  return pairs([{ when, value: null }], locals, canHold).length > 0;
}
