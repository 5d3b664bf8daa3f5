import { plainPath } from "../core/paths.js";
import type { TableCase } from "../summaries.js";
import type { InventoryPart, PartReader } from "./part.js";

/** The id of a resource: equal for all spellings of its document's URI. */
export function idOf({ path, resource }: { readonly path: string; readonly resource: string }): string {
  return `${plainPath(path)}\n${resource}`;
}

/** Names that mean one key whichever template says them, as long as account and Region are the same. */
const NAMED_OUTRIGHT = /^(arn:|alias\/|mrk-|[0-9a-f]{8}-)[^$]*$/i;

/** The id of the key that encrypts a table in one case; null where it isn't customer managed. */
export function keyIdOf({ key, keyAt, reference }: TableCase, part: InventoryPart): string | null {
  if (key !== "customer-managed") return null;
  if (keyAt !== null) return idOf(keyAt);
  const name = reference ?? "";
  if (!NAMED_OUTRIGHT.test(name)) return idOf({ path: part.path, resource: `: ${name}` });
  if (name.startsWith("arn:")) return idOf({ path: "", resource: name });
  return idOf({ path: "", resource: [part.account ?? "", part.region ?? "", name].join(" ") });
}

/** The id of a principal: somebody that no template declares is one person for all of them. */
export function principalIdOf({ principal, resource }: PartReader, { path }: InventoryPart): string {
  return resource === null ? idOf({ path: "", resource: principal }) : idOf({ path, resource });
}
