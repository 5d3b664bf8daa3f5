import assert from "node:assert/strict";
import type { Assumption } from "../../server/src/core/cases.js";
import type { Finding } from "../../server/src/core/finding.js";
import { excerpts, withMarkers, withoutMarkers } from "./markers.js";

const TEXT = "Resources:\n  Orders:\n    Type: T\n  # a comment of the template\n";

function finding(start: number, end: number, when: readonly Assumption[] = []): Finding {
  return {
    rule: "no-such-rule",
    messageId: "odd",
    message: "Odd.",
    severity: "warning",
    resource: null,
    replica: null,
    case: when,
    span: { start, end },
    related: [],
    fixes: () => [],
    suppressed: null,
    unnecessary: false,
  };
}

describe("the markers of fixtures", () => {
  const drawings: readonly (readonly [title: string, finding: Finding, marker: string])[] = [
    ["under the text", finding(31, 32), "#         ^ no-such-rule/odd (warning)"],
    ["from the second column on", finding(12, 19), "#^^^^^^^ no-such-rule/odd (warning)"],
    ["in the first column", finding(0, 10), "#<^^^^^^^^ no-such-rule/odd (warning)"],
    ["to the end of the first line", finding(13, 40), "# ^^^^^^^ no-such-rule/odd (warning)"],
    ["for an empty span", finding(31, 31), "#         ^ no-such-rule/odd (warning)"],
    [
      "with the case",
      finding(31, 32, [{ kind: "condition", name: "IsProd", is: false }]),
      "#         ^ no-such-rule/odd (warning) when IsProd is false",
    ],
  ];
  for (const [title, drawn, marker] of drawings) {
    it(`are drawn ${title}, and taken out again`, () => {
      const marked = withMarkers(TEXT, [drawn]);
      assert.ok(marked.split("\n").includes(marker), marked);
      assert.equal(withoutMarkers(marked), TEXT);
    });
  }

  it("are no comments that a template may hold", () => {
    const text = "# a comment\n#\n# ^ not a marker\n#   see docs/page\n";
    assert.equal(withoutMarkers(text), text);
  });

  it("quote the line where the text can't hold them", () => {
    assert.equal(
      excerpts(TEXT, [finding(31, 32)]),
      "   3 |     Type: T\n     |           ^ no-such-rule/odd (warning)\n",
    );
  });
});
