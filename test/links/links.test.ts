import assert from "node:assert/strict";
import { expectationOf, judged, linkedFolders, told, writeExpectation } from "./linked-folders.js";

describe("templates that are linked", () => {
  for (const folder of linkedFolders()) {
    it(`come to what ${folder}/expected.txt says`, async () => {
      const text = told(await judged(folder));
      if (process.env["UPDATE"] === "1") writeExpectation(folder, text);
      assert.equal(text, expectationOf(folder));
    });
  }
});
