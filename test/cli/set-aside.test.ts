import assert from "node:assert/strict";
import type { ReportedFinding } from "../../server/src/cli/report.js";
import { setAside } from "../../server/src/cli/reporters/set-aside.js";

describe("a finding that is set aside", () => {
  const finding = { suppressed: null, inBaseline: null } as unknown as ReportedFinding;

  it("is said with whose suppression that was", () => {
    const by = (one: NonNullable<ReportedFinding["suppressed"]>["by"]): string | null =>
      setAside({ ...finding, suppressed: { by: one, reason: "only flags.", until: null } });
    assert.equal(by("metadata"), "Suppressed by metadata: only flags.");
    assert.equal(by("guard"), "Suppressed for CloudFormation Guard: only flags.");
  });

  it("is none where nothing sets it aside, or the baseline doesn't hold it", () => {
    assert.equal(setAside(finding), null);
    assert.equal(setAside({ ...finding, inBaseline: false }), null);
    assert.equal(setAside({ ...finding, inBaseline: true }), "It is in the baseline.");
  });
});
