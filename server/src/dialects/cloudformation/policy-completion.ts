import type { Span } from "../../core/span.js";
import { DYNAMODB_KEY_PATTERNS } from "../../policy/key-actions.js";
import { OPERATOR_NAMES } from "../../policy/operators.js";
import { PRINCIPAL_TYPES } from "../../policy/read-principals.js";
import { STATEMENT_ELEMENTS } from "../../policy/read-statement.js";
import { CONDITION_KEYS, conditionKey, KMS_ACTIONS } from "../../policy/reference.js";
import type { Declarations } from "./declarations.js";
import { cursorPlace, type CursorPlace } from "./cursor-place.js";

/** Something that can be written where the cursor stands. */
export interface Completion {
  readonly label: string;
  readonly kind: "name" | "value" | "resource";
  /** One line on what it is. */
  readonly detail: string;
  readonly newText: string;
  /** What it replaces; the cursor lies in it. */
  readonly span: Span;
}

/** A resource that may stand for a principal. */
export interface NamedPrincipal {
  readonly logicalId: string;
  readonly kind: "role" | "user";
}

/** What is offered: a plain string, or a function. */
interface Offer {
  readonly label: string;
  readonly detail: string;
  /** More of the name is to be typed behind it. */
  readonly goesOn?: boolean;
  readonly function?: { readonly yaml: string; readonly json: string };
}

const ROOT_ARN = "arn:${AWS::Partition}:iam::${AWS::AccountId}:root";

/**
 * What can be written at an offset inside the `KeyPolicy` of a key, in text that may be half typed;
 * nothing elsewhere. Policies in strings of JSON are left alone.
 */
export function policyCompletions(
  text: string,
  offset: number,
  format: "yaml" | "json",
  principals: () => readonly NamedPrincipal[],
): readonly Completion[] {
  if (text.lastIndexOf("KeyPolicy", offset) === -1) return [];
  const place = cursorPlace(text, offset, format);
  const holder = place.path.indexOf("KeyPolicy");
  if (holder < 3 || place.path[holder - 1] !== "Properties") return [];
  const path = place.path.slice(holder + 1).filter((key) => !key.startsWith("Fn::"));
  return [
    ...(place.slot === "value" ? [] : keysAt(path).map((offer) => asKey(offer, text, place))),
    ...(place.slot === "key" ? [] : valuesAt(path, principals).map((offer) => asValue(offer, text, place))),
  ];
}

