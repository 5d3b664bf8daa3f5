import type { Node } from "../core/node.js";
import type { Problem } from "../core/problem.js";
import type { Place } from "../core/span.js";
import { membersOf, problemAt } from "./members.js";

/** What `parameter_overrides` of the AWS SAM CLI gives to a template's parameters. */
export interface ParameterOverrides {
  readonly parameters: ReadonlyMap<string, string>;
  /** Parameters that have a value which the text doesn't tell. */
  readonly unknown: ReadonlySet<string>;
  /** The files it takes parameters from, too (`file://…`), as they are written. */
  readonly files: readonly string[];
  /** False where it may set further parameters: by its files, or because something can't be read. */
  readonly complete: boolean;
  readonly problems: readonly Problem[];
}

/*
 * What the AWS SAM CLI takes for parameters (`CfnParameterOverridesType` in samcli/cli/types.py):
 * the long form where it occurs at all, otherwise the short one; what matches neither is passed over.
 */
const KEY = `([A-Za-z0-9"']+)`;
const VALUE = String.raw`("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|(?:\\.|[^ "\\])+)`;
const LONG_FORM = new RegExp(`ParameterKey=${KEY},ParameterValue=${VALUE}`, "g");
const SHORT_FORM = new RegExp(` ${KEY}=${VALUE}`, "g");
const FILE = "file://";

/**
 * Reads `parameter_overrides`: a text (`Name=Value Other="a b"`, `ParameterKey=…,ParameterValue=…`,
 * `file://…`), a map, or a list of those. What comes later wins.
 */
export function readParameterOverrides(node: Node | undefined): ParameterOverrides {
  const reader = new OverridesReader();
  if (node !== undefined) reader.any(node);
  const { parameters, unknown, files, isRead, problems } = reader;
  return { parameters, unknown, files, complete: isRead && files.length === 0, problems };
}

class OverridesReader {
  readonly parameters = new Map<string, string>();
  readonly unknown = new Set<string>();
  readonly files: string[] = [];
  readonly problems: Problem[] = [];
  isRead = true;

  any(node: Node): void {
    const members = membersOf(node);
    if (members !== null) {
      for (const { key, value } of members) this.set(key, exactText(value));
    } else if (node.kind === "list") {
      for (const item of node.items) this.any(item);
    } else if (node.kind === "scalar" && typeof node.value === "string") {
      this.text(node.value, node);
    } else if (node.kind !== "scalar" || node.value !== null) {
      this.unreadable(
        node,
        "The parameter_overrides are a text like 'Name=Value Other=Value', a list or a map.",
      );
    }
  }

  private text(text: string, place: Place): void {
    const trimmed = text.trim();
    if (trimmed === "") return;
    if (trimmed.startsWith(FILE)) {
      this.files.push(trimmed.slice(FILE.length));
      return;
    }
    // A name in the short form begins behind a space.
    const padded = ` ${trimmed}`;
    const matches = [...padded.matchAll(padded.search(LONG_FORM) >= 0 ? LONG_FORM : SHORT_FORM)];
    for (const [, name = "", value = ""] of matches) this.pair(name, value, place);
    const passedOver = leftOver(padded, matches);
    if (passedOver === "") return;
    this.unreadable(
      place,
      `The AWS SAM CLI takes no parameter from '${passedOver}'; it reads Name=Value and ParameterKey=Name,ParameterValue=Value, but not both in one text.`,
    );
  }

  private pair(writtenName: string, value: string, place: Place): void {
    const name = unquoted(writtenName);
    const isQuoted = value.startsWith('"') || value.startsWith("'");
    if (isQuoted || !value.includes("\n")) {
      this.set(name, unquoted(value));
      return;
    }
    this.set(name, null);
    this.unreadable(
      place,
      `The AWS SAM CLI parts parameters at spaces: the line break behind the value of '${name}' becomes a part of it.`,
    );
  }

  private set(name: string, value: string | null): void {
    if (value === null) {
      this.parameters.delete(name);
      this.unknown.add(name);
    } else {
      this.parameters.set(name, value);
      this.unknown.delete(name);
    }
  }

  private unreadable(place: Place, message: string): void {
    this.isRead = false;
    this.problems.push(problemAt(place, message));
  }
}

/** Null where versions of the AWS SAM CLI may write the value differently: true, 1.50, a list. */
function exactText(value: Node): string | null {
  if (value.kind !== "scalar") return null;
  if (typeof value.value === "string") return value.value;
  return typeof value.value === "number" && String(value.value) === value.text ? value.text : null;
}

/** What no match covers, in one line. */
function leftOver(text: string, matches: readonly RegExpExecArray[]): string {
  const parts: string[] = [];
  let end = 0;
  for (const match of matches) {
    parts.push(text.slice(end, match.index));
    end = match.index + match[0].length;
  }
  parts.push(text.slice(end));
  return parts.join(" ").replace(/\s+/g, " ").trim();
}

function unquoted(text: string): string {
  const first = text.charAt(0);
  const isWrapped = text.length > 1 && (first === '"' || first === "'") && text.endsWith(first);
  const inner = isWrapped ? text.slice(1, -1) : text;
  return inner.replaceAll("\\ ", " ").replaceAll('\\"', '"').replaceAll("\\'", "'");
}
