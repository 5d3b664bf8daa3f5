import { EditRefused } from "../core/edit.js";
import type { CallNode, Entry, Node } from "../core/node.js";
import { encloses, spanOf } from "../core/span.js";
import type { Place, Span } from "../core/span.js";
import type { Outline, Section } from "./format.js";

/** A node's surroundings in its text. */
export interface Located {
  /** The entry whose value the node is. */
  readonly holder: { readonly keyAt: Place } | null;
  /** What the node stands in directly; null for the value of a section. */
  readonly parent: Node | null;
  /** Something around the node is in flow style. */
  readonly inFlow: boolean;
}

/**
 * Finds where in a text a node stands.
 *
 * @throws EditRefused where the node is shared, the text around it is broken, or it isn't there.
 */
export function locate(outline: Outline, node: Node): Located {
  if (node.shared) throw new EditRefused("its text serves several places through an alias or a merge key");
  const target = { kind: node.kind, span: spanOf(node) };
  for (const section of outline.sections) {
    if (!encloses(spanOf(section.at), target.span)) continue;
    const found = inSection(outline, section, target);
    if (found !== undefined) return found;
  }
  throw new EditRefused("it can't be found in the text");
}

/** @throws EditRefused where the section has syntax errors outside of its entries. */
export function refuseBroken(outline: Outline, region: Span): void {
  const broken = outline.problems().some(({ span }) => encloses(region, span));
  if (broken) throw new EditRefused("the text there has syntax errors");
}

type Target = { readonly kind: Node["kind"]; readonly span: Span };

function inSection(outline: Outline, section: Section, target: Target): Located | undefined {
  for (const entry of section.entries ?? []) {
    if (!encloses(spanOf(entry.at), target.span)) continue;
    const { value, broken } = entry.read();
    const inFlow = isFlowSection(outline.text, section);
    const found = below(value, target, { holder: entry, parent: null, inFlow }, outline.text);
    if (found === undefined) continue;
    if (broken) throw new EditRefused("the text around it has syntax errors");
    refuseBroken(outline, spanOf(entry.at));
    return found;
  }
  const here: Located = { holder: section, parent: null, inFlow: false };
  const isWhole = section.entries !== null && target.kind !== "map";
  const found = isWhole ? undefined : below(section.value(), target, here, outline.text);
  if (found !== undefined) refuseBroken(outline, spanOf(section.at));
  return found;
}

function isFlowSection(text: string, section: Section): boolean {
  return /^\s*:\s*\{/.test(text.slice(spanOf(section.keyAt).end, spanOf(section.keyAt).end + 100));
}

function below(node: Node, target: Target, here: Located, text: string): Located | undefined {
  if (matches(node, target)) return here;
  if (node.shared || !encloses(spanOf(node), target.span)) return undefined;
  if (node.kind === "call") return below(node.argument, target, insideCall(node, here, text), text);
  if (node.kind === "scalar") return undefined;
  const inFlow = here.inFlow || node.style === "flow";
  if (node.kind === "list") {
    return first(node.items, (item) => below(item, target, { holder: null, parent: node, inFlow }, text));
  }
  return first(node.entries, (entry: Entry) => {
    if (entry.merged || !encloses(spanOf(entry), target.span)) return undefined;
    return below(entry.value, target, { holder: entry, parent: node, inFlow }, text);
  });
}

function insideCall(node: CallNode, here: Located, text: string): Located {
  if (node.form === "tag") return { holder: null, parent: node, inFlow: here.inFlow };
  const start = spanOf(node).start;
  if (text[start] === "{") return { holder: null, parent: node, inFlow: true };
  const quotes = text[start] === '"' || text[start] === "'" ? 2 : 0;
  const keyAt = { origin: node.origin, from: node.from, to: node.from + node.name.length + quotes };
  return { holder: { keyAt }, parent: node, inFlow: here.inFlow };
}

function matches(node: Node, target: Target): boolean {
  const span = spanOf(node);
  return node.kind === target.kind && span.start === target.span.start && span.end === target.span.end;
}

function first<T>(items: readonly T[], find: (item: T) => Located | undefined): Located | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
