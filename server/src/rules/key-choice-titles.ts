import type { Assumption } from "../core/cases.js";
import type { Table, Template } from "../core/model.js";
import type { Settings } from "../core/settings.js";
import { costOfKeys, feeOfNewKeys } from "./key-costs.js";

/** A table that is to get another key in a case, and the settings with the prices. */
export interface Rekeying {
  readonly table: Table;
  readonly template: Template;
  readonly when: readonly Assumption[];
  readonly settings: Pick<Settings, "cost" | "newKeyPolicy">;
}

/**
 * With a key of this stack, by name. Where a global table spreads over Regions, only the local replica can take
 * such a key.
 *
 * @param to whether it is made for the table or paid for already.
 */
export function stackKeyTitle(one: Rekeying, key: string, to: "new-key" | "existing-key"): string {
  const { table, template, when, settings } = one;
  const price = costOfKeys(
    table,
    when,
    (replica) => (replica.local ? to : "existing-key"),
    template,
    settings,
  );
  const needs = to === "new-key" && settings.newKeyPolicy === "iam" ? DEPLOYER_NEEDS : "";
  if (table.replicas.every((replica) => replica.local)) return keysTitle(table, key, price + needs);
  const fee = feeOfNewKeys("for each key in another Region that is new", settings);
  return keysTitle(
    table,
    `${key} here and keys given as parameters in the other Regions`,
    price + fee + needs,
  );
}

/** Where a key's policy leaves it to IAM who may use the key, the deployer's own policies have to allow it. */
const DEPLOYER_NEEDS = "; whoever deploys it needs kms:CreateGrant and kms:DescribeKey";

/** With keys that whoever deploys the stack gives. @param name of the parameter; null for new ones. */
export function parameterTitle(one: Rekeying, name: string | null): string {
  const { table, template, when, settings } = one;
  const several = name === null && table.replicas.length > 1;
  const keys = several ? "keys given as new parameters, one for each replica" : parameterOf(name);
  const price = costOfKeys(table, when, () => "existing-key", template, settings);
  return keysTitle(
    table,
    keys,
    price + feeOfNewKeys(several ? "for each key that is new" : "if the key is new", settings),
  );
}

/** With the AWS managed key. */
export function managedKeyTitle({ table, template, when, settings }: Rekeying): string {
  const price = costOfKeys(table, when, () => "aws-managed", template, settings);
  return `Encrypt '${table.logicalId}' with the AWS managed key aws/dynamodb (${price})`;
}

function parameterOf(name: string | null): string {
  return name === null ? "a key given as a new parameter" : `a key given as parameter '${name}'`;
}

function keysTitle(table: Table, keys: string, price: string): string {
  const caution =
    table.kind === "global-table" ? "; a replica's key may not be changeable in place once deployed" : "";
  return `Encrypt '${table.logicalId}' with ${keys} (${price}${caution}${readersWarning(table)})`;
}

function readersWarning({ externalReaders }: Table): string {
  if (externalReaders.length === 0) return "";
  return `; ${externalReaders.join(", ")} can't read the table until the key's policy lets them`;
}
