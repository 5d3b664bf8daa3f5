import assert from "node:assert/strict";
import fc from "fast-check";
import { EditRefused, type TextEdit } from "../../server/src/core/edit.js";
import { walk, type MapNode, type Node } from "../../server/src/core/node.js";
import { PlainCall, type Plain } from "../../server/src/core/plain.js";
import type { Format } from "../../server/src/formats/format.js";
import { json } from "../../server/src/formats/json.js";
import { yaml } from "../../server/src/formats/yaml.js";
import { applied, contentOf, plainOf, sectionAt, soundContent } from "../formats/reading.js";
import { jsonText, plainMap, plainValue, yamlText } from "./templates.js";

type Content = Record<string, unknown> | unknown[];

/** An edit of a text, and the same done to its content. */
interface Change {
  readonly edits: TextEdit[];
  readonly expected: unknown;
  /** A comment behind the entry goes with it. */
  readonly removes?: true;
}

const newValue: fc.Arbitrary<Plain> = fc.oneof(
  plainValue,
  plainValue.map((argument) => new PlainCall("Fn::Whatever", argument)),
  fc.constant(new PlainCall("Fn::Sub", "${A}: #x")),
  fc.constant({ A: new PlainCall("Fn::If", ["C", { B: [1] }, new PlainCall("Ref", "AWS::NoValue")]) }),
);

/** Does one of the edits at one of the places in a text; `pick` chooses among them. */
function change(
  format: Format,
  text: string,
  value: Plain,
  pick: (choices: number) => number,
): Change | undefined {
  const outline = format.outline(text);
  const root = sectionAt(outline, "R").value();
  const nodes: Node[] = [];
  walk(root, (node) => nodes.push(node));
  const node = nodes[pick(nodes.length)] ?? root;
  const expect = (alter: (content: Content, node: Node) => unknown): unknown => ({
    ...(contentOf(outline) as object),
    R: altered(root, node, alter),
  });
  if (node.kind === "list" && pick(2) === 0) {
    const edits = format.append(text, node, value);
    return { edits, expected: expect((content) => [...(content as unknown[]), expectedOf(value)]) };
  }
  if (node.kind === "map" && pick(3) > 0) return changeMap(format, text, node, value, pick, expect);
  if (node === root) return undefined;
  const edits = format.replace(text, node, value);
  return { edits, expected: expect(() => expectedOf(value)) };
}

function changeMap(
  format: Format,
  text: string,
  node: MapNode,
  value: Plain,
  pick: (choices: number) => number,
  expect: (alter: (content: Content) => unknown) => unknown,
): Change {
  const entry = node.entries[pick(node.entries.length)];
  if (entry === undefined || pick(2) === 0) {
    const edits = format.insert(text, node, [["New", value]], entry ?? "end");
    return { edits, expected: expect((content) => ({ ...content, New: expectedOf(value) })) };
  }
  const edits = format.remove(text, node, entry);
  const without = (content: Content): unknown =>
    Object.fromEntries(Object.entries(content).filter(([key]) => key !== entry.key));
  return { edits, expected: expect(without), removes: true };
}

/** The content of a tree with that of one node changed. */
function altered(node: Node, target: Node, alter: (content: Content, node: Node) => unknown): unknown {
  if (node === target) return alter(plainOf(node) as Content, node);
  if (node.kind === "list") return node.items.map((item) => altered(item, target, alter));
  if (node.kind !== "map") return plainOf(node);
  return Object.fromEntries(node.entries.map((entry) => [entry.key, altered(entry.value, target, alter)]));
}

function expectedOf(value: Plain): unknown {
  if (value instanceof PlainCall) return { [`!${value.name}`]: expectedOf(value.argument) };
  if (Array.isArray(value)) return (value as readonly Plain[]).map(expectedOf);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, expectedOf(each)]));
}

function assertChanges(format: Format, text: string, value: Plain, choices: readonly number[]): void {
  let used = 0;
  const pick = (count: number): number => (count === 0 ? 0 : (choices[used++] ?? 0) % count);
  let done: Change | undefined;
  try {
    done = change(format, text, value, pick);
  } catch (error) {
    // Comments are in the way of some edits; nothing else in these texts is.
    if (error instanceof EditRefused && text.includes("# ")) return;
    throw error;
  }
  if (done === undefined) return;
  const result = applied(text, done.edits);
  assert.deepEqual(soundContent(format, result), done.expected);
  const comments = (each: string): number => each.match(/# /g)?.length ?? 0;
  if (!done.removes) assert.ok(comments(result) >= comments(text));
  if (text.includes("\r\n")) assert.doesNotMatch(result, /[^\r]\n/);
}

describe("an edit of a generated text changes what it is to change, and nothing else", () => {
  const choices = fc.array(fc.nat(1000), { minLength: 6, maxLength: 6 });
  const content = fc.tuple(plainMap, plainValue).map(([map, other]) => ({ A: 1, R: map, Z: other }));
  it("in YAML", () => {
    fc.assert(
      fc.property(content, yamlText, newValue, choices, (document, write, value, chosen) =>
        assertChanges(yaml, write(document), value, chosen),
      ),
      { numRuns: 50, seed: 1 },
    );
  });
  it("in JSON", () => {
    fc.assert(
      fc.property(content, jsonText, newValue, choices, (document, write, value, chosen) =>
        assertChanges(json, write(document), value, chosen),
      ),
      { numRuns: 50, seed: 1 },
    );
  });
});
