import assert from "node:assert/strict";
import type { Severity } from "../../server/src/core/finding.js";
import { applyEdits, fixAll, rules, type Analysis } from "../../server/src/service.js";
import { assertCleanEdit, assertMended } from "../support/fixes.js";
import { draw, fixturesOf, writeExpectation, writeFixed, type Fixture } from "../support/fixtures.js";
import { findingsOf, lint, settingsFor } from "../support/linting.js";

const UPDATE = process.env["UPDATE"] !== undefined;

for (const rule of rules) {
  describe(`rule ${rule.id}`, () => {
    const fixtures = fixturesOf(rule.id);

    for (const format of ["yaml", "json"] as const) {
      it(`has bad, good and undecided fixtures in ${format.toUpperCase()}`, () => {
        const intents = fixtures.filter((one) => one.format === format).map((one) => one.intent);
        const missing = (["bad", "good", "undecided"] as const).filter((one) => !intents.includes(one));
        assert.deepEqual(missing, [], `test/fixtures/rules/${rule.id} lacks these in ${format}`);
      });
    }

    for (const fixture of fixtures) describeFixture(fixture);

    it("reports the bad example of its documentation, and not the good one", () => {
      const settings = settingsFor(rule.id, rule.docs.settings);
      const bad = lint("bad.yaml", rule.docs.bad, settings);
      const good = lint("good.yaml", rule.docs.good, settings);
      assert.deepEqual([...bad.problems, ...good.problems], []);
      assert.notEqual(good.dialect, null, "the good example is a template");
      assert.notEqual(findingsOf(bad, rule.id).length, 0, "the bad example is reported");
      assert.deepEqual(messagesOf(good, rule.id), [], "the good example is not reported");
    });
  });
}

/** Key changes are tried with those rules alone that say that they report errors. */
function isGraver(severity: Severity, id: string): boolean {
  const rule = rules.find((one) => one.id === id);
  const most = rule?.gravest ?? rule?.severity ?? "off";
  return severity === "error" && most !== "error";
}

/** That every fix on offer works, one by one, is tested in test/sweeps. */
function describeFixture(fixture: Fixture): void {
  const { rule, name } = fixture;
  const settings = settingsFor(rule, fixture.settings);
  const analyse = (text: string): Analysis => lint(name, text, settings);

  it(`finds in ${name} what is marked there`, () => {
    const analysis = analyse(fixture.text);
    const findings = findingsOf(analysis, rule);
    assertIntent(fixture, findings.length);
    const drawn = draw(fixture, findings);
    if (UPDATE) writeExpectation(fixture, drawn);
    else assert.equal(drawn, fixture.expected, `${rule}/${name}: findings (UPDATE=1 takes them over)`);
    for (const { severity } of findings) {
      assert.ok(!isGraver(severity, rule), `${severity} is graver than the rule says that it gets`);
    }
    for (const message of messagesOf(analysis, rule)) {
      assert.match(message, /\S\.$/, "a message is a sentence");
      assert.doesNotMatch(message, /\{\{|undefined|\[object/, "a message has all its data filled in");
    }
  });

  if (fixture.fixed !== null) {
    it(`fixes ${name} as its .fixed file shows, for good`, () => assertFixed(fixture, analyse(fixture.text)));
  }
}

function assertIntent({ rule, name, intent, settings }: Fixture, found: number): void {
  assert.notEqual(intent, null, `${rule}/${name}: its name begins with bad, good or undecided`);
  if (intent === "bad") assert.notEqual(found, 0, `${rule}/${name}: a bad fixture is reported`);
  if (intent === "good") assert.equal(found, 0, `${rule}/${name}: a good fixture is not reported`);
  const silent = settings["reportUndecided"] !== true;
  if (intent === "undecided" && silent) {
    assert.equal(found, 0, `${rule}/${name}: what can't be decided is not reported`);
  }
}

function assertFixed(fixture: Fixture, analysis: Analysis): void {
  const { rule } = fixture;
  const settings = settingsFor(rule, fixture.settings);
  const { edits, fixed } = fixAll(analysis, { rule });
  const text = applyEdits(analysis.source.text, edits);
  if (UPDATE) writeFixed(fixture, text);
  else assert.equal(text, fixture.fixed, `${rule}/${fixture.name}: fixed text (UPDATE=1 takes it over)`);

  assert.notEqual(fixed.length, 0, "something is fixed");
  const result = assertCleanEdit(analysis, edits, `fixing all of ${rule}`, settings);
  assertMended(analysis, result, fixed, `fixing all of ${rule}`);
  assert.deepEqual(fixAll(result, { rule }).edits, [], "fixing again changes nothing");
  assertNothingNew(analysis, result);
}

/** A fix never makes another rule complain. */
function assertNothingNew(before: Analysis, after: Analysis): void {
  for (const { id } of rules) {
    const had = findingsOf(before, id).length;
    const has = findingsOf(after, id).length;
    assert.ok(has <= had, `the fixed text has new findings:\n${messagesOf(after, id).join("\n")}`);
  }
}

function messagesOf(analysis: Analysis, rule: string): readonly string[] {
  return findingsOf(analysis, rule).map((finding) => finding.message);
}
