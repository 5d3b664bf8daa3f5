import type { Cases } from "../../core/cases.js";
import type { ResourcePolicies, Template } from "../../core/model.js";
import { displayText } from "../../core/text.js";
import { isSameAccount, thisAccount } from "../accounts.js";
import type { Caller } from "../callers.js";
import type { IdentityPolicies } from "../evaluate.js";
import { callerOf, grantees } from "../grantees.js";
import { matches } from "../pattern.js";
import { ofSpellings } from "../spellings.js";
import { callerOfPrincipal } from "./principal-callers.js";
import { resourceDocument } from "./table-access.js";

/** Somebody whom a table's policy names and the template doesn't declare. */
export interface Stranger {
  readonly name: string;
  readonly caller: Caller;
  readonly identity: IdentityPolicies;
}

/**
 * Roles, users and other accounts that the policies of a table or its stream let in, without those
 * that the template declares. What their own IAM policies say can't be seen.
 */
export function strangersIn(
  policies: Cases<ResourcePolicies>,
  { context, principals }: Template,
): readonly Stranger[] {
  const found = new Map<string, Stranger>();
  for (const { value } of policies) {
    for (const document of [resourceDocument(value.table), resourceDocument(value.stream)]) {
      if (document === null) continue;
      for (const { who } of grantees(document, context.account)) {
        const caller = callerOf(who, context.account);
        if (who.kind === "anyone" || who.kind === "template" || caller === null || caller.kind === "service")
          continue;
        const isOwn = isSameAccount(caller.account, thisAccount(context.account));
        if (who.kind === "account" && isOwn === true) continue;
        const arn = caller.arn[0];
        if (arn === undefined) continue;
        const isDeclared = principals().some(
          (one) =>
            ofSpellings(callerOfPrincipal(one, context).arn, (text) => matches(arn, text, "equals")) === true,
        );
        if (isDeclared) continue;
        const name = displayText(arn);
        const unread = [`the IAM policies of '${name}' aren't in this template`];
        found.set(name, { name, caller, identity: { documents: [], unread } });
      }
    }
  }
  return [...found.values()];
}
