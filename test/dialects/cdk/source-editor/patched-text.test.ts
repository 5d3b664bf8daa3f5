import assert from "node:assert/strict";
import type { TextEdit } from "../../../../server/src/core/edit.js";
import { applied } from "../../../../server/src/dialects/cdk/source-editor/draft.js";
import { PatchedText } from "../../../../server/src/dialects/cdk/source-editor/patched-text.js";

const edit = (start: number, end: number, newText: string): TextEdit => ({ span: { start, end }, newText });

describe("a text that is edited again and again", () => {
  const cases: Readonly<Record<string, readonly [rounds: readonly (readonly TextEdit[])[], TextEdit[]]>> = {
    "nothing, if it isn't": [[], []],
    "the edits themselves, if once": [
      [[edit(0, 0, "A"), edit(2, 3, "B")]],
      [edit(0, 0, "A"), edit(2, 3, "B")],
    ],
    "edits of the original": [
      [[edit(0, 0, "long ")], [edit(7, 8, "B")]],
      [edit(0, 0, "long "), edit(2, 3, "B")],
    ],
    "one edit, where new text is changed again": [
      [[edit(1, 2, "new")], [edit(2, 3, "E")]],
      [edit(1, 2, "nEw")],
    ],
    "one edit, where the second takes what is beside the first": [
      [[edit(2, 2, "X")], [edit(1, 4, "")]],
      [edit(1, 3, "")],
    ],
    "an edit at the end": [[[edit(6, 6, "!")], [edit(7, 7, "?")]], [edit(6, 6, "!?")]],
  };
  for (const [title, [rounds, edits]] of Object.entries(cases)) {
    it(`comes to ${title}`, () => {
      const patched = new PatchedText("abcdef");
      for (const round of rounds) {
        const expected = applied(patched.text, round);
        patched.apply(round);
        assert.equal(patched.text, expected);
      }
      assert.deepEqual(patched.edits, edits);
      assert.equal(applied("abcdef", patched.edits), patched.text);
    });
  }
});
