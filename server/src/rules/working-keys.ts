import { isImpliedBy } from "../core/case-pairs.js";
import type { Assumption } from "../core/cases.js";
import type { Encryption, Replica, Table, Template } from "../core/model.js";
import { pricedAs, type PricedCase } from "../pricing/priced.js";
import { keyFaults } from "./key-faults.js";

/** Whether nothing shows that the key can't encrypt this replica of a table anywhere in a case. */
export function canWork(
  { verdict, key }: Encryption,
  when: readonly Assumption[],
  table: Table,
  replica: Replica,
  template: Template,
): boolean {
  if (verdict !== "customer-managed" || key === null) return true;
  return !keyFaults(key, when, table, replica, template).some(
    ({ message, when: part }) => message !== "placeholderAccount" && isImpliedBy(part, when),
  );
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
