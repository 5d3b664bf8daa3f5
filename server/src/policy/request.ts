import { displayText, literalText, type Text } from "../core/text.js";
import { accountText } from "./accounts.js";
import type { Caller } from "./callers.js";
import { actionCanHave } from "./reference.js";
import type { Spellings } from "./spellings.js";
import { open, type Open } from "./truth.js";

/** Who asks for what. */
export interface Request {
  readonly caller: Caller;
  /** `kms:Decrypt`, letter case as you like. */
  readonly action: string;
  /** The ARN of the key, the table … */
  readonly resource: Spellings;
  readonly context: Context;
}

/** What a request says beside caller, action and resource. */
export interface Context {
  /** By key in lower case. */
  readonly values: ReadonlyMap<string, ContextValue>;
  /** What holds for all other keys: that they are absent, or that nobody knows. */
  readonly others: "absent" | Open;
}

/** The values of a key (several for a multi-valued one), that it is absent, or why nobody knows. */
export type ContextValue = readonly Spellings[] | "absent" | Open;

/** What a context can be made of: a string, several, a text that is known in part, null for absence. */
export type ContextInput = Readonly<Record<string, string | Text | readonly string[] | Open | null>>;

/** A context from plain values; a key that isn't named is `others`. */
export function contextOf(input: ContextInput, others: Context["others"] = "absent"): Context {
  const values = new Map<string, ContextValue>();
  for (const [key, value] of Object.entries(input)) values.set(key.toLowerCase(), contextValue(value));
  return { values, others };
}

function contextValue(value: ContextInput[string]): ContextValue {
  if (value === null) return "absent";
  if (typeof value === "string") return [[literalText(value)]];
  if ("parts" in value) return [[value]];
  if ("reason" in value) return value;
  return value.map((one) => [literalText(one)]);
}

/**
 * The value of a key in a request. What follows from the caller needs not be said, and keys that
 * this action never has are absent.
 */
export function contextValueOf({ caller, action, context }: Request, key: string): ContextValue {
  const name = key.toLowerCase();
  if (!actionCanHave(action, name)) return "absent";
  return context.values.get(name) ?? ofCaller(caller, name) ?? context.others;
}

function ofCaller(caller: Caller, key: string): ContextValue | null {
  return caller.kind === "service" ? ofService(caller.name, key) : ofIamCaller(caller, key);
}

function ofService(name: string, key: string): ContextValue | null {
  switch (key) {
    case "aws:principalisawsservice":
      return text("true");
    case "aws:principalservicename":
      return text(name);
    case "aws:principalservicenameslist":
      return open("which other names the service has isn't known");
    case "kms:calleraccount":
    case "aws:principalaccount":
      return open("services call from accounts of their own");
    case "kms:viaservice":
    case "aws:username":
    case "aws:userid":
    case "aws:principalorgid":
    case "aws:principalorgpaths":
      return "absent";
    default:
      return key.startsWith("aws:principaltag/") ? "absent" : null;
  }
}

function ofIamCaller(caller: Exclude<Caller, { kind: "service" }>, key: string): ContextValue | null {
  switch (key) {
    case "aws:principalarn":
      return [caller.arn];
    case "aws:principalaccount":
    case "kms:calleraccount":
      return [[accountText(caller.account)]];
    case "aws:principaltype":
      return text({ role: "AssumedRole", user: "User", root: "Account" }[caller.kind]);
    case "aws:principalisawsservice":
      return text("false");
    case "aws:principalservicename":
    case "aws:principalservicenameslist":
    case "aws:sourcearn":
    case "aws:sourceaccount":
      return "absent";
    case "aws:username":
      return caller.kind === "user"
        ? open(`the name of ${displayText(caller.arn[0] ?? literalText("the user"))} isn't looked at`)
        : "absent";
    default:
      return null;
  }
}

function text(value: string): ContextValue {
  return [[literalText(value)]];
}
