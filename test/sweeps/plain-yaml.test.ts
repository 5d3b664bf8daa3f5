import assert from "node:assert/strict";
import fc from "fast-check";
import { parseYaml } from "../../server/src/formats/yaml-parse.js";
import { parsePlainYaml } from "../../server/src/formats/yaml-plain.js";
import { scanYamlBlocks } from "../../server/src/formats/yaml-blocks.js";
import { fixtureFolders, fixturesOf } from "../support/fixtures.js";
import { hasShared, sharedFiles } from "../support/shared.js";

const LONGEST = 3000;

const change = fc.record({
  place: fc.double({ min: 0, max: 1, noNaN: true }),
  deleted: fc.oneof(fc.constant(0), fc.nat(20)),
  inserted: fc.oneof(
    fc.constantFrom(
      ...[
        "x",
        "\n",
        "  ",
        ":",
        ": ",
        " ",
        '"',
        "'",
        "{",
        "}",
        "[",
        "]",
        ",",
        "#",
        " #",
        "- ",
        "|",
        ">",
        "\t",
      ],
      ...[
        "\r\n",
        "&a",
        "*a",
        "!Ref ",
        "!Sub\n",
        "? ",
        "\\",
        "<<: ",
        "-",
        "null",
        "~",
        "''",
        "\n    ",
        "\n  - ",
      ],
      ...[
        "%",
        "@",
        "=",
        "Fn::If:",
        "Ref: x",
        "\n\n",
        "|-",
        "|+",
        "!!str ",
        "0x1",
        ".inf",
        "é",
        "\u2028",
        "---\n",
      ],
    ),
    fc.string({ maxLength: 3 }),
  ),
});

describe("the parser of plain YAML, where it is sure", () => {
  const own = fixtureFolders()
    .flatMap((rule) => fixturesOf(rule))
    .flatMap(({ format, text }) => (format === "yaml" ? blocksOf(text) : []));

  it("gives what the library gives for every block of our templates", () => sameAsLibrary(own));

  it("gives what the library gives after random changes", function () {
    this.timeout(120_000);
    const changed = fc.record({
      text: fc.constantFrom(...own),
      changes: fc.array(change, { minLength: 1, maxLength: 3 }),
    });
    fc.assert(
      fc.property(changed, ({ text, changes }) => {
        const after = changes.reduce((result, { place, deleted, inserted }) => {
          const at = Math.floor(place * result.length);
          return result.slice(0, at) + inserted + result.slice(at + deleted);
        }, text);
        compare(after);
      }),
      { seed: 20_261_128, numRuns: 6000 },
    );
  });

  const isThere = hasShared("corpus");
  (isThere ? it : it.skip)("gives what the library gives for every block of real templates", function () {
    this.timeout(120_000);
    const files = sharedFiles("corpus", (path) => /\.(ya?ml|template)$/.test(path));
    const blocks = files.flatMap(({ text }) => blocksOf(text));
    const sure = sameAsLibrary(blocks);
    assert.ok(sure > blocks.length * 0.9, `${sure} of ${blocks.length} blocks are plain`);
  });
});

/** How many of the texts it was sure of. */
function sameAsLibrary(texts: readonly string[]): number {
  return texts.filter(compare).length;
}

function compare(text: string): boolean {
  const origin = { offset: 0 };
  const found = parsePlainYaml(text, origin);
  if (found !== null) assert.deepEqual(found, parseYaml(text, origin), text);
  return found !== null;
}

function blocksOf(text: string): readonly string[] {
  const scan = scanYamlBlocks(text);
  const blocks = scan?.sections.flatMap((section) => section.children ?? [section]) ?? [];
  return blocks
    .filter(({ start, end }) => end - start <= LONGEST)
    .map(({ start, end }) => text.slice(start, end));
}
