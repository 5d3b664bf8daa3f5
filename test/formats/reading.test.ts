import assert from "node:assert/strict";
import type { Node } from "../../server/src/core/node.js";
import { walk } from "../../server/src/core/node.js";
import { spanOf } from "../../server/src/core/span.js";
import { formatOf } from "../../server/src/formats/detect.js";
import type { Format } from "../../server/src/formats/format.js";
import { json } from "../../server/src/formats/json.js";
import { yaml } from "../../server/src/formats/yaml.js";
import { contentOf, nodeAt, plainOf, sectionAt } from "./reading.js";

/** The text that a node covers. */
function covered(format: Format, text: string, path: string): string {
  const { start, end } = spanOf(nodeAt(format.outlineWhole(text), path));
  return text.slice(start, end);
}

/** The problems of a text, each with the text it is about. */
function problems(format: Format, text: string): string[] {
  const outline = format.outline(text);
  for (const section of outline.sections) section.value();
  return outline.problems().map(({ message, span }) => `${text.slice(span.start, span.end)} | ${message}`);
}

describe("telling the format", () => {
  for (const [path, text, id] of [
    ["a.json", "{}", "json"],
    ["a.template", "\ufeff\n {}", "json"],
    ["a.template", "A: 1", "yaml"],
    ["untitled", "[1]", "json"],
    ["a.yaml", "{}", "yaml"],
    ["a.YML", "{}", "yaml"],
    ["a.jsonc", "// x\n{}", "json"],
    ["a.json", "", "yaml"],
  ] as const) {
    it(`takes ${JSON.stringify(text)} in ${path} for ${id}`, () => assert.equal(formatOf(path, text).id, id));
  }
});

describe("reading functions", () => {
  for (const [text, name, argument] of [
    ["R: !Ref A\n", "Ref", "A"],
    ["R: !GetAtt A.B\n", "Fn::GetAtt", "A.B"],
    ["R: !Condition A\n", "Condition", "A"],
    ["R: !Whatever [1]\n", "Fn::Whatever", [1]],
    ["R: !If [a, !Ref b, { c: !Sub d }]\n", "Fn::If", ["a", { "!Ref": "b" }, { c: { "!Fn::Sub": "d" } }]],
    ["R: !Sub\n  - a\n  - b: 1\n", "Fn::Sub", ["a", { b: 1 }]],
    ["R: !Transform\n  Name: x\n", "Fn::Transform", { Name: "x" }],
    ["R:\n  Fn::If: [a]\n", "Fn::If", ["a"]],
    ["R: { Ref: A }\n", "Ref", "A"],
    ["R:\n  Condition: A\n", "Condition", "A"],
    ["R:\n  - Fn::Base64: !Sub x\n", null, [{ "!Fn::Base64": { "!Fn::Sub": "x" } }]],
    ["R:\n  Condition:\n    A: 1\n", null, { Condition: { A: 1 } }],
    ["R:\n  Fn::ForEach::X: [a]\n", null, { "Fn::ForEach::X": ["a"] }],
    ["R: { Ref: A, B: 1 }\n", null, { Ref: "A", B: 1 }],
    ["R: !!str 1\n", null, "1"],
    ["R: !Ref\n", "Ref", null],
  ] as const) {
    it(`reads ${JSON.stringify(text)}`, () => {
      const node = sectionAt(yaml.outline(text), "R").value();
      assert.equal(node.kind === "call" ? node.name : null, name);
      assert.deepEqual(plainOf(node.kind === "call" ? node.argument : node), argument);
      assert.deepEqual(problems(yaml, text), []);
    });
  }
  it("reads them in JSON", () => {
    const outline = json.outline('{"R": {"A": {"Fn::GetAtt": ["K", "Arn"]}, "B": {"Ref": "X"}}}');
    assert.deepEqual(contentOf(outline), { R: { A: { "!Fn::GetAtt": ["K", "Arn"] }, B: { "!Ref": "X" } } });
  });
});

