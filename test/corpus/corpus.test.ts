import assert from "node:assert/strict";
import {
  analyse,
  applyEdits,
  fixAll,
  parseSettings,
  rules,
  type Analysis,
} from "../../server/src/service.js";
import { assertCleanEdit, assertFixesHold, assertMended } from "../support/fixes.js";
import { lint, TODAY } from "../support/linting.js";
import { hasShared, sharedFiles, type SharedFile } from "../support/shared.js";

const CORPUS = "corpus";
const EVERY_RULE = {
  rules: Object.fromEntries(
    rules.filter((rule) => rule.severity === "off").map((rule) => [rule.id, "warning"]),
  ),
};

const present = hasShared(CORPUS);

(present ? describe : describe.skip)("real templates", function () {
  this.timeout(0);

  it("never touches what is no template", () => {
    const taken = readable(sharedFiles(`${CORPUS}/not-cfn`)).filter(
      ({ path, text }) => lint(path, text).dialect !== null && !path.endsWith("/serverless.yml"),
    );
    assert.deepEqual(pathsOf(taken), []);
  });

  it("reads every template without a rule failing, and every table gets an answer", () => {
    for (const { path, text } of relevant()) {
      const { tables, failures } = lint(path, text, EVERY_RULE);
      assert.deepEqual(failures, [], path);
      assert.deepEqual(
        tables.filter((table) => table.cases.length === 0),
        [],
        path,
      );
    }
  });

  it("sees no table where none is named", () => {
    for (const { path, text } of readable(sharedFiles(`${CORPUS}/other-cfn`))) {
      assert.deepEqual(lint(path, text, EVERY_RULE).tables, [], path);
    }
  });

  it("offers only fixes whose result parses, lacks the finding and keeps every other line", () => {
    let tried = 0;
    const wrong = failures(relevant(), ({ path, text }) => {
      const analysis = lint(path, text, EVERY_RULE);
      tried += assertFixesHold(analysis, analysis.findings, EVERY_RULE);
    });
    assertNone(wrong);
    assert.notEqual(tried, 0);
  });

  it("fixes all findings of a rule at once, and once is enough", () => {
    const wrong = failures(relevant(), ({ path, text }) => {
      const analysis = lint(path, text, EVERY_RULE);
      for (const rule of new Set(analysis.findings.map((finding) => finding.rule))) {
        const { edits, fixed } = fixAll(analysis, { rule });
        if (edits.length === 0) continue;
        const name = `fixing all of ${rule}`;
        const result = assertCleanEdit(analysis, edits, name, EVERY_RULE);
        assertMended(analysis, result, fixed, name);
        assert.deepEqual(fixAll(result, { rule }).edits, [], `${name} again changes nothing`);
      }
    });
    assertNone(wrong);
  });

  it("gives the same answer from an earlier analysis as from the text alone", () => {
    const { settings } = parseSettings(EVERY_RULE);
    for (const { path, text } of relevant()) {
      const previous = analyse({ path, text }, { settings, today: TODAY });
      const moved = applyEdits(text, [{ span: { start: text.length, end: text.length }, newText: "\n" }]);
      const again = analyse({ path, text: moved }, { settings, today: TODAY, previous });
      const fresh = analyse({ path, text: moved }, { settings, today: TODAY });
      assert.deepEqual(comparable(again), comparable(fresh), path);
    }
  });
});

/** The files for which a check fails, each with the first line of what it says: all of them at once. */
function failures(files: readonly SharedFile[], check: (file: SharedFile) => void): readonly string[] {
  return files.flatMap((file) => {
    try {
      check(file);
      return [];
    } catch (error) {
      const [message] = (error instanceof Error ? error.message : String(error)).split("\n");
      return [`${file.path}: ${message ?? ""}`];
    }
  });
}

/** Shows the first few only: one defect shows in many templates. */
function assertNone(wrong: readonly string[]): void {
  assert.equal(wrong.length, 0, `${wrong.length} templates fail:\n${wrong.slice(0, 20).join("\n")}`);
}

function relevant(): readonly SharedFile[] {
  return readable(sharedFiles(`${CORPUS}/relevant`));
}

/** Some files are broken on purpose; the ones that aren't text at all are the command line's business. */
function readable(files: readonly SharedFile[]): readonly SharedFile[] {
  return files.filter(({ text }) => !text.includes("\uFFFD"));
}

function pathsOf(files: readonly SharedFile[]): readonly string[] {
  return files.map((file) => file.path);
}

/** What an analysis says, without the objects it says it with. */
function comparable(analysis: Analysis): unknown {
  const { dialect, problems, findings, tables } = analysis;
  return {
    dialect,
    problems,
    tables: tables.map((table) => ({ ...table, readers: table.readers() })),
    findings: findings.map((finding) => ({ ...finding, fixes: finding.fixes().map((fix) => fix.title) })),
  };
}
