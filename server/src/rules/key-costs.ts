import { compatible, type Assumption } from "../core/cases.js";
import type { Replica, Table } from "../core/model.js";
import type { Settings } from "../core/settings.js";
import { basisOf } from "../pricing/basis.js";
import { changeInWords, monthlyChange, type KeyChange } from "../pricing/change.js";
import { money } from "../pricing/prices.js";

/**
 * What the bill of a month changes by where a table gets other keys in a case, as a phrase: "about
 * $1.23 a month more".
 *
 * @param to what each replica gets.
 * @param replicas those that get other keys: all of a global table's if not given.
 */
export function costOfKeys(
  table: Table,
  when: readonly Assumption[],
  to: (replica: Replica) => KeyChange["to"],
  settings: Pick<Settings, "cost">,
  replicas: readonly Replica[] = table.replicas,
): string {
  const basis = basisOf(settings);
  const callers = table.activeCallers === "malformed" ? null : table.activeCallers;
  const changes = replicas.map((replica) => ({ from: verdictIn(replica, when), to: to(replica) }));
  return changeInWords(monthlyChange(changes, callers, basis), basis.prices);
}

/** The fee that comes on top where a key isn't there yet: ", plus $1.00 a month if the key is new"; empty for no fee. */
export function feeOfNewKeys(condition: string, settings: Pick<Settings, "cost">): string {
  const { prices } = basisOf(settings);
  return prices.keyMonth === 0 ? "" : `, plus ${money(prices.keyMonth, prices)} a month ${condition}`;
}

function verdictIn({ encryption }: Replica, when: readonly Assumption[]): KeyChange["from"] {
  return encryption.find((one) => compatible(one.when, when))?.value.verdict ?? "undecided";
}