describe("the content of scalars", () => {
  const scalar = (text: string): Node => nodeAt(yaml.outline(text), "R/A");
  for (const [text, content, value] of [
    ["R:\n  A: 012345678901\n", "012345678901", 12345678901],
    ["R:\n  A: '012345678901'\n", "012345678901", "012345678901"],
    ["R:\n  A: 2010-09-09\n", "2010-09-09", "2010-09-09"],
    ["R:\n  A: true\n", "true", true],
    ["R:\n  A: yes\n", "yes", "yes"],
    ["R:\n  A: 1.50\n", "1.50", 1.5],
    ["R:\n  A: ~\n", "~", null],
    ['R:\n  A: "a\\nb"\n', "a\nb", "a\nb"],
    ["R:\n  A: a\n    b\n", "a b", "a b"],
    ["R:\n  A: |\n    a\n\n    b\n", "a\n\nb\n", "a\n\nb\n"],
    ["R:\n  A: !Ref\n", null, null],
  ] as const) {
    it(`is kept as written: ${JSON.stringify(text)}`, () => {
      const node = scalar(text);
      const inner = node.kind === "call" ? node.argument : node;
      assert.equal(inner.kind, "scalar");
      if (inner.kind !== "scalar") return;
      assert.equal(inner.text, content ?? "");
      assert.equal(inner.value, value);
    });
  }
});

describe("the place of a node", () => {
  for (const [text, path, expected] of [
    ["R:\n  A: 'x' # c\n", "R/A", "'x'"],
    ["R:\n  A: |\n    a\n    b\n\n  B: 1\n", "R/A", "|\n    a\n    b"],
    ["R:\n  A: |+\n    a\n\nB: 1\n", "R/A", "|+\n    a"],
    ["R:\n  A:\n    X: 1\n    Y: 2 # c\n\n  B: 1\n", "R/A", "X: 1\n    Y: 2"],
    ["R:\n  A: { X: 1 } # c\n", "R/A", "{ X: 1 }"],
    ["R:\n  A: !If # c\n    - 1\n    - !Ref B\n", "R/A", "!If # c\n    - 1\n    - !Ref B"],
    ["R:\n  A: !If # c\n    - 1\n    - !Ref B\n", "R/A/!", "- 1\n    - !Ref B"],
    ["R:\n  A:\n    Fn::If: [1]\n", "R/A", "Fn::If: [1]"],
    ["R:\n  A:\n    - X: 1\n      Y: 2\n", "R/A/0", "X: 1\n      Y: 2"],
    ["R:\n  A: &a { X: 1 }\n", "R/A", "{ X: 1 }"],
  ] as const) {
    it(`is its text: ${JSON.stringify(expected)}`, () => assert.equal(covered(yaml, text, path), expected));
  }
  it("is right behind the colon where a value is missing", () => {
    const text = "R:\n  A:   # c\n  B: 1\n";
    assert.deepEqual(spanOf(nodeAt(yaml.outline(text), "R/A")), { start: 7, end: 7 });
  });
  it("covers the braces in JSON", () => {
    assert.equal(covered(json, '\ufeff{"R": {"A": {"X": 1 }}}', "R/A"), '{"X": 1 }');
  });
});

