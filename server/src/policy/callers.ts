import { joinTexts, knownText, literalText, splitText, type Text } from "../core/text.js";
import { accountOf, accountText, type Account } from "./accounts.js";

/** Who makes a request. */
export type Caller = IamCaller | ServiceCaller;

/** A role (each of its sessions), a user, or the root user of an account. */
export interface IamCaller {
  readonly kind: "role" | "user" | "root";
  readonly account: Account;
  /**
   * The ARN of the role or user, in all ways it may be written: `ApiRole.Arn` and
   * `arn:…:role/${ApiRole}` name one role. All stand for the same string.
   */
  readonly arn: readonly Text[];
  /** The ARN of one session of the role; null for any. */
  readonly session: Text | null;
}

/** A service that calls as itself: not on behalf of somebody. */
export interface ServiceCaller {
  readonly kind: "service";
  /** `dynamodb.amazonaws.com`. */
  readonly name: string;
}

/** A role or user that the template declares. `physicalName` is its `RoleName` or `UserName`. */
export function templateCaller(
  kind: "role" | "user",
  logicalId: string,
  account: Account,
  { physicalName, path = literalText("/") }: { readonly physicalName?: Text; readonly path?: Text } = {},
): IamCaller {
  const name = physicalName ?? resourceText(logicalId, null);
  const arns = [resourceText(logicalId, "Arn"), iamArn(kind, account, path, resourceText(logicalId, null))];
  if (physicalName !== undefined) arns.push(iamArn(kind, account, path, name));
  return { kind, account, arn: arns, session: null };
}

/**
 * The caller with this ARN: a role, a user, a role's session or an account's root. `own` is the
 * account of the deployment, where known. Null for what isn't such an ARN.
 */
export function callerOfArn(arn: Text, own: string | null): IamCaller | null {
  const parts = splitText(arn, ":");
  const [, , service, , accountPart, resource] = parts;
  if (parts.length !== 6 || accountPart === undefined || resource === undefined) return null;
  const account = accountOf(accountPart, own);
  const type = /^(root|role|user|assumed-role)(?:\/|$)/.exec(firstLiteral(resource))?.[1];
  if (account === null || type === undefined) return null;
  if (type === "root") return rootOf(account);
  if (type !== "assumed-role")
    return { kind: type === "role" ? "role" : "user", account, arn: [arn], session: null };
  const role = splitText(resource, "/")[1];
  if (role === undefined || service === undefined) return null;
  return { kind: "role", account, arn: [iamArn("role", account, literalText("/"), role)], session: arn };
}

/** The root user of an account, who needs no IAM policy where the key policy names the account. */
export function rootOf(account: Account): IamCaller {
  const arn = joinTexts(
    [
      literalText("arn"),
      PARTITION,
      literalText("iam"),
      literalText(""),
      accountText(account),
      literalText("root"),
    ],
    ":",
  );
  return { kind: "root", account, arn: [arn], session: null };
}

/** What `Ref` (null) or `Fn::GetAtt` gives of a resource of the template. */
export function resourceText(logicalId: string, attribute: string | null): Text {
  const name = attribute === null ? logicalId : `${logicalId}.${attribute}`;
  return { parts: [{ name, resource: { logicalId, attribute }, reason: "it is made at deploy time" }] };
}

/** `AWS::Partition`. */
export const PARTITION: Text = {
  parts: [{ name: "AWS::Partition", reason: "the partition isn't known" }],
};

function iamArn(kind: "role" | "user", account: Account, path: Text, name: Text): Text {
  const prefix: Text = {
    parts: ["arn:", ...PARTITION.parts, ":iam::", ...accountText(account).parts, `:${kind}`],
  };
  return { parts: [...prefix.parts, ...path.parts, ...name.parts] };
}

function firstLiteral(text: Text): string {
  const first = text.parts[0];
  return knownText(text) ?? (typeof first === "string" ? first : "");
}
