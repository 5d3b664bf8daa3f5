import { isAlias, isMap, isScalar, isSeq, Scalar } from "yaml";
import type { Alias, Node as YamlNode, Pair, YAMLMap, YAMLSeq } from "yaml";
import type { Entry, Node, ScalarNode } from "../core/node.js";
import type { Origin, Place } from "../core/span.js";
import { callOfTag, isCall } from "./calls.js";
import { MAX_EXPANDED_NODES } from "./nesting.js";
import type { LocalProblem } from "./parsed.js";
import { blockScalarEnd } from "./yaml-characters.js";
import { coreValue } from "./yaml-core-schema.js";

/** What the library's tree doesn't say itself. */
export interface YamlContext {
  readonly text: string;
  readonly origin: Origin;
  /** Where the tags stand, in order. */
  readonly tags: readonly { readonly from: number; readonly to: number }[];
  /** The anchors that some alias refers to. */
  readonly usedAnchors: ReadonlySet<string>;
}

/** Turns the tree of the `yaml` library into nodes. Aliases share the nodes they repeat. */
export class YamlNodeReader {
  readonly problems: LocalProblem[] = [];
  readonly brokenAt: number[] = [];
  private readonly anchors = new Map<string, { node: Node; size: number } | "open">();
  /** How many nodes there are so far, with every alias written out. */
  private count = 0;

  constructor(private readonly context: YamlContext) {}

  /** Any node, with what lies below it. */
  node(source: YamlNode): Node {
    return this.read(source, false);
  }

  /** The entries of a map, with those that its merge keys bring in. */
  entries(map: YAMLMap, shared: boolean): Entry[] {
    const own = new Map<string, Entry>();
    const merged: Entry[] = [];
    const entries: Entry[] = [];
    for (const pair of map.items as Pair<YamlNode | null, YamlNode | null>[]) {
      if (isMergeKey(pair.key)) {
        merged.push(...this.mergedEntries(pair));
        continue;
      }
      const entry = this.entry(pair, shared);
      const known = own.get(entry.key);
      if (known === undefined) own.set(entry.key, entry);
      else this.duplicate(known, entry);
      entries.push(entry);
    }
    for (const entry of merged) {
      if (own.has(entry.key)) continue;
      own.set(entry.key, entry);
      entries.push(entry);
    }
    return entries;
  }

  private entry(pair: Pair<YamlNode | null, YamlNode | null>, shared: boolean): Entry {
    const { key, at } = this.key(pair.key);
    const value = pair.value === null ? this.missing(at.to, shared) : this.read(pair.value, shared);
    return { key, keyAt: at, value, merged: false, ...this.place(at.from, Math.max(at.to, value.to)) };
  }

  private key(key: YamlNode | null): { key: string; at: Place } {
    const [from = 0, to = from] = key?.range ?? [];
    const at = this.place(from, to);
    if (key === null) return { key: "", at };
    const node = this.read(key, false);
    if (node.kind === "scalar") return { key: node.text, at: this.place(node.from, node.to) };
    this.problems.push({ message: "A key must be a string.", from, to });
    return { key: this.context.text.slice(from, to), at };
  }

  private mergedEntries(pair: Pair<YamlNode | null, YamlNode | null>): Entry[] {
    const { value } = pair;
    if (value === null) return [];
    const sources = isSeq(value) ? (value as YAMLSeq<YamlNode>).items : [value];
    return sources.flatMap((source) => {
      const node = this.read(source, true);
      if (node.kind === "map") {
        return node.entries.map((entry) => ({
          ...entry,
          value: { ...entry.value, shared: true },
          merged: true,
        }));
      }
      const message = "Only a map, an alias of a map, or a list of them can be merged.";
      const { from, to } = node;
      if (!isAlias(source) || node.kind !== "scalar") this.problems.push({ message, from, to });
      return [];
    });
  }

  private duplicate(first: Entry, second: Entry): void {
    const { from, to } = second.keyAt;
    this.problems.push({ message: `The key '${second.key}' occurs twice in this map.`, from, to });
    this.brokenAt.push(first.keyAt.from);
  }

  private read(source: YamlNode, inherited: boolean): Node {
    this.count += 1;
    if (isAlias(source)) return this.alias(source);
    const anchor = (source as { anchor?: string }).anchor;
    if (anchor === undefined) return this.tagged(source, inherited);
    const before = this.count;
    this.anchors.set(anchor, "open");
    const node = this.tagged(source, inherited || this.context.usedAnchors.has(anchor));
    this.anchors.set(anchor, { node, size: this.count - before + 1 });
    return node;
  }

