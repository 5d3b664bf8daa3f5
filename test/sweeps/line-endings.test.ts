import assert from "node:assert/strict";
import { rules } from "../../server/src/service.js";
import { assertFixesHold } from "../support/fixes.js";
import { fixturesOf } from "../support/fixtures.js";
import { findingsOf, lint, settingsFor, unsuppressed } from "../support/linting.js";

/** The text with all that is awkward about its ends at once, as that is fast. */
function awkward(text: string): string {
  return `\uFEFF${text.trimEnd().replaceAll("\n", "\r\n")}`;
}

describe("with CRLF, a byte order mark and no final newline", () => {
  for (const { id } of rules) {
    for (const { name, intent, text, settings: raw } of fixturesOf(id)) {
      if (intent !== "bad") continue;
      it(`${id} finds the same in ${name} and offers only fixes that work`, () => {
        const settings = settingsFor(id, raw);
        const plain = lint(name, text, settings);
        const analysis = lint(name, awkward(text), settings);
        assert.equal(findingsOf(analysis, id).length, findingsOf(plain, id).length);
        assertFixesHold(analysis, unsuppressed(analysis, id), settings);
      });
    }
  }
});
