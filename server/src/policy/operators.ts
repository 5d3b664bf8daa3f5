/** A condition operator, taken apart: `ForAnyValue:StringNotLikeIfExists`. */
export interface Operator {
  readonly set: "all" | "any" | null;
  readonly base: BaseOperator;
  readonly ifExists: boolean;
  /** It asks for the values not to match. */
  readonly negated: boolean;
  readonly compares: Comparison;
}

/** How a value of the request is held against one of the policy. */
export type Comparison =
  | "equals"
  | "equals-ignoring-case"
  | "like"
  | "number"
  | "date"
  | "boolean"
  | "binary"
  | "address"
  | "arn"
  | "null";

export type BaseOperator = keyof typeof OPERATORS;

const OPERATORS = {
  StringEquals: "equals",
  StringNotEquals: "equals",
  StringEqualsIgnoreCase: "equals-ignoring-case",
  StringNotEqualsIgnoreCase: "equals-ignoring-case",
  StringLike: "like",
  StringNotLike: "like",
  NumericEquals: "number",
  NumericNotEquals: "number",
  NumericLessThan: "number",
  NumericLessThanEquals: "number",
  NumericGreaterThan: "number",
  NumericGreaterThanEquals: "number",
  DateEquals: "date",
  DateNotEquals: "date",
  DateLessThan: "date",
  DateLessThanEquals: "date",
  DateGreaterThan: "date",
  DateGreaterThanEquals: "date",
  Bool: "boolean",
  BinaryEquals: "binary",
  IpAddress: "address",
  NotIpAddress: "address",
  ArnEquals: "arn",
  ArnNotEquals: "arn",
  ArnLike: "arn",
  ArnNotLike: "arn",
  Null: "null",
} as const satisfies Record<string, Comparison>;

/** The operators without set operator and `IfExists`, for completion. */
export const OPERATOR_NAMES = Object.keys(OPERATORS) as readonly BaseOperator[];

const BY_LOWER_NAME = new Map(OPERATOR_NAMES.map((name) => [name.toLowerCase(), name]));
const read = new Map<string, Operator | null>();

/**
 * The operator of this name, whatever its case; null where there is none. The few spellings there
 * are in practice are taken apart once.
 */
export function readOperator(name: string): Operator | null {
  const known = read.get(name);
  if (known !== undefined) return known;
  const operator = takeApart(name.toLowerCase());
  if (read.size < 500) read.set(name, operator);
  return operator;
}

function takeApart(name: string): Operator | null {
  const [, setName, rest] = /^(?:(forallvalues|foranyvalue):)?(.*)$/.exec(name) ?? [];
  if (rest === undefined) return null;
  const ifExists = rest.endsWith("ifexists");
  const base = BY_LOWER_NAME.get(ifExists ? rest.slice(0, -"ifexists".length) : rest);
  if (base === undefined || (base === "Null" && (ifExists || setName !== undefined))) return null;
  const set = setName === undefined ? null : setName === "forallvalues" ? "all" : "any";
  return { set, base, ifExists, negated: base.includes("Not"), compares: OPERATORS[base] };
}
