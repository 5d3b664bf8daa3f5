import { dutiesOf } from "../policy/action-sets.js";
import { listOf } from "./granted-names.js";

/**
 * What actions on a key let somebody do, as a phrase that goes on from "lets role App …":
 * "do everything with it", "use it", "call kms:DescribeKey on it".
 *
 * @param actions with prefix.
 */
export function powersOf(actions: ReadonlySet<string>): string {
  const { everything, administers, uses, grants } = dutiesOf({ sure: actions, maybe: new Set() });
  if (everything) return "do everything with it";
  if (administers) return uses ? "administer and use it" : "administer it";
  if (uses) return "use it";
  return grants ? "create grants for it" : `call ${listOf([...actions].sort())} on it`;
}
