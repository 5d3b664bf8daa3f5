import { compatible, type Assumption } from "../core/cases.js";
import type { Replica, Table, Template } from "../core/model.js";
import type { Settings } from "../core/settings.js";
import { basisOf } from "../pricing/basis.js";
import { changeInWords, monthlyChange, type KeyChange } from "../pricing/change.js";
import { statedCallers } from "../pricing/priced.js";
import { money } from "../pricing/prices.js";
import { pricedIn } from "./working-keys.js";

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
  template: Template,
  settings: Pick<Settings, "cost">,
  replicas: readonly Replica[] = table.replicas,
): string {
  const basis = basisOf(settings);
  const priceIn = (replica: Replica): KeyChange["from"] => {
    const now = replica.encryption.find((one) => compatible(one.when, when));
    return now === undefined ? "undecided" : pricedIn(now.value, now.when, table, replica, template);
  };
  const changes = replicas.map((replica) => ({ from: priceIn(replica), to: to(replica) }));
  return changeInWords(monthlyChange(changes, statedCallers(table), basis), basis.prices);
}

/** The fee that comes on top where a key isn't there yet: ", plus $1.00 a month if the key is new"; empty for no fee. */
export function feeOfNewKeys(condition: string, settings: Pick<Settings, "cost">): string {
  const { prices } = basisOf(settings);
  return prices.keyMonth === 0 ? "" : `, plus ${money(prices.keyMonth, prices)} a month ${condition}`;
}
