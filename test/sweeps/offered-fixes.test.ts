import assert from "node:assert/strict";
import { rules, type Analysis } from "../../server/src/service.js";
import { assertFixesHold } from "../support/fixes.js";
import { fixturesOf } from "../support/fixtures.js";
import { findingsOf, lint, settingsFor, unsuppressed } from "../support/linting.js";

/** The text with all that is awkward about its ends at once, as that is fast. */
function awkward(text: string): string {
  return `\uFEFF${text.trimEnd().replaceAll("\n", "\r\n")}`;
}

for (const { id } of rules) {
  describe(`the fixes that ${id} offers`, () => {
    for (const { name, intent, text, settings: raw } of fixturesOf(id)) {
      if (intent !== "bad") continue;
      const settings = settingsFor(id, raw);
      const plain = (): Analysis => lint(name, text, settings);

      it(`work one by one for ${name}`, () => {
        assertFixesHold(plain(), unsuppressed(plain(), id), settings);
      });

      it(`work for ${name} with CRLF, a byte order mark and no final newline`, () => {
        const analysis = lint(name, awkward(text), settings);
        assert.equal(findingsOf(analysis, id).length, findingsOf(plain(), id).length);
        assertFixesHold(analysis, unsuppressed(analysis, id), settings);
      });
    }
  });
}
