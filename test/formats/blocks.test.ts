import assert from "node:assert/strict";
import fc from "fast-check";
import { spanOf } from "../../server/src/core/span.js";
import type { Format } from "../../server/src/formats/format.js";
import { json } from "../../server/src/formats/json.js";
import { yaml } from "../../server/src/formats/yaml.js";
import { contentOf, everythingIn, nodeAt, outlineEntryAt, plainOf, sectionAt } from "./reading.js";
import { jsonText, plainDocument, yamlText } from "./templates.js";

function assertSame(format: Format, text: string): void {
  const blockwise = format.outline(text);
  const whole = format.outlineWhole(text);
  assert.deepEqual(everythingIn(blockwise), everythingIn(whole));
  assert.deepEqual(blockwise.problems(), whole.problems());
}

const AWKWARD_YAML: readonly string[] = [
  "",
  "\n\n# nothing\n",
  "A: 1",
  "\ufeffA:\n  B: 1\n",
  "---\nA:\n  B: 1\n...\n",
  "--- # start\n# c\n\nA: 1\n---\n",
  "A:\r\n  B:\r\n    C: |\r\n      x\r\n\r\n      y\r\n\r\n  D: 1\r\n",
  "A:\r  B:\r    C: 1\r  D: 2\rE: 3",
  "A: # c\n  # c\n\n  B: 1 # c\n# c\n  C:\n\n    # c\n    D: 1\n    # end\n\n# last\n",
  "A:\n# c\nB:\n",
  "A:\n  B:\n  C:\n",
  "A:\n    B:\n      C: 1\n    D:\n          E: 1\n",
  "A:\n  'B c': 1\n  \"D\": 2\n  E f : 3\n  'it''s': 4\n",
  "'A': 1\n\"B\": 2\n",
  "A:\n- 1\n- B: 2\n  C: 3\nD:\n  - 1\n",
  'A: text\n  that goes on\n  "with quotes\nB: 1\n',
  "A:\n  text below\n  its key\nB: 1\n",
  "A: 'quoted\n\n  over lines'\nB: \"x \\\n  y\"\nC:\n  D: 'a''b\n    c' # d\n",
  "A: |\n  text: x\n  - y\n\n\nB: >-\n\n  folded\n   more\n  text\n  # no comment\n# comment\nC: |2\n    x\n   y\nD: |+\n  keep\n\n\nE: |\nF: 1\n",
  "A:\n  B: |\n    x\n # less\n  C: 1\n",
  "A:\n  - |\n    x\n  - - >\n      y\n    - z\n  - B: |\n      c: d\n    E: 1\n",
  "A: {}\nB: []\nC: { D: 1, 'E': [1, \"]\", '}'] }\nF: [\n  1, # ]\n  2\n]\n",
  "A: {\n  B: 1,\n  C: { D: 2 }\n}\nE: 1\n",
  'A:\n  B: { C: 1,\n    # c }\n    D: a b\n      c, E: "f\n    g" }\n  H: 1\n',
  'A:\n  B: !If [C, !Ref D, { E: !Sub "x ${Y}" }]\n  F: !If\n    - C\n    - !GetAtt A.B\n    - G: 1\n  H: !Sub |\n    text\n  I: !Ref\n',
  "A: !Transform\n  Name: x\nB: !Ref C\n",
  "A:\n  Fn::Transform:\n    Name: x\nB:\n  Ref: C\nD:\n  Condition: E\nF:\n  Fn::ForEach::G: [x]\n",
  "A:\n  Fn::Transform:\n    Name: x\n  B: 1\n",
  "A: &a\n  B: 1\nC: *a\nD:\n  <<: *a\n  E: 1\n",
  "A:\n  B: &b 1\n  C: *b\n",
  "A:\n  B: '*'\n  C: a*b\n  D: a & b\n  E: [\"&x\"]\n",
  "? A\n: B\n",
  "{ A: 1, B: { C: 2 } }\n",
  '{\n  "A": { "B": 1 },\n  "C": [1]\n}\n',
  "  A:\n    B: 1\n  C: 2\n",
  "A:\n  B: http://x:80/y#z\n  C: a:b\n  D::E: 1\n  F: '# x' # y\n",
  "A:\n  B: 012\n  C: 0x1f\n  D: 1e3\n  E: .5\n  F: ~\n  G: null\n  H: True\n",
  "A:\n  C: -1\n  D: ?x\n  E: :x\n  F:\n    - -1\n    -\n    - ''\n",
  "A:\n  B: 1\n\t\nC: 2\n",
  "A: a\n\n  b\n\nB: 1\n",
  "A:\n  B: !Sub '{\n      \"x\": [1]\n  }'\n  C: {\n      D: [\n        1\n  ]}\n  E: 1\n",
  'A:\n  B:\n      "x": 1\n      \'y\': "z: {"\n',
  "%YAML 1.2\n---\nA:\n  B: 1\n",
  "A: 1\n# c\n...\n# d\n",
  "A:\n  B: >\n    x\n\n  \n  C: 1\n   \n",
  "A:\n  B: x   \n  C: 'y'\t# c\n",
];

