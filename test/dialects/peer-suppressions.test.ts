import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lint } from "../support/linting.js";
import { excerpts, withMarkers, withoutMarkers } from "../support/markers.js";

const FOLDER = join(import.meta.dirname, "../fixtures/suppressions");

describe("suppressions written for other tools", () => {
  const names = readdirSync(FOLDER).filter((name) => !name.endsWith(".expected"));
  for (const name of names) {
    it(`set aside what they are about, and nothing else: ${name}`, () => {
      const path = join(FOLDER, name);
      const isYaml = name.endsWith(".yaml");
      const content = readFileSync(path, "utf8");
      const text = isYaml ? withoutMarkers(content) : content;
      const { findings } = lint(name, text, { allKeys: true });
      const drawn = isYaml ? withMarkers(text, findings) : excerpts(text, findings);
      const expectation = isYaml ? path : `${path}.expected`;
      if (process.env["UPDATE"] === "1") writeFileSync(expectation, drawn);
      assert.equal(drawn, existsSync(expectation) ? readFileSync(expectation, "utf8") : "");
    });
  }
});
