import { EditRefused, type TextEdit } from "../../core/edit.js";
import { entryOf, type MapNode, type Node } from "../../core/node.js";
import type { Format, Outline } from "../../formats/format.js";
import type { EditedText } from "./edited-text.js";
import { moved, type Move, type NodeChange } from "./node-changes.js";
import { changed, identityOf, shapeOf, shapeOfPlain, type Shape } from "./node-shape.js";
import { follow, keyStep, rootOf, type NodePath, type Region } from "./node-path.js";

/** Where a policy stands: in a region of a template, or (null) in a document of its own. */
export interface Ground {
  readonly format: Format;
  readonly region: Region | null;
}

/** The customary order of the elements of policies and statements. */
const ORDER: readonly string[] = [
  ["Version", "Id"],
  ["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource"],
].flat();

/**
 * A document whose policy is being changed: each change is written into the text that the ones
 * before it left, and what comes out is read again and compared with what was meant.
 */
export class PolicyDraft {
  private constructor(
    private readonly ground: Ground,
    readonly edited: EditedText,
    private readonly made: readonly string[],
    private readonly moves: readonly Move[],
    /** The text as it is now, read. */
    private readonly outline: Outline,
  ) {}

  static of(ground: Ground, text: EditedText): PolicyDraft {
    return new PolicyDraft(ground, text, [], [], ground.format.outline(text.text));
  }

  /**
   * The draft with one more change.
   *
   * @param change its paths lead through the original text. The same change twice is made once.
   * @throws EditRefused where an earlier change has touched the same text, or where it can't be
   * written so that it says this and nothing else.
   */
  with(change: NodeChange): PolicyDraft {
    const id = JSON.stringify(change);
    if (this.made.includes(id)) return this;
    const { outline } = this;
    const root = this.root(outline);
    const path = moved(change, this.moves);
    const target = change.do === "remove" ? withEmptied(root, path) : path;
    const node = follow(root, target);
    if (node === undefined) throw new EditRefused("it can't be found in the text");
    const edits = this.write(outline, root, change, target, node);
    const edited = this.edited.with(inOrder(edits));
    const after = this.ground.format.outline(edited.text);
    this.refuseOther(root, after, change, target);
    return new PolicyDraft(
      this.ground,
      edited,
      [...this.made, id],
      [
        ...this.moves,
        {
          kind: kindOf(change, node),
          path: change.do === "insert" ? [...target, keyStep(change.key)] : target,
        },
      ],
      after,
    );
  }

  private write(
    outline: Outline,
    root: Node,
    change: NodeChange,
    path: NodePath,
    node: Node,
  ): readonly TextEdit[] {
    const { format, region } = this.ground;
    const { text } = outline;
    const isDocument = region === null && path.length === 0;
    switch (change.do) {
      case "insert": {
        if (node.kind !== "map") throw new EditRefused(`it is made by ${describe(node)}`);
        const { key, value } = change;
        if (!isDocument) return format.insert(text, node, [[key, value]], entryBefore(node, key));
        const first = outline.sections[0]?.key ?? "";
        return format.insertSection(outline, key, value, first);
      }
      case "replace":
        if (isDocument) throw new EditRefused("all of the string would be replaced");
        return format.replace(text, node, change.value);
      case "append":
        if (isDocument) throw new EditRefused("a policy is no list");
        return node.kind === "list"
          ? format.append(text, node, change.value)
          : format.makeList(text, node, change.value);
      case "remove": {
        const parent = follow(root, path.slice(0, -1));
        if (parent?.kind === "list") return format.removeItem(text, parent, node);
        const entry = entryOf(parent, String(path.at(-1)).slice(1));
        if (parent?.kind !== "map" || entry === undefined || (region === null && path.length < 2))
          throw new EditRefused("it is no entry of its own");
        return format.remove(text, parent, entry);
      }
    }
  }

  /** @throws EditRefused where the text doesn't say what it said before and the change, but something else. */
  private refuseOther(root: Node, after: Outline, change: NodeChange, path: NodePath): void {
    const before = this.outline;
    const written = this.root(after);
    const expected = meant(shapeOf(root), change, path);
    const isSame = expected !== undefined && identityOf(expected) === identityOf(shapeOf(written));
    const isNextToIt = this.ground.region !== null && namesOf(after) !== namesOf(before);
    if (!isSame || isNextToIt || after.problems().length > before.problems().length)
      throw new EditRefused("the text there is too unusual");
  }

  private root(outline: Outline): Node {
    const { region } = this.ground;
    const root = region === null ? documentOf(outline) : rootOf(outline, region);
    if (root === undefined) throw new EditRefused("it can't be found in the text");
    return root;
  }
}

/** A condition's operator without keys says nothing: it goes with its last key, the condition with its last operator. */
function withEmptied(root: Node, path: NodePath): NodePath {
  const above = path.slice(0, -1);
  const map = follow(root, above);
  if (map?.kind !== "map" || map.entries.length !== 1 || !above.includes(keyStep("Condition"))) return path;
  return typeof above.at(-1) === "string" && above.at(-1) !== "()" ? withEmptied(root, above) : path;
}

function meant(shape: Shape, change: NodeChange, path: NodePath): Shape | undefined {
  switch (change.do) {
    case "insert":
      return changed(shape, [...path, keyStep(change.key)], () => shapeOfPlain(change.value));
    case "replace":
      return changed(shape, path, () => shapeOfPlain(change.value));
    case "append":
      return changed(shape, path, (list) => {
        const items = list === undefined ? [] : Array.isArray(list) ? (list as readonly Shape[]) : [list];
        return [...items, shapeOfPlain(change.value)];
      });
    case "remove":
      return changed(shape, path, () => undefined);
  }
}

function kindOf(change: NodeChange, node: Node): Move["kind"] {
  if (change.do === "remove") return "removed";
  if (change.do === "append") return node.kind === "list" ? "appended" : "listed";
  return "written";
}

/** A new element stands behind those that customarily stand before it. */
function entryBefore(map: MapNode, key: string): MapNode["entries"][number] | "end" {
  const rank = ORDER.indexOf(key);
  if (rank === -1) return "end";
  const before = map.entries.filter((entry) => !entry.merged && ORDER.indexOf(entry.key) < rank);
  return before.filter((entry) => ORDER.includes(entry.key)).at(-1) ?? "end";
}

/** A whole document as one map. */
function documentOf({ sections, text }: Outline): MapNode {
  const origin = { offset: 0 };
  const entries = sections.map((section) => {
    const { key, keyAt, at } = section;
    return { key, keyAt, value: section.value(), merged: false, ...at };
  });
  return { kind: "map", style: "flow", shared: false, entries, origin, from: 0, to: text.length };
}

/** What the document declares, to tell whether an edit went beyond its region. */
function namesOf({ sections }: Outline): string {
  return sections
    .map(({ key, entries }) => `${key}: ${entries?.map((entry) => entry.key).join() ?? ""}`)
    .join("\n");
}

function inOrder(edits: readonly TextEdit[]): readonly TextEdit[] {
  return [...edits].sort((a, b) => a.span.start - b.span.start);
}

function describe(node: Node): string {
  return node.kind === "call" ? node.name : `a ${node.kind}`;
}
