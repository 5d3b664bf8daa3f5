import { isImpliedBy, pairs } from "../core/case-pairs.js";
import type { Assumption } from "../core/cases.js";
import type { Encryption, Key, Replica, Table, Template } from "../core/model.js";
import { pricedAs, type PricedCase } from "../pricing/priced.js";
import { keyFaults } from "./key-faults.js";
import { declaredKeyOf } from "./table-keys.js";

/** Whether nothing shows that the key can't encrypt this replica of a table anywhere in a case. */
export function canWork(
  { verdict, key }: Encryption,
  when: readonly Assumption[],
  table: Table,
  replica: Replica,
  template: Template,
): boolean {
  if (verdict !== "customer-managed" || key === null) return true;
  const faults = keyFaults(key, when, table, replica, template).filter(
    ({ message }) => message !== "placeholderAccount",
  );
  if (faults.length === 0) return true;
  const parts = partsOf(declaredKeyOf(key), when, template);
  return !parts.every((part) => faults.some((fault) => isImpliedBy(fault.when, part)));
}

/** The parts of a case in which a declared key differs: it may be of no use in each of them for a reason of its own. */
function partsOf(
  key: Key | null,
  when: readonly Assumption[],
  { canHold }: Template,
): readonly (readonly Assumption[])[] {
  if (key === null) return [when];
  const { spec, usage } = key.primary ?? key;
  const material = pairs(spec, pairs(usage, key.enabled, canHold), canHold);
  return pairs([{ when, value: null }], material, canHold).map((part) => part.when);
}

/** What a replica's encryption in a case counts as where money is concerned. */
export function pricedIn(
  encryption: Encryption,
  when: readonly Assumption[],
  table: Table,
  replica: Replica,
  template: Template,
): PricedCase["key"] {
  return canWork(encryption, when, table, replica, template) ? pricedAs(encryption) : "unusable";
}
