import type { Read, TraceStep } from "../../core/model.js";
import type { MapNode, Node } from "../../core/node.js";
import type { Place } from "../../core/span.js";
import { displayText, firstHole, knownText, soleHole, type Text } from "../../core/text.js";

/**
 * What a node of a template means in one world: intrinsics are evaluated, conditions decided.
 * `at` is the text that decides it (the taken branch of an `Fn::If`, not the `Fn::If`).
 */
export type Value = AbsentValue | TextValue | MapValue | ListValue;

interface ValueBase {
  readonly at: Place;
  /** How the value was come by, outermost step first. */
  readonly trace: readonly TraceStep[];
  /** A branch of an `Fn::If` was taken on the way. */
  readonly branched: boolean;
}

/** No such property, or `AWS::NoValue`. */
export interface AbsentValue extends ValueBase {
  readonly kind: "absent";
}

/** A scalar; numbers and booleans are texts, too ("true"). Not known in full where the text has holes. */
export interface TextValue extends ValueBase {
  readonly kind: "text";
  readonly text: Text;
  /** An unquoted YAML scalar or a JSON literal, where `yes` may be a boolean. */
  readonly plain: boolean;
  /** YAML's or JSON's null, or an empty value. */
  readonly isNull: boolean;
}

export interface MapValue extends ValueBase {
  readonly kind: "map";
  readonly node: MapNode;
}

/** A list whose items aren't evaluated yet: nodes, or values where an intrinsic made the list. */
export interface ListValue extends ValueBase {
  readonly kind: "list";
  readonly items: readonly (Node | Value)[];
}

export function absent(at: Place): AbsentValue {
  return { kind: "absent", at, trace: [], branched: false };
}

export function textValue(text: Text, at: Place, plain = false): TextValue {
  return { kind: "text", text, at, plain, isNull: false, trace: [], branched: false };
}

/** A value nobody can know from the template, with a clause that says why. */
export function unknownValue(name: string, reason: string, at: Place): TextValue {
  return textValue({ parts: [{ name, reason }] }, at);
}

/** The same value, come by with one more step in front. */
export function withStep<V extends Value>(value: V, step: TraceStep): V {
  return { ...value, trace: [step, ...value.trace] };
}

/** Why a value isn't known, or undefined where it is. */
export function reasonUnknown(value: Value): string | undefined {
  return value.kind === "text" ? firstHole(value.text)?.reason : undefined;
}

/** The value could be anything, a map or a list too. */
export function isOpen(value: Value): boolean {
  return value.kind === "text" && soleHole(value.text) !== undefined;
}

const TRUE_WORDS = new Set(["true", "True", "TRUE"]);
const FALSE_WORDS = new Set(["false", "False", "FALSE"]);
const PLAIN_TRUE_WORDS = /^(yes|Yes|YES|on|On|ON)$/;
const PLAIN_FALSE_WORDS = /^(no|No|NO|off|Off|OFF)$/;

/**
 * Reads a boolean as CloudFormation does: "true" and "false" count as booleans. Null for an
 * absent value; "malformed" for a known value that isn't a boolean.
 */
export function readBoolean(value: Value): Read<boolean> | null | "malformed" {
  if (value.kind === "absent") return null;
  if (value.kind !== "text") return "malformed";
  const text = knownText(value.text);
  if (text === undefined) return unread(value);
  if (TRUE_WORDS.has(text) || (value.plain && PLAIN_TRUE_WORDS.test(text))) return read(true, value);
  if (FALSE_WORDS.has(text) || (value.plain && PLAIN_FALSE_WORDS.test(text))) return read(false, value);
  return "malformed";
}

/** Reads a string; null for an absent value. Maps and lists can't be read. */
export function readString(value: Value): Read<string> | null {
  if (value.kind === "absent") return null;
  if (value.kind !== "text") return { known: false, reason: "it isn't a string", at: value.at };
  const text = knownText(value.text);
  return text === undefined ? unread(value) : read(text, value);
}

/** Reads an integer, also one written as a string; null for an absent value. */
export function readInteger(value: Value): Read<number> | null {
  const text = readString(value);
  if (text === null || !text.known) return text;
  const number = /^\d+$/.test(text.value) ? Number(text.value) : undefined;
  return number === undefined
    ? { known: false, reason: `'${text.value}' isn't a whole number`, at: text.at }
    : { known: true, value: number, at: text.at };
}

/** How a value is shown to people. */
export function displayValue(value: Value): string {
  switch (value.kind) {
    case "absent":
      return "nothing";
    case "text":
      return displayText(value.text);
    case "map":
      return "a map";
    case "list":
      return "a list";
  }
}

function read<T>(value: T, from: Value): Read<T> {
  return { known: true, value, at: from.at };
}

function unread(value: TextValue): Read<never> {
  return { known: false, reason: firstHole(value.text)?.reason ?? "it isn't known", at: value.at };
}
