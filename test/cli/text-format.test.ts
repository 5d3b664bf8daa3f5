import assert from "node:assert/strict";
import { excerpt } from "../../server/src/cli/reporters/excerpt.js";
import { paletteFor, printable } from "../../server/src/cli/reporters/style.js";
import { widthOf, wrap, wrapItem } from "../../server/src/cli/reporters/width.js";
import { removeWorkspaces, workspace } from "./workspace.js";

const TEMPLATE = "Orders: AWS::DynamoDB::Table\n";
const NOWHERE = { write: () => undefined, isTerminal: false, columns: null };
const TERMINAL = { ...NOWHERE, isTerminal: true };
const CLEAR_LINE = "\r\u001b[K";
const PLAIN = paletteFor(false, NOWHERE, {});

describe("the text report", () => {
  afterEach(removeWorkspaces);

  it("shows the line with carets, the message, the rule, and the fix there would be", async () => {
    const files = workspace({ "infra/a.yaml": `${TEMPLATE}Key: weak\nSSE: loose # hushed\n` });
    const ran = await files.run([]);
    assert.equal(
      ran.stdout,
      `infra/a.yaml  CloudFormation

  infra/a.yaml:2:6 warning require-customer-managed-key
  2 │ Key: weak
    │      ^^^^
  The word 'weak' stands here in no Region.
  fix: Write 'strong' ($1 a month) (--fix-rule require-customer-managed-key)

  infra/a.yaml:3:6 error valid-sse-specification
  3 │ SSE: loose # hushed
    │      ^^^^^
  The word 'loose' stands here in no Region.
  see infra/a.yaml:1:1: It begins here.
  fix: Write 'tight' (nothing deployed changes) (--fix)

Tables
  infra/a.yaml
    Orders  AWS owned key unless parameter IsProd is set
            undecided: it comes from elsewhere

1 table in 1 template: 1 depending on the case.
2 findings: 1 error, 1 warning. 1 suppressed.
1 can be fixed with --fix.
1 can be fixed with --fix-rule require-customer-managed-key (review what changes).
Exit code 1: --fail-on warning.
`,
    );
  });

  it("is short where nothing was found", async () => {
    const ran = await workspace({ "a.yaml": "AWS::DynamoDB::\n" }).run([]);
    assert.equal(ran.stdout, "0 tables in 1 template.\nNo findings.\n");
  });

  it("counts tables instead of listing them where there are many, but lists the undecided", async () => {
    const tables = Array.from({ length: 21 }, (_, index) => `T${index}: AWS::DynamoDB::Table\n`).join("");
    const ran = await workspace({ "a.yaml": tables }).run([]);
    assert.match(
      ran.stdout,
      /^Undecided tables\n {2}a\.yaml\n {4}T0 {3}undecided: it comes from elsewhere\n {4}T1 /,
    );
    assert.match(ran.stdout, /21 tables in 1 template: 21 depending on the case\./);
  });

  it("has colours on a terminal alone, unless told otherwise", () => {
    const coloured = (...[color, output, env]: Parameters<typeof paletteFor>): boolean =>
      paletteFor(color, output, env).bold("x") !== "x";
    assert.equal(coloured(null, TERMINAL, {}), true);
    assert.equal(coloured(null, NOWHERE, {}), false);
    assert.equal(coloured(null, TERMINAL, { NO_COLOR: "1" }), false);
    assert.equal(coloured(null, TERMINAL, { NO_COLOR: "" }), true);
    assert.equal(coloured(null, TERMINAL, { TERM: "dumb" }), false);
    assert.equal(coloured(null, NOWHERE, { FORCE_COLOR: "1", NO_COLOR: "1" }), true);
    assert.equal(coloured(null, TERMINAL, { FORCE_COLOR: "0" }), false);
    assert.equal(coloured(true, NOWHERE, { NO_COLOR: "1" }), true);
    assert.equal(coloured(false, TERMINAL, { FORCE_COLOR: "1" }), false);
  });

  it("never lets a template steer the terminal", async () => {
    const ran = await workspace({ "a.yaml": `${TEMPLATE}weak \u001b[31m\u202e` }).run([]);
    assert.match(ran.stdout, /2 │ weak \uFFFD\[31m\uFFFD\n/);
    assert.equal(printable("a\u0007b\tc"), "a\uFFFDb\tc");
  });

  it("shows a line of progress on a terminal once a scan has lasted a second, and takes it away", async () => {
    const files = workspace({ "a.yaml": TEMPLATE, "b.yaml": TEMPLATE });
    let time = 0;
    const now = (): Date => new Date((time += 600));
    const slow = await files.run([], { terminal: true, now });
    const [, first, second] = slow.stderr.split(CLEAR_LINE);
    assert.deepEqual([first, second], ["Looking for templates … 2 files", "Reading 1 of 2: a.yaml"]);
    assert.match(slow.stderr, /Checking 2 of 2: b\.yaml/);
    assert.ok(slow.stderr.endsWith(CLEAR_LINE));
    assert.equal((await files.run([], { terminal: true })).stderr, "");
    assert.equal((await files.run([], { now })).stderr, "");
  });
});

describe("an excerpt", () => {
  function shown(text: string, marked: string, width = 40): string[] {
    const start = text.indexOf(marked);
    const before = text.slice(0, start).split("\n");
    const column = (before.at(-1)?.length ?? 0) + 1;
    const range = {
      start: { line: before.length, column, offset: start },
      end: { line: 0, column: 0, offset: start + marked.length },
    };
    return [...excerpt(text, range, width, PLAIN, (carets) => carets)];
  }

  it("writes tabs as spaces and puts the carets under the range", () => {
    assert.deepEqual(shown("a\tb\tmarked x", "marked"), ["1 │ a   b   marked x", "  │         ^^^^^^"]);
  });

  it("gives wide characters two cells and combining ones none", () => {
    assert.deepEqual(shown("名前🔑e\u0301: marked", "marked"), [
      "1 │ 名前🔑e\u0301: marked",
      "  │          ^^^^^^",
    ]);
  });

  it("points at the first line of a range that has several", () => {
    assert.deepEqual(shown("x: marked\r\n  more\r\n", "marked\r\n  more"), [
      "1 │ x: marked",
      "  │    ^^^^^^",
    ]);
  });

  it("has a caret for an empty range, also at the end of a line", () => {
    const at = { line: 1, column: 3, offset: 2 };
    assert.deepEqual(
      [...excerpt("ab\n", { start: at, end: at }, 40, PLAIN, (carets) => carets)],
      ["1 │ ab", "  │   ^"],
    );
  });

  it("cuts a long line around the range", () => {
    const long = `${"a".repeat(100)}marked${"b".repeat(100)}`;
    const [line = "", carets = ""] = shown(long, "marked");
    assert.equal(line, `1 │ …${"a".repeat(14)}marked${"b".repeat(13)}…`);
    assert.equal(carets.indexOf("^"), line.indexOf("marked"));
    assert.ok(widthOf(line) <= 40);
  });

  it("cuts a range that is longer than the line", () => {
    const [line = "", carets = ""] = shown(`"key": ${"x".repeat(200)} end`, "x".repeat(200));
    assert.match(line, /^1 │ ….*x…$/);
    assert.match(carets, /\^…$/);
    assert.ok(widthOf(line) <= 40 && widthOf(carets) <= 41);
  });

  it("is quick on a line of many megabytes", () => {
    const long = `${"{a} ".repeat(2_000_000)}marked${"{b} ".repeat(2_000_000)}`;
    const [line = ""] = shown(long, "marked");
    assert.match(line, /^1 │ ….*marked.*…$/);
  });
});

describe("wrapping", () => {
  it("breaks at spaces and keeps longer words whole", () => {
    assert.deepEqual(wrap("aa bb cc dddddddd e", 5), ["aa bb", "cc", "dddddddd", "e"]);
    assert.deepEqual(wrap("", 5), []);
  });

  it("keeps the lines of a list item below its text", () => {
    assert.deepEqual(wrapItem("- aa bb cc", 7), ["- aa bb", "  cc"]);
    assert.deepEqual(wrapItem("aa bb cc", 7), ["aa bb", "cc"]);
  });
});