describe("anchors, aliases and merge keys", () => {
  const text = "B: &b\n  X: 1\n  Y: { Z: 1 }\nR:\n  A:\n    <<: *b\n    X: 2\n  C: *b\n  D: &unused 1\n";
  const outline = yaml.outline(text);
  it("give the nodes they repeat, at the alias", () => {
    const node = nodeAt(outline, "R/C");
    assert.deepEqual(plainOf(node), { X: 1, Y: { Z: 1 } });
    assert.equal(text.slice(spanOf(node).start, spanOf(node).end), "*b");
    assert.equal(node.kind === "map" && node.entries[1]?.value, valueOfMap(nodeAt(outline, "B"), 1));
  });
  it("mark as shared what stands in several places, and nothing else", () => {
    assert.equal(nodeAt(outline, "B").shared, true);
    assert.equal(nodeAt(outline, "B/Y").shared, true);
    assert.equal(nodeAt(outline, "R/C").shared, true);
    assert.equal(nodeAt(outline, "R/A/Y").shared, true);
    assert.equal(nodeAt(outline, "R/A").shared, false);
    assert.equal(nodeAt(outline, "R/A/X").shared, false);
    assert.equal(nodeAt(outline, "R/D").shared, false);
  });
  it("merge entries, behind and below those of the map itself", () => {
    const node = nodeAt(outline, "R/A");
    assert.equal(node.kind, "map");
    const entries = node.kind === "map" ? node.entries : [];
    assert.deepEqual(
      entries.map((entry) => [entry.key, plainOf(entry.value), entry.merged]),
      [
        ["X", 2, false],
        ["Y", { Z: 1 }, true],
      ],
    );
  });
  it("merge lists of maps, the first one winning", () => {
    const merged = yaml.outline("A: &a { X: 1 }\nB: &b { X: 2, Y: 2 }\nR:\n  <<: [*a, *b]\n");
    assert.deepEqual(plainOf(nodeAt(merged, "R")), { X: 1, Y: 2 });
  });
  it("that expand too far are a problem, at once", () => {
    const levels = Array.from({ length: 12 }, (_, level) =>
      level === 0
        ? "L0: &l0 [1,1,1,1,1,1,1,1,1,1]"
        : `L${level}: &l${level} [${Array(10)
            .fill(`*l${level - 1}`)
            .join(",")}]`,
    );
    const bomb = yaml.outline(`${levels.join("\n")}\n`);
    assert.match(bomb.problems()[0]?.message ?? "", /expand to more than a million nodes\./);
    let count = 0;
    for (const section of bomb.sections) walk(section.value(), () => count++);
    assert.ok(count < 1000);
  });
  for (const [broken, expected] of [
    ["R: *a\n", "*a | There is no anchor 'a' before this alias."],
    ["R: &a [*a]\n", "*a | The alias 'a' stands inside what it repeats."],
    ["R:\n  <<: 1\n", "1 | Only a map, an alias of a map, or a list of them can be merged."],
  ] as const) {
    it(`that make no sense are a problem: ${JSON.stringify(broken)}`, () => {
      assert.deepEqual(problems(yaml, broken), [expected]);
    });
  }
});

function valueOfMap(node: Node, index: number): Node | undefined {
  return node.kind === "map" ? node.entries[index]?.value : undefined;
}

describe("problems of YAML", () => {
  for (const [text, expected] of [
    ["", []],
    ["# nothing\n", []],
    ["- 1\n", []],
    ["---\nA: 1\n...\n", []],
    ["---\nA: 1\n---\n", []],
    ["---\nA: 1\n---\n# end\n", []],
    ["A: 1\n---\nB: 1\n", ["B | Only the first document is read; this is a second one."]],
    ["A: 1\nA: 2\n", ["A | The key 'A' occurs twice in this map."]],
    ["A:\n  B:\n    C: 1\n    C: 2\n", ["C | The key 'C' occurs twice in this map."]],
    ["A:\n  B: 1\n  Foo\n  C: 1\n", ["Foo | A key and a colon are expected here."]],
    ["A:\n  B: 1\nFoo\nC: 1\n", ["Foo | A key and a colon are expected here."]],
  ] as const) {
    it(`are found: ${JSON.stringify(text)}`, () => assert.deepEqual(problems(yaml, text), expected));
  }
  it("are at the tab where tabs indent", () => {
    const [problem] = yaml.outline("A:\n\tB: 1\n").problems();
    assert.equal(problem?.message, "Tabs can't be used to indent YAML; use spaces.");
    assert.equal(problem.span.start, 3);
  });
  it("take the first document that is a map", () => {
    assert.deepEqual(contentOf(yaml.outline("- 1\n---\nA: 1\n")), { A: 1 });
  });
  it("don't reach from a broken block to the others", () => {
    const outline = yaml.outline('R:\n  A:\n    X: "open\n    Y: [1\n  B:\n    X: 1\nO:\n  C: 1\n');
    const entries = sectionAt(outline, "R").entries ?? [];
    assert.deepEqual(
      entries.map((entry) => [entry.key, entry.read().broken]),
      [
        ["A", true],
        ["B", false],
      ],
    );
    assert.deepEqual(plainOf(nodeAt(outline, "R/B")), { X: 1 });
    assert.deepEqual(plainOf(nodeAt(outline, "O")), { C: 1 });
  });
  it("are noticed in a block that nobody reads", () => {
    assert.notEqual(yaml.outline("R:\n  A:\n    X: [1, 2\n  B: 1\n").problems().length, 0);
  });
});

