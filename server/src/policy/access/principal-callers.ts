import type { Context } from "../../core/model.js";
import type { Principal } from "../../core/principal.js";
import { accountText, thisAccount } from "../accounts.js";
import { PARTITION, templateCaller, type IamCaller } from "../callers.js";

/** How a principal of the template appears in requests. */
export function callerOfPrincipal(principal: Principal, { account }: Context): IamCaller {
  const own = thisAccount(account);
  if (principal.kind === "group") return memberOf(principal, own);
  const { identity, name: physicalName, iamPath: path } = principal;
  return templateCaller(principal.kind === "user" ? "user" : "role", identity, own, { physicalName, path });
}

/** A group never calls itself: some user in it does. */
function memberOf({ logicalId }: Principal, account: IamCaller["account"]): IamCaller {
  const member = { name: `a user in ${logicalId}`, reason: "users of a group aren't told apart" };
  const arn = {
    parts: ["arn:", ...PARTITION.parts, ":iam::", ...accountText(account).parts, ":user/", member],
  };
  return { kind: "user", account, arn: [arn], session: null };
}