  private alias(alias: Alias): Node {
    const [from = 0, to = from] = alias.range ?? [];
    const target = this.anchors.get(alias.source);
    const fail = (message: string): Node => {
      this.problems.push({ message, from, to });
      return { kind: "scalar", text: "", value: null, quoted: false, shared: true, ...this.place(from, to) };
    };
    if (target === undefined) return fail(`There is no anchor '${alias.source}' before this alias.`);
    if (target === "open") return fail(`The alias '${alias.source}' stands inside what it repeats.`);
    if (this.count + target.size > MAX_EXPANDED_NODES) {
      return fail("The aliases up to here expand to more than a million nodes.");
    }
    this.count += target.size;
    return { ...target.node, ...this.place(from, to), shared: true };
  }

  private tagged(source: YamlNode, shared: boolean): Node {
    const name = callOfTag(source.tag);
    const argument = this.untagged(source, shared);
    if (name === null) return argument;
    const tag = this.tagBefore(source.range?.[0] ?? argument.from);
    const place = this.place(tag?.from ?? argument.from, Math.max(tag?.to ?? 0, argument.to));
    return { kind: "call", name, argument, form: "tag", shared, ...place };
  }

  private untagged(source: YamlNode, shared: boolean): Node {
    if (isMap(source)) return this.map(source, shared);
    if (isSeq(source)) return this.list(source as YAMLSeq<YamlNode>, shared);
    if (isScalar(source)) return this.scalar(source, shared);
    return this.missing(source.range?.[0] ?? 0, shared);
  }

  private map(source: YAMLMap, shared: boolean): Node {
    const entries = this.entries(source, shared);
    const place = source.flow === true ? this.flowPlace(source) : this.blockPlace(source, entries);
    const only = entries[0];
    if (entries.length === 1 && only !== undefined && !only.merged && isCall(only.key, only.value)) {
      return { kind: "call", name: only.key, argument: only.value, form: "map", shared, ...place };
    }
    return { kind: "map", style: source.flow === true ? "flow" : "block", entries, shared, ...place };
  }

  private list(source: YAMLSeq<YamlNode | Pair>, shared: boolean): Node {
    // A flow list may hold a pair without braces; the library wraps it into a map.
    const items = source.items.map((item) => this.read(item as YamlNode, shared));
    const [from = 0] = source.range ?? [];
    const place =
      source.flow === true
        ? this.flowPlace(source)
        : this.place(from, items.at(-1)?.to ?? source.range?.[1] ?? from);
    return { kind: "list", style: source.flow === true ? "flow" : "block", items, shared, ...place };
  }

  private scalar(source: Scalar, shared: boolean): ScalarNode {
    const [from = 0, to = from] = source.range ?? [];
    const plain = source.type === Scalar.PLAIN || source.type === undefined;
    const text = source.source ?? "";
    if (plain && from === to) return this.missing(from, shared);
    const block = source.type === Scalar.BLOCK_LITERAL || source.type === Scalar.BLOCK_FOLDED;
    // The library takes whatever stands behind a tag it doesn't know for a string.
    const value = plain && callOfTag(source.tag) !== null ? coreValue(text) : typed(source.value);
    const end = block ? blockScalarEnd(this.context.text, from, to) : to;
    return {
      kind: "scalar",
      text,
      value,
      quoted: !plain,
      shared,
      ...this.place(from, end),
    };
  }

  /** A null without text: right behind the colon, dash or tag before it. */
  private missing(at: number, shared: boolean): ScalarNode {
    const { text } = this.context;
    let from = at;
    while (from > 0 && (text[from - 1] === " " || text[from - 1] === "\t")) from--;
    return { kind: "scalar", text: "", value: null, quoted: false, shared, ...this.place(from, from) };
  }

  private flowPlace(source: YAMLMap | YAMLSeq): Place {
    const [from = 0, to = from] = source.range ?? [];
    return this.place(from, to);
  }

  private blockPlace(source: YAMLMap, entries: readonly Entry[]): Place {
    const own = entries.filter((entry) => !entry.merged);
    const first = source.items[0] as Pair<YamlNode | null> | undefined;
    const last = source.items.at(-1) as Pair<YamlNode | null, YamlNode | null> | undefined;
    const [start = 0, end = start] = source.range ?? [];
    const from = first?.key?.range?.[0] ?? start;
    const mergedLast = isMergeKey(last?.key ?? null);
    const to = mergedLast ? (last?.value?.range?.[1] ?? end) : (own.at(-1)?.to ?? end);
    return this.place(from, to);
  }

  private tagBefore(offset: number): { readonly from: number; readonly to: number } | undefined {
    const { tags } = this.context;
    let low = 0;
    let high = tags.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((tags[middle]?.from ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return tags[low - 1];
  }

  private place(from: number, to: number): Place {
    return { origin: this.context.origin, from, to };
  }
}

function isMergeKey(key: YamlNode | null): boolean {
  return isScalar(key) && key.type === Scalar.PLAIN && key.source === "<<";
}

function typed(value: unknown): string | number | boolean | null {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return null;
}
