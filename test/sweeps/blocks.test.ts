import assert from "node:assert/strict";
import fc from "fast-check";
import { json } from "../../server/src/formats/json.js";
import { yaml } from "../../server/src/formats/yaml.js";
import { assertSame, AWKWARD_JSON, AWKWARD_YAML } from "../formats/awkward-texts.js";
import { everythingIn } from "../formats/reading.js";
import { jsonText, plainDocument, yamlText } from "./templates.js";

describe("reading a generated text block by block gives the same as reading it whole", () => {
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
