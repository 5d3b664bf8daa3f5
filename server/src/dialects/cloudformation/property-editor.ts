import { EditRefused } from "../../core/edit.js";
import type { Assumption } from "../../core/cases.js";
import { entryOf, textOf, type CallNode, type Entry, type MapNode, type Node } from "../../core/node.js";
import { PlainCall, type Plain } from "../../core/plain.js";
import { spanOf } from "../../core/span.js";
import type { Format } from "../../formats/format.js";
import { placed, type PlacedEdit } from "./placed-edit.js";

/** A value that a path leads to in one case, and the entry that holds it (in whichever branch). */
interface Leaf {
  readonly node: Node;
  /** The entry whose value it is; undefined for a branch of a condition. */
  readonly holder: Entry | undefined;
  /** Branches of conditions were taken on the way that the case decides. */
  readonly branched: boolean;
}

/** The customary order of an SSESpecification's properties. */
const SSE_ORDER: readonly string[] = ["SSEEnabled", "SSEType", "KMSMasterKeyId"];

/** Sets and removes values below a map of one text, in the branch that a case takes. */
export class PropertyEditor {
  constructor(
    private readonly format: Format,
    private readonly text: string,
  ) {}

  /**
   * Sets the value at a path, making the maps that are missing. In a branch of a condition that
   * the case decides, only that branch is changed.
   */
  set(root: MapNode, path: readonly string[], value: Plain, when: readonly Assumption[]): PlacedEdit[] {
    return this.setAll(root, path.slice(0, -1), [[path.at(-1) ?? "", value]], when);
  }

  /** Sets several entries of the map at a path; new ones stand together at its end, in order. */
  setAll(
    root: MapNode,
    path: readonly string[],
    entries: readonly (readonly [string, Plain])[],
    when: readonly Assumption[],
  ): PlacedEdit[] {
    const [step, ...rest] = path;
    if (step === undefined) return this.setEntries(root, entries, when);
    const entry = entryOf(root, step);
    if (entry === undefined) return this.insert(root, [[step, nested(rest, entries)]]);
    refuseMerged(entry);
    const leaf = this.leaf(entry, when);
    if (leaf.node.kind === "map") return this.setAll(leaf.node, rest, entries, when);
    if (!isNothing(leaf.node)) throw new EditRefused(`${step} is made by ${describe(leaf.node)}`);
    return this.replace(leaf, nested(rest, entries));
  }

  /** Writes a value in place of all that the entry at the path holds, whatever the case. */
  replaceWhole(root: MapNode, key: string, value: Plain): PlacedEdit[] {
    const entry = entryOf(root, key);
    if (entry === undefined) return this.insert(root, [[key, value]]);
    refuseMerged(entry);
    return this.replace({ node: entry.value, holder: entry, branched: false }, value);
  }

  /** Writes a map anew where it stands. */
  replaceMap(map: MapNode, value: Plain): PlacedEdit[] {
    return this.replace({ node: map, holder: undefined, branched: false }, value);
  }

  /** Takes the entry at the path out, or in a branch of a condition makes it `AWS::NoValue`. */
  remove(root: MapNode, path: readonly string[], when: readonly Assumption[]): PlacedEdit[] {
    const [step, ...rest] = path;
    const entry = step === undefined ? undefined : entryOf(root, step);
    if (entry === undefined) return [];
    refuseMerged(entry);
    const leaf = this.leaf(entry, when);
    if (rest.length > 0) {
      return leaf.node.kind === "map" ? this.remove(leaf.node, rest, when) : [];
    }
    if (!leaf.branched) return placed(this.format.remove(this.text, root, entry), spanOf(root).start);
    if (isNothing(leaf.node)) return [];
    return this.replace(leaf, new PlainCall("Ref", "AWS::NoValue"));
  }