describe("problems of JSON", () => {
  for (const [text, expected] of [
    ["{}", []],
    ["[1]", []],
    ['{\n // c\n "A": 1 /* d */}', []],
    ['{"A": 1,}', [", | Nothing follows this comma; JSON allows none behind the last item."]],
    ['{"A": {"B": [1,]}}', [", | Nothing follows this comma; JSON allows none behind the last item."]],
    ['{"A": 1, "A": 2}', ["\"A\" | The key 'A' occurs twice in this map."]],
    ['{"A": {"B": {"C": 1, "C": 2}}}', ["\"C\" | The key 'C' occurs twice in this map."]],
    ['{"A": {"B": {"C" 1}}}', ["1 | JSON doesn't allow a number here."]],
    ["", [" | The text ends before all of it is closed."]],
    ['{\n "A": 1\n "B": 2\n}', ["1 | A comma is missing behind this value."]],
  ] as const) {
    it(`are found: ${JSON.stringify(text)}`, () => assert.deepEqual(problems(json, text), expected));
  }
  for (const [title, text, broken] of [
    [
      "a brace too few",
      '{\n "R": {\n  "A": {\n   "X": {\n  },\n  "B": {\n   "X": 1\n  }\n },\n "O": {\n  "C": 1\n }\n}',
      ["A"],
    ],
    [
      "a brace too many",
      '{\n "R": {\n  "A": {\n   "X": 1\n  }},\n  "B": {\n   "X": 1\n  }\n },\n "O": {\n  "C": 1\n }\n}',
      ["A"],
    ],
    [
      "an open quote",
      '{\n "R": {\n  "A": {\n   "X": "1\n  },\n  "B": {\n   "X": 1\n  }\n },\n "O": {\n  "C": 1\n }\n}',
      ["A"],
    ],
    [
      "a key without a value at the end",
      '{\n "R": {\n  "B": {\n   "X": 1\n  },\n  "A": {\n   "X":\n  }\n },\n "O": {\n  "C": 1\n }\n}',
      ["A"],
    ],
  ] as const) {
    it(`don't reach from a broken block to the others: ${title}`, () => {
      const outline = json.outline(text);
      const entries = sectionAt(outline, "R").entries ?? [];
      assert.deepEqual(
        entries.filter((entry) => entry.read().broken).map((entry) => entry.key),
        broken,
      );
      assert.deepEqual(plainOf(nodeAt(outline, "R/B")), { X: 1 });
      assert.deepEqual(plainOf(nodeAt(outline, "O")), { C: 1 });
      assert.notEqual(outline.problems().length, 0);
    });
  }
});

describe("text that is nested too deeply", () => {
  const deep = 10_000;
  for (const [title, format, text] of [
    ["JSON lists", json, "[".repeat(deep)],
    ["JSON maps in a map", json, `{"R": {"A": ${'{"a":'.repeat(deep)}1${"}".repeat(deep)}}}`],
    ["YAML flow lists", yaml, `R: ${"[".repeat(deep)}${"]".repeat(deep)}\n`],
    ["YAML flow maps in a block", yaml, `R:\n  A:\n    ${"{a: ".repeat(deep)}\n`],
    ["YAML lists on one line", yaml, `R:\n  ${"- ".repeat(deep)}1\n`],
    ["YAML maps", yaml, Array.from({ length: 1000 }, (_, level) => `${" ".repeat(level)}a:`).join("\n")],
  ] as const) {
    it(`is said, and not read: ${title}`, () => {
      for (const outline of [format.outline(text), format.outlineWhole(text)]) {
        for (const section of outline.sections) section.value();
        assert.match(outline.problems()[0]?.message ?? "", /nested too deeply/);
      }
    });
  }
});

describe("comments with a marker", () => {
  for (const [title, format, text, expected] of [
    ["above and behind content", yaml, "# mark a\nA: 1 # mark b\r\n", ["# mark a", "# mark b"]],
    ["not inside quotes", yaml, "A: \"# mark\"\nB: ' # mark' # mark c\n", ["# mark c"]],
    ["behind an apostrophe", yaml, "A: it's # mark\n", ["# mark"]],
    ["not behind a character", yaml, "A: x#mark\n", []],
    ["not before the sign", yaml, "mark: 1 # c\n", []],
    ["in JSON behind slashes", json, '{"A": "// mark" // mark\n}', ["// mark"]],
  ] as const) {
    it(`are found ${title}`, () => {
      const found = format.comments(text, "mark");
      assert.deepEqual(
        found.map(({ span }) => text.slice(span.start, span.end)),
        expected,
      );
    });
  }
  it("can be written in YAML alone", () => {
    assert.equal(yaml.comment("x"), "# x");
    assert.equal(json.comment("x"), null);
  });
});
