import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EDITOR_SETTINGS } from "../../server/src/core/setting-definitions.js";
import { SETTING_NAMES } from "../../server/src/core/settings.js";
import { CONFIG_FILES, Lines, readProjectConfig } from "../../server/src/service.js";

const PAGE = readFileSync(join(import.meta.dirname, "../../docs/configuration.md"), "utf8");
const WRONG = "<!-- wrong -->\n\n";

interface Block {
  readonly language: string;
  readonly text: string;
  /** The page says that it is wrong. */
  readonly wrong: boolean;
}

const blocks = [...PAGE.matchAll(/```(\w+)\n([^]*?)```/g)].map(
  ({ 1: language = "", 2: text = "", index }): Block => ({
    language,
    text,
    wrong: PAGE.slice(0, index).endsWith(WRONG),
  }),
);

/** What is said of an example, as the page shows it. */
function saidOf({ language, text }: Block): string {
  const config = readProjectConfig(
    language === "json" ? "/app/package.json" : `/app/${CONFIG_FILES[0]}`,
    text,
  );
  assert.ok(config, text);
  const lines = new Lines(text);
  const said = config.problems.map(({ message, span }) => {
    const { line, character } = lines.positionAt(span.start);
    return `${line + 1}:${character + 1} ${message}\n`;
  });
  return said.join("");
}

describe("the page about configurations", () => {
  const examples = blocks.filter(({ language }) => ["yaml", "json"].includes(language));

  it("has examples that hold", () => {
    const right = examples.filter(({ wrong }) => !wrong);
    assert.ok(right.length > 4);
    for (const example of right) assert.equal(saidOf(example), "", example.text);
  });

  it("shows what is said of a wrong one", () => {
    const wrong = examples.filter((one) => one.wrong);
    assert.equal(wrong.length, 1);
    assert.deepEqual(
      wrong.map(saidOf),
      blocks.filter(({ language }) => language === "text").map(({ text }) => text),
    );
  });

  it("names every setting that a configuration can have, and every name it can go by", () => {
    const settings = SETTING_NAMES.filter((name) => !EDITOR_SETTINGS.includes(name));
    const named = [...settings, "ignore", "overrides", ...CONFIG_FILES];
    assert.deepEqual(
      named.filter((name) => !PAGE.includes(`\`${name}\``)),
      [],
    );
  });
});
