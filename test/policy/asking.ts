import type { Text } from "../../server/src/core/text.js";
import { callerOfArn, templateCaller, type Caller } from "../../server/src/policy/callers.js";
import { thisAccount } from "../../server/src/policy/accounts.js";
import type { PolicyDocument } from "../../server/src/policy/document.js";
import { judgeKeyAccess, type Verdict } from "../../server/src/policy/evaluate.js";
import { plainPolicyValue } from "../../server/src/policy/policy-value.js";
import { readPolicy } from "../../server/src/policy/read-policy.js";
import { contextOf, type Context, type ContextInput } from "../../server/src/policy/request.js";
import type { Spellings } from "../../server/src/policy/spellings.js";

export const OWN = "111122223333";
export const OTHER = "444455556666";
export const KEY = `arn:aws:kms:us-east-1:${OWN}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
export const ROLE = `arn:aws:iam::${OWN}:role/App`;
export const USER = `arn:aws:iam::${OWN}:user/alice`;
export const ROOT = `arn:aws:iam::${OWN}:root`;
export const STRANGER = `arn:aws:iam::${OTHER}:role/App`;

/** A policy's statements as JSON; texts with holes may stand in them. */
export type Statements = object | readonly object[];

export function keyPolicy(statements: Statements, version: string | null = "2012-10-17"): PolicyDocument {
  return readPolicy(plainPolicyValue(body(statements, version)), "key");
}

export function iamPolicy(statements: Statements, version: string | null = "2012-10-17"): PolicyDocument {
  return readPolicy(plainPolicyValue(body(statements, version)), "identity");
}

function body(statements: Statements, version: string | null): object {
  return version === null ? { Statement: statements } : { Version: version, Statement: statements };
}

/** A statement that allows the role, or whoever is named, to decrypt. */
export function allow(statement: object = {}): object {
  return { Effect: "Allow", Principal: { AWS: ROLE }, Action: "kms:Decrypt", Resource: "*", ...statement };
}

export function deny(statement: object = {}): object {
  return allow({ Effect: "Deny", ...statement });
}

/** A statement of an IAM policy that allows to decrypt with every key. */
export function iamAllow(statement: object = {}): object {
  return { Effect: "Allow", Action: "kms:Decrypt", Resource: "*", ...statement };
}

export interface Question {
  readonly key?: Statements | PolicyDocument | null;
  readonly iam?: Statements | PolicyDocument;
  readonly as?: string | Caller;
  readonly action?: string;
  readonly context?: ContextInput;
  readonly others?: Context["others"];
  readonly resource?: Spellings;
  readonly own?: string | null;
}

/** What the evaluator says: by default, about the role App of the key's account that decrypts. */
export function judge(question: Question): Verdict {
  const { key = [], iam, as = ROLE, action = "kms:Decrypt", context = {}, others = "absent" } = question;
  const own = question.own === undefined ? OWN : question.own;
  return judgeKeyAccess({
    keyPolicy: key === null || isDocument(key) ? key : keyPolicy(key),
    identityPolicies: {
      documents: iam === undefined ? [] : [isDocument(iam) ? iam : iamPolicy(iam)],
      unread: [],
    },
    request: {
      caller: callerOf(as, own),
      action,
      resource: question.resource ?? [{ parts: [KEY] }],
      context: contextOf(context, others),
    },
    own,
  });
}

export function verdictOf(question: Question): Verdict["kind"] {
  return judge(question).kind;
}

function isDocument(policy: Statements | PolicyDocument): policy is PolicyDocument {
  return "statements" in policy;
}

function callerOf(as: string | Caller, own: string | null): Caller {
  if (typeof as !== "string") return as;
  if (!as.startsWith("arn:")) return { kind: "service", name: as };
  const caller = callerOfArn({ parts: [as] }, own);
  if (caller === null) throw new Error(`${as} is no caller`);
  return caller;
}

/** A text that is one hole: a parameter, or what a resource gives. */
export function hole(name: string): Text {
  const [logicalId = "", attribute] = name.split(".");
  if (attribute === undefined) return { parts: [{ name, reason: "it has no default" }] };
  return { parts: [{ name, resource: { logicalId, attribute }, reason: "it is made at deploy time" }] };
}

/** A text of literal pieces and, between them, holes by name. */
export function textOf(literals: TemplateStringsArray, ...names: readonly string[]): Text {
  return {
    parts: literals.flatMap((literal, at) => {
      const name = names[at];
      return [literal, ...(name === undefined ? [] : hole(name).parts)].filter((part) => part !== "");
    }),
  };
}

/** A role of the template. */
export function roleOf(logicalId: string, own: string | null = OWN, physicalName?: string): Caller {
  const name = physicalName === undefined ? {} : { physicalName: { parts: [physicalName] } };
  return templateCaller("role", logicalId, thisAccount(own), name);
}
