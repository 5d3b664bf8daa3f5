import assert from "node:assert/strict";
import type { Rule } from "../../server/src/core/rule.js";
import { rulePage } from "../../server/src/render/rule-page.js";
import { ruleTable } from "../../server/src/render/rule-table.js";
import { rules } from "../../server/src/service.js";

describe("the page of a rule", () => {
  it("shows the options with their values and how to set them", () => {
    const page = rulePage(ruleNamed("require-deletion-window"));
    assert.match(page, /^# require-deletion-window\n\n/);
    assert.match(page, /^\| `minimumDays` \| 7 to 30 \| `30` \| /m);
    assert.match(page, /"require-deletion-window": \[\n\s+"info",\n\s+\{\n\s+"minimumDays": 30/);
    assert.match(page, /`--fix-rule require-deletion-window`/);
    assert.match(rulePage(ruleNamed("no-unused-suppression")), /`--fix` applies it/);
  });

  it("names each control with its own words and its source", () => {
    const page = rulePage(ruleNamed("require-dax-encryption"));
    assert.match(
      page,
      /^- \[Security Hub DynamoDB\.3\]\(https:\/\/docs\.aws\.amazon\.com\/.*\): DynamoDB Acc/m,
    );
    assert.match(page, /^- checkov: `CKV_AWS_47`$/m);
  });

  it("groups the controls by framework, with what they don't ask for and how they are read", () => {
    const page = rulePage(ruleNamed("require-customer-managed-key"));
    assert.match(page, /^\*\*AWS Config managed rules\*\*\n\n- \[AWS Config dynamodb-table-encrypted-kms\]/m);
    assert.match(page, /The AWS managed key passes as well as a customer managed one/);
    assert.match(page, /^\*\*FedRAMP\*\*\n\n- \[FedRAMP SC-12\].*doesn't say whose key.*Often read as/m);
  });

  it("says with which settings its example is reported", () => {
    assert.match(
      rulePage(ruleNamed("no-cross-account-table-key")),
      /^## Reported \(with `account`: 098765432109\)$/m,
    );
  });

  it("has no empty section, and ends with one line break", () => {
    for (const rule of rules) {
      const page = rulePage(rule);
      assert.doesNotMatch(page, /^## .*\n+(## |$(?![^]))/m, rule.id);
      assert.match(page, /[^\n]\n$/, rule.id);
    }
  });
});

describe("the table of rules", () => {
  it("has a row for each, linked to its page", () => {
    const table = ruleTable(rules, "docs/rules");
    const row =
      /^\| \[`require-key-rotation`\]\(docs\/rules\/require-key-rotation\.md\) \| warning \| review \| /m;
    assert.match(table, row);
    assert.equal(table.trimEnd().split("\n").length, rules.length + 2);
  });
});

function ruleNamed(id: string): Rule {
  const rule = rules.find((one) => one.id === id);
  assert.ok(rule !== undefined);
  return rule;
}
