import { EditRefused, type PolicyChange, type PolicyPath } from "../../core/edit.js";
import type { Resource } from "../../core/model.js";
import { entryOf, textOf, type Node } from "../../core/node.js";
import { PlainCall } from "../../core/plain.js";
import type { PolicyValue, WrittenPolicy } from "../../core/policy-value.js";
import { spanOf, type Place } from "../../core/span.js";
import { soleHole } from "../../core/text.js";
import { EditedText } from "./edited-text.js";
import type { EditSession } from "./edit-session.js";
import type { NodeChange } from "./node-changes.js";
import { follow, keyStep, pathTo, regionOf, rootOf, type NodePath } from "./node-path.js";
import { placed } from "./placed-edit.js";
import { PolicyDraft } from "./policy-draft.js";
import { hasEntry, itemByItem, pieceAt } from "./policy-pieces.js";
import { PolicyString } from "./policy-string.js";
import type { ReadTemplate } from "./template.js";

/**
 * Changes a policy in the text of a template; see `Editor.changePolicy`. All changes of a session
 * to one policy are worked into one draft, so that they may touch the same list.
 *
 * @throws EditRefused
 */
export function changePolicy(
  read: ReadTemplate,
  session: EditSession,
  holder: Resource,
  policy: WrittenPolicy,
  changes: readonly PolicyChange[],
): void {
  if (holder.locked !== null) throw new EditRefused(holder.locked);
  session.askForCheck();
  const region = regionOf(read.outline, policy.at);
  const root = rootOf(read.outline, region);
  if (root === undefined) throw new EditRefused("it can't be found in the text");
  const { start, end } = spanOf(policy.at);
  const id = `policy ${start} ${end}`;
  if (policy.inString) {
    const string = PolicyString.at(session.format, root, pathTo(root, policy.at));
    const before = session.draft(id) ?? string.draft();
    const draft = inOrder(policy, changes).reduce(
      (one, change) => one.with(string.change(policy, change)),
      before,
    );
    session.keepDraft(id, draft, placed(string.edits(session.text, region, draft), start));
    return;
  }
  const changer = new TreeChanger(root, policy);
  const wanted = inOrder(policy, changes).map((change) => changer.change(change));
  refuseHalves(root, wanted);
  const before =
    session.draft(id) ?? PolicyDraft.of({ format: session.format, region }, EditedText.of(session.text));
  const draft = wanted.reduce((one, change) => one.with(change), before);
  session.keepDraft(id, draft, placed(draft.edited.edits, start));
}

/**
 * Changes that belong together, some in a branch of a condition and some not, would be made by half
 * in the other cases.
 *
 * @throws EditRefused
 */
function refuseHalves(root: Node, changes: readonly NodeChange[]): void {
  const branches = new Set(changes.map(({ path }) => JSON.stringify(branchOf(root, path))));
  if (branches.size > 1)
    throw new EditRefused("in some branches of its conditions only a part of the change would be made");
}

/** The path of the innermost branch of an `Fn::If` that a path leads through. */
function branchOf(root: Node, path: NodePath): NodePath {
  for (let length = path.length; length > 1; length--) {
    const call = follow(root, path.slice(0, length - 2));
    if (path[length - 2] === "()" && call?.kind === "call" && call.name === "Fn::If")
      return path.slice(0, length);
  }
  return [];
}

/** What is added comes before what goes, so that no list is empty in between. */
function inOrder(policy: WrittenPolicy, asked: readonly PolicyChange[]): readonly PolicyChange[] {
  const changes = asked.flatMap((change) => itemByItem(policy, change));
  const rank = ({ do: what }: PolicyChange): number => ["append", "set", "replace", "remove"].indexOf(what);
  return [...changes].sort((a, b) => rank(a) - rank(b));
}

/** Finds in the text what a change of the policy's tree is about. */
class TreeChanger {
  constructor(
    private readonly root: Node,
    private readonly policy: WrittenPolicy,
  ) {}

  change(change: PolicyChange): NodeChange {
    const { path } = change;
    switch (change.do) {
      case "replace":
        return { do: "replace", path: this.nodePath(path), value: change.value };
      case "append":
        return this.append(path, change);
      case "remove":
        return this.removal(path);
      case "set": {
        const map = this.nodePath(path);
        const { key, value } = change;
        const isThere = hasEntry(this.policy.value, path, key);
        if (isThere) return { do: "replace", path: this.nodePath([...path, key]), value };
        if (entryOf(follow(this.root, map), key) !== undefined)
          throw new EditRefused(`${key} is there in other cases, or comes in through a merge key`);
        return { do: "insert", path: map, key, value };
      }
    }
  }

  private append(path: PolicyPath, { value }: PolicyChange & { readonly do: "append" }): NodeChange {
    const nodePath = this.nodePath(path);
    const piece = pieceAt(this.policy.value, path);
    const node = follow(this.root, nodePath);
    if (piece.kind === "list" && node?.kind !== "list") throw new EditRefused("a function makes the list");
    if (mayBeList(piece, node)) throw new EditRefused("it may be a list already");
    return { do: "append", path: nodePath, value };
  }

  /** An entry or item that a condition chooses is taken away in its branch alone. */
  private removal(path: PolicyPath): NodeChange {
    const nodePath = this.nodePath(path);
    const parent = this.nodePath(path.slice(0, -1));
    const step = path.at(-1);
    const direct = nodePath.length === parent.length + 1;
    const isEntry = typeof step !== "string" || nodePath.at(-1) === keyStep(step);
    if (direct && isEntry) return { do: "remove", path: nodePath };
    const branch = this.isBranch(nodePath.slice(0, -2), parent);
    if (!branch) throw new EditRefused("a function makes it");
    return { do: "replace", path: nodePath, value: new PlainCall("Ref", "AWS::NoValue") };
  }

  /** Whether the call at the path is an `Fn::If`, as is every call between it and the parent. */
  private isBranch(path: NodePath, parent: NodePath): boolean {
    for (let length = path.length; length > parent.length; length -= 2) {
      const call = follow(this.root, path.slice(0, length));
      if (call?.kind !== "call" || call.name !== "Fn::If") return false;
      if (length === parent.length + 1) return true;
    }
    return false;
  }

  private nodePath(path: PolicyPath): NodePath {
    const places = path.map((_step, index) => placeOf(pieceAt(this.policy.value, path.slice(0, index))));
    const at = placeOf(pieceAt(this.policy.value, path));
    if (places.some((place) => isSame(place, at))) throw new EditRefused("a function makes it");
    return pathTo(this.root, at);
  }
}

/** A value that isn't known may be a list: that of a parameter, say, but not a text put together. */
function mayBeList(piece: PolicyValue, node: Node | undefined): boolean {
  const hole = piece.kind === "text" ? soleHole(piece.text) : undefined;
  if (hole === undefined || hole.resource !== undefined || node?.kind !== "call") return false;
  if (node.name === "Fn::Sub" || node.name === "Fn::Join") return false;
  return !(node.name === "Ref" && textOf(node.argument)?.startsWith("AWS::") === true);
}

function placeOf({ at }: PolicyValue): Place {
  if (at === undefined) throw new EditRefused("it stands nowhere");
  return at;
}

function isSame(a: Place, b: Place): boolean {
  return a.origin === b.origin && a.from === b.from && a.to === b.to;
}
