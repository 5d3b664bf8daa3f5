import assert from "node:assert/strict";
import { spanOf } from "../../server/src/core/span.js";
import { json } from "../../server/src/formats/json.js";
import { yaml } from "../../server/src/formats/yaml.js";
import { assertSame, AWKWARD_JSON, AWKWARD_YAML } from "./awkward-texts.js";
import { contentOf, everythingIn, nodeAt, outlineEntryAt, plainOf, sectionAt } from "./reading.js";

describe("reading block by block gives the same as reading the document whole", () => {
  for (const text of AWKWARD_YAML) it(JSON.stringify(text), () => assertSame(yaml, text));
  for (const text of AWKWARD_JSON) it(JSON.stringify(text), () => assertSame(json, text));
});

describe("the blocks of a document", () => {
  for (const [title, text, expected] of [
    ["are found in plain YAML", "A:\n  B: 1\n", true],
    [
      "are found around flow maps, quotes and block scalars",
      "A: { B: 1 }\nC:\n  D: |\n    *x\n  E: '&x'\n",
      true,
    ],
    ["aren't trusted with anchors", "A:\n  B: &b 1\n", false],
    ["aren't trusted with aliases", "A:\n  B: *b\n", false],
    ["aren't trusted with merge keys among them", "A:\n  <<: { B: 1 }\n", false],
    ["aren't trusted in flow style", "{ A: 1 }\n", false],
    ["aren't trusted with complex keys", "A:\n  ? B\n  : 1\n", false],
    ["aren't trusted with several documents", "A: 1\n---\nB: 1\n", false],
    ["aren't trusted with directives", "%YAML 1.2\n---\nA: 1\n", false],
    ["aren't trusted with tabs", "A:\n\tB: 1\n", false],
    ["aren't trusted with a section twice", "A: 1\nA: 2\n", false],
    ["aren't trusted with an entry twice", "A:\n  B: 1\n  B: 2\n", false],
    ["aren't trusted with uneven indents", "A:\n    B: 1\n  C: 2\n", false],
    ["aren't trusted behind other text", "text\nA: 1\n", false],
  ] as const) {
    it(title, () => assert.equal(yaml.outline(text).blockwise, expected));
  }

  it("keep their nodes over an edit elsewhere, and move them", () => {
    const before = yaml.outline("R:\n  A:\n    X: 1\n  B:\n    X: !Ref A\nO:\n  C: 1\n");
    const [a, b] = [
      outlineEntryAt(before, "R", "A").read().value,
      outlineEntryAt(before, "R", "B").read().value,
    ];
    const text = "R:\n  A:\n    X: 1000\n  B:\n    X: !Ref A\nO:\n  C: 1\n";
    const after = yaml.outline(text, before);
    assert.notEqual(outlineEntryAt(after, "R", "A").read().value, a);
    assert.equal(outlineEntryAt(after, "R", "B").read().value, b);
    assert.equal(text.slice(spanOf(b).start, spanOf(b).end), "X: !Ref A");
    assert.deepEqual(everythingIn(after), everythingIn(yaml.outline(text)));
  });

  it("come back from a later version that was only tried", () => {
    const text = "R:\n  A:\n    X: 1\n  B:\n    X: !Ref A\n";
    const before = yaml.outline(text);
    const b = outlineEntryAt(before, "R", "B").read().value;
    const tried = yaml.outline(text.replace("X: 1", "X: 1000"), before);
    assert.equal(outlineEntryAt(tried, "R", "B").read().value, b);
    before.takeBack();
    assert.equal(text.slice(spanOf(b).start, spanOf(b).end), "X: !Ref A");
    assert.deepEqual(everythingIn(before), everythingIn(yaml.outline(text)));
  });

  it("hand each block on once where several have the same text", () => {
    const before = json.outline('{"R": {"A": {"X": 1}}, "O": {"A": {"X": 1}}}');
    contentOf(before);
    const text = '{ "R": {"A": {"X": 1}}, "O": {"A": {"X": 1}}, "P": {"A": {"X": 1}}}';
    assert.deepEqual(everythingIn(json.outline(text, before)), everythingIn(json.outline(text)));
  });

  it("are read one by one", () => {
    const outline = yaml.outline("R:\n  A:\n    X: 1\n    X: 2\n  B:\n    X: 1\n");
    assert.deepEqual(plainOf(outlineEntryAt(outline, "R", "B").read().value), { X: 1 });
    assert.deepEqual(outline.problems(), []);
    assert.equal(outlineEntryAt(outline, "R", "A").read().broken, true);
    assert.equal(outline.problems().length, 1);
  });

  it("are the same nodes in the section's value", () => {
    const outline = yaml.outline("R:\n  A:\n    X: 1\n");
    assert.equal(nodeAt(outline, "R/A"), outlineEntryAt(outline, "R", "A").read().value);
    assert.equal(sectionAt(outline, "R").value(), sectionAt(outline, "R").value());
  });
});