  /** The map at a path in one case; undefined where there is none. */
  mapAt(root: MapNode, path: readonly string[], when: readonly Assumption[]): MapNode | undefined {
    let map = root;
    for (const step of path) {
      const entry = entryOf(map, step);
      const leaf = entry === undefined ? undefined : this.leaf(entry, when).node;
      if (leaf?.kind !== "map") return undefined;
      map = leaf;
    }
    return map;
  }

  private setEntries(
    map: MapNode,
    entries: readonly (readonly [string, Plain])[],
    when: readonly Assumption[],
  ): PlacedEdit[] {
    const edits: PlacedEdit[] = [];
    const missing: (readonly [string, Plain])[] = [];
    for (const [key, value] of entries) {
      const entry = entryOf(map, key);
      if (entry === undefined) {
        missing.push([key, value]);
        continue;
      }
      refuseMerged(entry);
      const leaf = this.leaf(entry, when);
      if (isSame(leaf.node, value)) continue;
      edits.push(...this.replace(leaf, value));
    }
    return missing.length === 0 ? edits : [...edits, ...this.insert(map, missing)];
  }

  /** New entries follow the one they belong behind, or the last one. */
  private insert(map: MapNode, entries: readonly (readonly [string, Plain])[]): PlacedEdit[] {
    const rank = SSE_ORDER.indexOf(entries[0]?.[0] ?? "");
    const before = map.entries.filter((entry) => SSE_ORDER.indexOf(entry.key) >= 0 && !entry.merged);
    const after = before.filter((entry) => SSE_ORDER.indexOf(entry.key) < rank).at(-1);
    return placed(this.format.insert(this.text, map, entries, after ?? "end"), spanOf(map).start);
  }

  private replace(leaf: Leaf, value: Plain): PlacedEdit[] {
    return placed(this.format.replace(this.text, leaf.node, value, leaf.holder), spanOf(leaf.node).start);
  }

  /** Follows the branches of conditions that the case decides. */
  private leaf(entry: Entry, when: readonly Assumption[]): Leaf {
    let node = entry.value;
    let branched = false;
    while (node.kind === "call" && node.name === "Fn::If") {
      const branch = branchOf(node, when);
      if (branch === undefined) break;
      node = branch;
      branched = true;
    }
    return { node, holder: branched ? undefined : entry, branched };
  }
}

function branchOf(call: CallNode, when: readonly Assumption[]): Node | undefined {
  if (call.argument.kind !== "list") return undefined;
  const [condition, yes, no] = call.argument.items;
  const name = textOf(condition);
  const assumption = when.find((one) => one.kind === "condition" && one.name === name);
  if (assumption === undefined) return undefined;
  return assumption.is === true ? yes : no;
}

/** `AWS::NoValue`, an empty value, or an empty map. */
function isNothing(node: Node): boolean {
  if (node.kind === "call") return node.name === "Ref" && textOf(node.argument) === "AWS::NoValue";
  return node.kind === "scalar" && node.value === null;
}

function isSame(node: Node, value: Plain): boolean {
  if (node.kind === "scalar")
    return typeof value !== "object" && node.text === String(value) && node.value !== null;
  if (node.kind !== "call" || !(value instanceof PlainCall) || node.name !== value.name) return false;
  const items = node.argument.kind === "list" ? node.argument.items : [node.argument];
  const own = items.map((item) => textOf(item)).join(".");
  return own === (Array.isArray(value.argument) ? value.argument.join(".") : value.argument);
}

function refuseMerged(entry: Entry): void {
  if (entry.merged) throw new EditRefused(`${entry.key} comes in through a merge key`);
}

function nested(path: readonly string[], entries: readonly (readonly [string, Plain])[]): Plain {
  const inner: Plain = Object.fromEntries(entries);
  return path.reduceRight<Plain>((value, step) => ({ [step]: value }), inner);
}

function describe(node: Node): string {
  return node.kind === "call" ? node.name : `a ${node.kind}`;
}
