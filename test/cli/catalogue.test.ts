import assert from "node:assert/strict";
import { helpText } from "../../server/src/cli/help.js";
import { OPTIONS } from "../../server/src/cli/options.js";
import { explanation } from "../../server/src/cli/reporters/catalogue.js";
import { paletteFor } from "../../server/src/cli/reporters/style.js";
import { removeWorkspaces, workspace } from "./workspace.js";

const PLAIN = paletteFor(false, { write: () => undefined, isTerminal: false, columns: null }, {});

describe("the catalogue", () => {
  afterEach(removeWorkspaces);

  it("lists the rules in columns", async () => {
    const ran = await workspace().run(["--list-rules"]);
    assert.equal(
      ran.stdout,
      [
        "require-customer-managed-key  warning  Tables use a key of the customer's own.",
        "valid-sse-specification       error    The encryption settings make sense together.",
        "no-hints                      off      Hints are said aloud.",
        "",
      ].join("\n"),
    );
  });

  it("explains a rule in plain text", async () => {
    const ran = await workspace().run(["--explain", "no-hints"]);
    assert.equal(
      ran.stdout,
      "no-hints\n\nA page with `code` and a link (https://example.com/).\n\n    bad: true\n",
    );
  });

  it("wraps paragraphs and lists, and leaves code as it is", () => {
    const page =
      "# T\n\n- one two three four five six seven eight\n- b\n\n```\n  kept   as is and never wrapped, however long\n```\n";
    assert.equal(
      explanation(page, 32, PLAIN),
      "T\n\n- one two three four five six\n  seven eight\n- b\n\n      kept   as is and never wrapped, however long\n",
    );
  });

  it("shows the help in lines of at most 80 cells where the terminal is no wider", () => {
    const lines = helpText(80).split("\n");
    assert.deepEqual(
      lines.filter((line) => line.length > 80),
      [],
    );
  });

  it("shows every option in the help, in lines of at most 100 cells", async () => {
    const { stdout, code } = await workspace().run(["--help"]);
    assert.equal(code, 0);
    for (const { name } of OPTIONS) assert.ok(stdout.includes(`--${name}`), name);
    assert.deepEqual(
      stdout.split("\n").filter((line) => line.length > 100),
      [],
    );
  });

  it("shows the version", async () => {
    assert.equal((await workspace().run(["--version"])).stdout, "1.2.3\n");
  });
});
