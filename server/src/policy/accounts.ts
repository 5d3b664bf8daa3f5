import { knownText, soleHole, type Text } from "../core/text.js";
import { isSameHole, whyUnknown } from "./symbols.js";
import { open, type Truth } from "./truth.js";

/** An AWS account: the one the template is deployed to, a known other, or one nobody can tell. */
export type Account =
  | { readonly kind: "this"; readonly id: string | null }
  | { readonly kind: "known"; readonly id: string }
  | { readonly kind: "unknown"; readonly text: Text; readonly reason: string };

/** The account that the template is deployed to; `own` is its id, where known. */
export function thisAccount(own: string | null): Account {
  return { kind: "this", id: own };
}

/** The account of this text; `own` is the deployment's, where it is known. Null for what can't be one. */
export function accountOf(text: Text, own: string | null): Account | null {
  const known = knownText(text);
  if (known !== undefined) {
    if (!/^\d{12}$/.test(known)) return null;
    return known === own ? thisAccount(own) : { kind: "known", id: known };
  }
  const hole = soleHole(text);
  if (hole === undefined) return { kind: "unknown", text, reason: "it is known in part only" };
  if (hole.name === "AWS::AccountId") return thisAccount(own);
  return { kind: "unknown", text, reason: whyUnknown(hole) };
}

/** Whether both are one account. This template's and a known one are, for all anybody knows, open. */
export function isSameAccount(a: Account, b: Account): Truth {
  if (a.kind === "this" && b.kind === "this") return true;
  const [one, other] = [idOf(a), idOf(b)];
  if (one !== null && other !== null) return one === other;
  if (a.kind === "unknown" && b.kind === "unknown") {
    const [hole, otherHole] = [soleHole(a.text), soleHole(b.text)];
    if (hole !== undefined && otherHole !== undefined && isSameHole(hole, otherHole)) return true;
  }
  if (a.kind === "unknown") return open(a.reason);
  if (b.kind === "unknown") return open(b.reason);
  return open(`whether ${one ?? other ?? "it"} is the account of this template isn't known`);
}

function idOf(account: Account): string | null {
  return account.kind === "unknown" ? null : account.id;
}

/** The account's id, or `AWS::AccountId`, as the dialect writes it where the account isn't known. */
export function accountText(account: Account): Text {
  if (account.kind === "unknown") return account.text;
  return account.id === null ? ACCOUNT_ID : { parts: [account.id] };
}

const ACCOUNT_ID: Text = { parts: [{ name: "AWS::AccountId", reason: "the account isn't known" }] };
