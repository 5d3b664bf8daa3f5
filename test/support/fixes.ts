import assert from "node:assert/strict";
import { describeCase } from "../../server/src/core/cases.js";
import type { TextEdit } from "../../server/src/core/edit.js";
import type { Finding } from "../../server/src/core/finding.js";
import { Lines } from "../../server/src/core/lines.js";
import type { RawSettings } from "../../server/src/core/settings.js";
import { applyEdits, fixesFor, type Analysis } from "../../server/src/service.js";
import { lint } from "./linting.js";

/**
 * Applies each fix that is offered for these findings, each by itself, and asserts that the
 * result parses, that the finding is gone, and that no line changed but those that were edited.
 *
 * @returns how many fixes were tried.
 */
export function assertFixesHold(
  analysis: Analysis,
  findings: readonly Finding[],
  settings: RawSettings = {},
): number {
  let tried = 0;
  for (const finding of findings) {
    for (const fix of fixesFor(analysis, finding)) {
      const name = `fix '${fix.id}' for ${identityOf(finding)}`;
      assert.ok(fix.edits.length > 0, `${name} changes something`);
      const result = assertCleanEdit(analysis, fix.edits, name, settings);
      assertMended(analysis, result, [finding], name);
      tried += 1;
    }
  }
  return tried;
}

/** Applies the edits and asserts that the result is sound. Returns its analysis. */
export function assertCleanEdit(
  analysis: Analysis,
  edits: readonly TextEdit[],
  name: string,
  settings: RawSettings = {},
): Analysis {
  const { path, text } = analysis.source;
  const edited = applyEdits(text, edits);
  assertOtherLinesKept(text, edited, edits, name);
  assertLineEndingsKept(text, edited, name);
  const result = lint(path, edited, settings);
  const before = new Set(analysis.problems.map((problem) => problem.message));
  const added = result.problems.filter((problem) => !before.has(problem.message));
  assert.deepEqual(added, [], `${name} leaves text that parses:\n${edited}`);
  return result;
}

/** Asserts that these findings of the first analysis have no equal in the second. */
export function assertMended(
  before: Analysis,
  after: Analysis,
  mended: readonly Finding[],
  name: string,
): void {
  for (const identity of new Set(mended.map(identityOf))) {
    const count = (findings: readonly Finding[]): number =>
      findings.filter((finding) => identityOf(finding) === identity).length;
    const left = count(after.findings) - (count(before.findings) - count(mended));
    assert.ok(left <= 0, `${name} mends ${identity}, but it is still found in:\n${after.source.text}`);
  }
}

/** What makes a finding the same finding in another version of the text. */
export function identityOf(finding: Finding): string {
  const { rule, messageId, resource, replica } = finding;
  const where = [resource, replica].filter((name) => name !== null).join("/");
  return `${rule}/${messageId} of ${where}${describeCase(finding.case)}`;
}

/** Asserts that the lines no edit touches are all there, in their order. */
function assertOtherLinesKept(text: string, edited: string, edits: readonly TextEdit[], name: string): void {
  const lines = new Lines(text);
  const touched = new Set<number>();
  for (const { span } of edits) {
    const last = lines.positionAt(span.end).line;
    for (let line = lines.positionAt(span.start).line; line <= last; line++) touched.add(line);
  }
  const result = new Lines(edited);
  let at = 0;
  for (let line = 0; line < lines.count; line++) {
    if (touched.has(line)) continue;
    while (at < result.count && result.lineText(at) !== lines.lineText(line)) at += 1;
    assert.ok(at < result.count, `${name} keeps line ${line + 1}: ${lines.lineText(line)}`);
    at += 1;
  }
}

function assertLineEndingsKept(text: string, edited: string, name: string): void {
  if (!text.includes("\r\n") || /(^|[^\r])\n/.test(text)) return;
  assert.doesNotMatch(edited, /(^|[^\r])\n/, `${name} keeps the line endings`);
}