/** The roles and users that a template declares, in whatever state its text is. */
export function principalsIn({ sections }: Declarations): readonly NamedPrincipal[] {
  return [...sections.Resources.values()].flatMap((declared): NamedPrincipal[] => {
    const type = /\bType["']?\s*:\s*["']?AWS::IAM::(Role|User)\b/.exec(declared.text())?.[1];
    return type === undefined ? [] : [{ logicalId: declared.key, kind: type === "Role" ? "role" : "user" }];
  });
}

function keysAt(path: readonly string[]): readonly Offer[] {
  const [statement, element, ...rest] = path;
  if (statement === undefined) return named(["Version", "Id", "Statement"], "element of a policy");
  if (statement !== "Statement") return [];
  if (element === undefined) return named(STATEMENT_ELEMENTS, "element of a statement");
  if (rest.length === 0 && /^(Not)?Principal$/.test(element))
    return named(PRINCIPAL_TYPES, "type of principal");
  if (element !== "Condition") return [];
  if (rest.length === 0) return named(OPERATOR_NAMES, "condition operator");
  if (rest.length > 1) return [];
  return [...CONDITION_KEYS]
    .sort((a, b) => Number(b.name.startsWith("kms:")) - Number(a.name.startsWith("kms:")))
    .map(({ name, does, suffix }) => ({ label: name, detail: does, goesOn: suffix !== undefined }));
}

function valuesAt(path: readonly string[], principals: () => readonly NamedPrincipal[]): readonly Offer[] {
  const [statement, element = "", ...rest] = path;
  if (statement === "Version" && element === "")
    return named(["2012-10-17"], "version of the policy language");
  if (statement !== "Statement") return [];
  if (element === "Effect") return named(["Allow", "Deny"], "effect");
  if (/^(Not)?Action$/.test(element)) return actions();
  if (/^(Not)?Resource$/.test(element)) return named(["*"], "this key, in a key policy");
  if (/^(Not)?Principal$/.test(element)) return rest[0] === "AWS" ? principalOffers(principals()) : [];
  const [operator, key] = rest;
  if (element !== "Condition" || operator === undefined || key === undefined) return [];
  return conditionValues(operator, key);
}

function actions(): readonly Offer[] {
  const patterns = DYNAMODB_KEY_PATTERNS.filter((name) => name.endsWith("*"));
  return [
    ...KMS_ACTIONS.filter(({ notOnKey }) => notOnKey !== true).map(({ name, does }) => ({
      label: `kms:${name}`,
      detail: does,
    })),
    ...named(patterns, "what DynamoDB needs, with others of that name"),
    ...named(["kms:*"], "every action: for the account or an administrator"),
  ];
}

function principalOffers(principals: readonly NamedPrincipal[]): readonly Offer[] {
  const root: Offer = {
    label: "account root",
    detail: "the account: its IAM policies decide",
    function: { yaml: `!Sub ${ROOT_ARN}`, json: JSON.stringify({ "Fn::Sub": ROOT_ARN }) },
  };
  return [
    root,
    ...principals.map(({ logicalId, kind }): Offer => {
      const json = `{ "Fn::GetAtt": ["${logicalId}", "Arn"] }`;
      return {
        label: logicalId,
        detail: `${kind} of this template`,
        function: { yaml: `!GetAtt ${logicalId}.Arn`, json },
      };
    }),
  ];
}

function conditionValues(operator: string, key: string): readonly Offer[] {
  const name = key.toLowerCase();
  if (name === "kms:viaservice") {
    const here = "dynamodb.${AWS::Region}.amazonaws.com";
    const region: Offer = {
      label: here,
      detail: "through DynamoDB in the stack's Region",
      function: { yaml: `!Sub ${here}`, json: JSON.stringify({ "Fn::Sub": here }) },
    };
    const anywhere = named(["dynamodb.*.amazonaws.com"], "through DynamoDB in any Region");
    return /like/i.test(operator) ? [...anywhere, region] : [region];
  }
  if (/^(kms:calleraccount|aws:(principal|source|resource)account)$/.test(name)) {
    const account = { yaml: "!Ref AWS::AccountId", json: '{ "Ref": "AWS::AccountId" }' };
    return [{ label: "AWS::AccountId", detail: "the account of the stack", function: account }];
  }
  const isBool = conditionKey(key)?.type === "Bool" || operator === "Null";
  return isBool ? named(["true", "false"], "truth value") : [];
}

function named(labels: readonly string[], detail: string): readonly Offer[] {
  return labels.map((label) => ({ label, detail }));
}

function asKey({ label, detail, goesOn }: Offer, text: string, place: CursorPlace): Completion {
  const { word, quote, isJson } = place;
  const hasColon = /^["']?\s*:/.test(text.slice(word.end, word.end + 20));
  const name = quote === null && isJson ? JSON.stringify(label) : label;
  // Inside quotes the colon would stand behind the closing one.
  const newText = hasColon || quote !== null || goesOn === true ? name : `${name}:`;
  return { label, kind: "name", detail, newText, span: word };
}

/** A function takes the place of the quotes, too. */
function asValue(offer: Offer, text: string, { word, quote, isJson }: CursorPlace): Completion {
  const { label, detail } = offer;
  if (offer.function !== undefined) {
    const span = quote === null ? word : { start: word.start - 1, end: word.end + (quote.closed ? 1 : 0) };
    const gap = quote === null && text[word.start - 1] === ":" ? " " : "";
    const newText = gap + (isJson ? offer.function.json : offer.function.yaml);
    return { label, kind: "resource", detail, newText, span };
  }
  const needsQuotes = isJson ? !/^(true|false)$/.test(label) : /^\*|^\d/.test(label);
  const plain = quote === null && needsQuotes ? JSON.stringify(label) : label;
  const gap = quote === null && text[word.start - 1] === ":" ? " " : "";
  return { label, kind: "value", detail, newText: gap + plain, span: word };
}