const AWKWARD_JSON: readonly string[] = [
  "{}",
  "[]",
  " 1 ",
  '\ufeff{"A": {"B": 1}}',
  '{"A":{"B":{"C":[1,"]",{"D":"}"}]},"E":null},"F":"x\\"y","G":[],"H":{}}',
  '{\r\n  "A": {\r\n    "B": "x"\r\n  }\r\n}\r\n',
  '{\n// c\n"A" /* { */ : { // x\n "B": 1 /* y */, "C": "// no" }\n}\n// end',
  '{"A\\u0042": {"C\\"": -1.5e3}, "D": true}',
  '{"A": {"Fn::Transform": {"Name": "x"}}, "B": {"Ref": "C"}, "D": {"Condition": "E"}}',
  '{"A": {"Ref": "B"}, "C": {"Fn::ForEach::D": []}}',
];

describe("reading block by block gives the same as reading the document whole", () => {
  for (const text of AWKWARD_YAML) it(JSON.stringify(text), () => assertSame(yaml, text));
  for (const text of AWKWARD_JSON) it(JSON.stringify(text), () => assertSame(json, text));
  it("for any YAML", () => {
    fc.assert(
      fc.property(plainDocument, yamlText, (content, write) => assertSame(yaml, write(content))),
      { numRuns: 30, seed: 1 },
    );
  });
  it("for any JSON", () => {
    fc.assert(
      fc.property(plainDocument, jsonText, (content, write) => assertSame(json, write(content))),
      { numRuns: 30, seed: 1 },
    );
  });
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

describe("broken text", () => {
  const sources = [
    ...AWKWARD_YAML,
    ...AWKWARD_JSON,
    'A:\n  B:\n    C: "x"\n    D: [1, { E: 2 }]\n  F: |\n    g\n',
  ];
  it("never makes the reader throw, and its problems lie in the text", () => {
    const damage = fc.record({
      source: fc.constantFrom(...sources),
      at: fc.nat(200),
      removed: fc.nat(4),
      inserted: fc.constantFrom(
        "",
        '"',
        "'",
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\n",
        "\t",
        "- ",
        "&a ",
        "*a",
        "|",
        "!",
        "#",
        "%",
        "\r",
      ),
    });
    fc.assert(
      fc.property(damage, fc.constantFrom(yaml, json), ({ source, at, removed, inserted }, format) => {
        const start = Math.min(at, source.length);
        const text = source.slice(0, start) + inserted + source.slice(start + removed);
        for (const outline of [format.outline(text), format.outlineWhole(text)]) {
          everythingIn(outline);
          for (const { message, span } of outline.problems()) {
            assert.match(message, /^[^a-z].*\.$/s);
            assert.ok(0 <= span.start && span.start <= span.end && span.end <= text.length);
          }
        }
      }),
      { numRuns: 120, seed: 1 },
    );
  });
  it("is never read as sound by blocks where the whole isn't", () => {
    fc.assert(
      fc.property(fc.constantFrom(...sources), fc.nat(200), (source, at) => {
        const text = source.slice(0, Math.min(at, source.length));
        const whole = yaml.outlineWhole(text);
        const blockwise = yaml.outline(text);
        everythingIn(blockwise);
        assert.equal(blockwise.problems().length === 0, whole.problems().length === 0);
      }),
      { numRuns: 100, seed: 1 },
    );
  });
});
