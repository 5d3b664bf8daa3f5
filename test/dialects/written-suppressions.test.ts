import assert from "node:assert/strict";
import { lint } from "../support/linting.js";
import { BLOCK, EVERY_TOOL, optionsOf, written } from "../support/written-suppressions.js";

describe("suppressions that are written", () => {
  it("keep the reason, where the tool has a place for one", () => {
    for (const syntax of ["own", "checkov", "kics", "trivy"]) {
      const after = written("t.yaml", BLOCK, "require-customer-managed-key", "Orders", {
        syntax,
        reason: "holds public data",
        until: null,
      });
      const found = after.findings.find(({ rule }) => rule === "require-customer-managed-key");
      assert.equal(found?.suppressed?.reason, "holds public data", after.source.text);
    }
  });

  it("stand where each tool looks for them", () => {
    const texts = EVERY_TOOL.filter((tool) => tool !== "cfn-lint" && tool !== "cdk-nag").map((syntax) => {
      const words = { syntax, reason: "flags", until: syntax === "trivy" ? "2026-12-31" : null };
      return written("t.yaml", BLOCK, "require-customer-managed-key", "Orders", words).source.text;
    });
    assert.deepEqual(
      texts.map((text) => changedLines(text)),
      [
        ["  # dynamodb-encryption-ignore require-customer-managed-key -- flags", "after   # about the table"],
        ["    # checkov:skip=CKV_AWS_119:flags", "after   Orders:"],
        [
          "    Metadata:",
          "      cfn_nag:",
          "        rules_to_suppress:",
          "          - id: W74",
          "            reason: flags",
          "after     Type: AWS::DynamoDB::Table",
        ],
        [
          "    Metadata:",
          "      guard:",
          "        SuppressedRules:",
          "          - DYNAMODB_TABLE_ENCRYPTED_KMS",
          "after     Type: AWS::DynamoDB::Table",
        ],
        ["  # kics-scan ignore-block -- flags", "after     Type: AWS::SQS::Queue"],
        // Trivy's day is the first on which it reports again.
        ["  # trivy:ignore:AVD-AWS-0025:exp:2027-01-01 -- flags", "after   # about the table"],
      ],
    );
  });

  it("aren't offered for KICS above the first resource, whose block is all of them to it", () => {
    const text = "Resources:\n  Orders:\n    Type: AWS::DynamoDB::Table\n";
    const analysis = lint("t.yaml", text);
    const syntaxes = optionsOf(analysis, "require-customer-managed-key", "Orders").map(
      ({ syntax }) => syntax,
    );
    assert.deepEqual(syntaxes, ["own", "checkov", "cfn_nag", "guard", "trivy"]);
  });

  it("are offered only for tools that are honoured", () => {
    const analysis = lint("t.yaml", BLOCK, { honourSuppressionsOf: ["trivy"] });
    const syntaxes = optionsOf(analysis, "require-customer-managed-key", "Orders").map(
      ({ syntax }) => syntax,
    );
    assert.deepEqual(syntaxes, ["own", "trivy"]);
  });
});

/** The lines that `BLOCK` doesn't have, and the one before them. */
function changedLines(text: string): readonly string[] {
  const [old, now] = [BLOCK.split("\n"), text.split("\n")];
  const first = now.findIndex((line, index) => line !== old[index]);
  return [...now.slice(first, first + now.length - old.length), `after ${now[first - 1] ?? ""}`];
}
