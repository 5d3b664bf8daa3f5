import assert from "node:assert/strict";
import fc from "fast-check";
import { TrackedPlaces } from "../server/src/source-text.js";

const AT_ONCE = { line: 1, column: 1 };

/** What is underlined for a place of a text, as of now. */
function underlined(places: TrackedPlaces, index = 0): string | null {
  const span = places.spanOf(index);
  return span === null ? null : places.now.slice(span.start, span.end);
}

describe("a place in source", () => {
  const PLACES: readonly (readonly [text: string, column: number | null, underlined: string])[] = [
    ["new Table(this, 'A')", 1, "new Table"],
    ["const t = new dynamodb.Table(this, 'A')", 11, "new dynamodb.Table"],
    ["new aws . dynamodb\t.Table<Row>(this)", 1, "new aws . dynamodb\t.Table"],
    ["new Größe(this)", 1, "new Größe"],
    ["new (pick())(this)", 1, "new"],
    ["super(scope, id)", 1, "super"],
    ["makeTable(this)", 1, "makeTable"],
    ["cfn.addPropertyOverride('SSESpecification', {})", 5, "addPropertyOverride"],
    // Node names the place before the sign of an assignment.
    ["mutated.cfn.sseSpecification = { sseEnabled: true }", 30, "mutated.cfn.sseSpecification"],
    ["(<any>t).sse = 3", 13, ".sse".slice(1)],
    ["a === b", 3, "=== b"],
    ["  }", 3, "}"],
    // Python, and modules whose column is lost.
    ["    dynamodb.Table(self, 'A',", null, "dynamodb.Table(self, 'A',"],
    ["  const t = new Table(this, 'A');", null, "new Table"],
    ["  both(new A(), new B());", null, "both(new A(), new B());"],
    ["  renew Table", null, "renew Table"],
    ["", null, ""],
  ];
  for (const [text, column, expected] of PLACES) {
    it(`is underlined as '${expected}' in '${text}'`, () => {
      assert.equal(underlined(new TrackedPlaces(text, [{ line: 1, column }])), expected);
    });
  }

  it("is none where the text has no such line, or the line no such column", () => {
    for (const place of [
      { line: 2, column: 1 },
      { line: 1, column: 9 },
    ]) {
      assert.equal(underlined(new TrackedPlaces("new A()", [place])), null);
    }
  });

  it("never underlines a line end, nor more than a person would read", () => {
    assert.equal(underlined(new TrackedPlaces("new A()\r\nb", [{ line: 1, column: null }])), "new A");
    assert.equal(underlined(new TrackedPlaces("}\r\nb", [{ line: 1, column: null }])), "}");
    const long = underlined(new TrackedPlaces("x".repeat(10_000), [AT_ONCE])) ?? "";
    assert.ok(long.length <= 500);
  });
});

describe("places in source that is edited", () => {
  const TEXT = "a();\nnew A(1);\nnew B(2);\nc();\n";
  const places = (): TrackedPlaces =>
    new TrackedPlaces(TEXT, [
      { line: 2, column: 1 },
      { line: 3, column: 1 },
    ]);

  const EDITS: readonly (readonly [
    what: string,
    text: string,
    first: string | null,
    second: string | null,
  ])[] = [
    ["before them", `// more\n${TEXT}`, "3:1", "4:1"],
    ["right before one", TEXT.replace("new A", "x = new A"), "2:5", "3:1"],
    ["after them", `${TEXT}d();\n`, "2:1", "3:1"],
    ["within one", TEXT.replace("new A(1)", "new A(1, 2)"), "2:1", "3:1"],
    ["between them", TEXT.replace("new B", "// more\nnew B"), "2:1", "4:1"],
    ["around them, at once", `x();\n${TEXT}y();\n`, "3:1", "4:1"],
    ["that takes one away", TEXT.replace("new A(1);\n", ""), null, "2:1"],
    ["that puts a like one before", TEXT.replace("new A", "new X();\nnew A"), "3:1", "4:1"],
    ["that takes all away", "", null, null],
  ];
  for (const [what, text, first, second] of EDITS) {
    it(`follow an edit ${what}`, () => {
      const tracked = places();
      tracked.update(text);
      const shown = [0, 1].map((index) => tracked.positionOf(index));
      const told = shown.map((at) => (at === null ? null : `${at.line}:${at.column ?? ""}`));
      assert.deepEqual(told, [first, second]);
      assert.equal(tracked.isEdited, true);
    });
  }

  it("are where they were once the edit is undone, also those that were gone", () => {
    const tracked = places();
    tracked.update("");
    tracked.update(TEXT);
    assert.equal(tracked.isEdited, false);
    assert.deepEqual([underlined(tracked, 0), underlined(tracked, 1)], ["new A", "new B"]);
  });

  it("lie within the text, whatever is done to it", () => {
    const texts = fc.array(
      fc.string({ maxLength: 40, unit: fc.constantFrom("a", "\n", "\r", "new A", "=") }),
    );
    fc.assert(
      fc.property(texts, fc.nat(5), fc.option(fc.nat(8)), (versions, line, column) => {
        const tracked = new TrackedPlaces(TEXT, [
          { line: line + 1, column: column === null ? null : column + 1 },
        ]);
        for (const text of versions) {
          tracked.update(text);
          const span = tracked.spanOf(0);
          if (span === null) continue;
          assert.ok(0 <= span.start && span.start <= span.end && span.end <= text.length);
        }
      }),
    );
  });
});
