import { EditRefused, type PolicyChange, type PolicyPath, type TextEdit } from "../../core/edit.js";
import type { Node, ScalarNode } from "../../core/node.js";
import { isPlainList, isPlainMap, PlainCall, type Plain } from "../../core/plain.js";
import type { WrittenPolicy } from "../../core/policy-value.js";
import type { Format } from "../../formats/format.js";
import { EditedText } from "./edited-text.js";
import type { NodeChange } from "./node-changes.js";
import { follow, keyStep, rootOf, type NodePath, type Region, type Step } from "./node-path.js";
import { PolicyDraft } from "./policy-draft.js";
import { hasEntry } from "./policy-pieces.js";

/** A policy that is written as JSON in one string; the string may be that of an `Fn::Sub`. */
export class PolicyString {
  private constructor(
    private readonly format: Format,
    private readonly scalar: ScalarNode,
    private readonly path: NodePath,
    /** The variables of an `Fn::Sub`'s own; null where `${…}` is plain text. */
    private readonly variables: readonly string[] | null,
  ) {}

  /**
   * @param path leads from the root to the string, or to the function that makes it.
   * @throws EditRefused where anything but an `Fn::Sub` makes it.
   */
  static at(format: Format, root: Node, path: NodePath): PolicyString {
    const node = follow(root, path);
    if (node?.kind === "scalar") return new PolicyString(format, node, path, null);
    const isSub = node?.kind === "call" && node.name === "Fn::Sub";
    const argument = isSub ? node.argument : undefined;
    const withOwn = argument?.kind === "list";
    const scalar = withOwn ? argument.items[0] : argument;
    if (scalar?.kind !== "scalar") throw new EditRefused("a function makes the string");
    const own = withOwn ? argument.items[1] : undefined;
    const names = own?.kind === "map" ? own.entries.map(({ key }) => key) : [];
    return new PolicyString(format, scalar, withOwn ? [...path, "()", 0] : [...path, "()"], names);
  }

  draft(): PolicyDraft {
    return PolicyDraft.of({ format: this.format.embedded, region: null }, EditedText.of(this.scalar.text));
  }

  /** @throws EditRefused where the value can't be written in this string. */
  change({ value }: WrittenPolicy, change: PolicyChange): NodeChange {
    const path = nodePath(change.path);
    switch (change.do) {
      case "set": {
        const isThere = hasEntry(value, change.path, change.key);
        const written = this.written(change.value);
        if (isThere) return { do: "replace", path: [...path, keyStep(change.key)], value: written };
        return { do: "insert", path, key: this.literal(change.key), value: written };
      }
      case "replace":
      case "append":
        return { do: change.do, path, value: this.written(change.value) };
      case "remove":
        return { do: "remove", path };
    }
  }

  /**
   * The edits of the template's text that a draft of the string comes to.
   *
   * @throws EditRefused where the string's quoting doesn't allow them.
   */
  edits(text: string, region: Region, draft: PolicyDraft): readonly TextEdit[] {
    const edits = this.format.editString(text, this.scalar, draft.edited.edits);
    const after = this.format.outline(EditedText.of(text).with(edits).text);
    const scalar = follow(rootOf(after, region), this.path);
    if (scalar?.kind !== "scalar" || !isSameJson(scalar.text, draft.edited.text))
      throw new EditRefused("the string's quoting is too unusual");
    return edits;
  }

  /** Functions become placeholders where the string has such. */
  private written(value: Plain): Plain {
    if (value instanceof PlainCall) return this.placeholder(value);
    if (isPlainList(value)) return value.map((item) => this.written(item));
    if (isPlainMap(value)) {
      return Object.fromEntries(
        Object.entries(value).map(([key, each]) => [this.literal(key), this.written(each)]),
      );
    }
    return typeof value === "string" ? this.literal(value) : value;
  }

  private literal(text: string): string {
    return this.variables === null ? text : text.replaceAll("${", "${!");
  }

  private placeholder({ name, argument }: PlainCall): string {
    if (this.variables === null) throw new EditRefused("a plain string of JSON holds no functions");
    const text = substitution(name, argument);
    const names = [...text.matchAll(/\$\{([^!}][^}]*)\}/g)].map((match) => match[1]?.trim() ?? "");
    if (names.some((one) => this.variables?.includes(one) === true))
      throw new EditRefused("the string has variables of that name");
    return text;
  }
}

/** A function as the text of an `Fn::Sub` has it. */
function substitution(name: string, argument: Plain): string {
  if (name === "Fn::Sub" && typeof argument === "string") return argument;
  if (name === "Ref" && typeof argument === "string") return `\${${argument}}`;
  const parts = typeof argument === "string" ? [argument] : argument;
  if (name === "Fn::GetAtt" && isPlainList(parts)) return `\${${(parts as string[]).join(".")}}`;
  throw new EditRefused(`${name} can't be written in a string`);
}

/** Keys and positions are the same in the policy's tree and in the JSON. */
function nodePath(path: PolicyPath): NodePath {
  return path.map((step): Step => (typeof step === "number" ? step : keyStep(step)));
}

function isSameJson(a: string, b: string): boolean {
  try {
    return JSON.stringify(JSON.parse(a)) === JSON.stringify(JSON.parse(b));
  } catch {
    return false;
  }
}
