import assert from "node:assert/strict";
import { judge } from "../../server/src/core/engine.js";
import type { Finding } from "../../server/src/core/finding.js";
import { defineRule, type Rule, type RuleDocs } from "../../server/src/core/rule.js";
import { parseSettings, type RawSettings } from "../../server/src/core/settings.js";
import { readText } from "../support/read.js";

const DOCS: RuleDocs = { summary: "", why: "", bad: "", good: "", cost: "", references: [] };

/** Reports every table's type, in a case where one is asked for. */
function tableRule(id: string, message: string, when: Finding["case"] = []): Rule {
  return defineRule({
    id,
    severity: "warning",
    docs: DOCS,
    messages: { found: message },
    table(table, { report }) {
      report({
        at: table.typeAt,
        message: "found",
        data: { name: table.logicalId },
        resource: table.logicalId,
        case: when,
      });
    },
  });
}

const TEXT = `Resources:
  # dynamodb-encryption-ignore require-x until 2026-06-30 -- migrating in June
  Orders:
    Type: AWS::DynamoDB::Table
  Carts:
    Type: AWS::DynamoDB::Table
    Metadata:
      DynamoDBEncryption:
        ignore:
          - { rule: require-x, reason: test data }
  Users:
    Type: AWS::DynamoDB::Table
`;

function findings(
  rules: readonly Rule[],
  settings: RawSettings = {},
  today = "2026-06-30",
): readonly Finding[] {
  return judge(readText(TEXT).template, rules, parseSettings([settings], rules).settings, today).findings;
}

describe("judge", () => {
  it("fills a message's data in and names its case in front", () => {
    const when = [{ kind: "condition", name: "IsProd", is: false }] as const;
    const [first] = findings([tableRule("require-x", "Table '{{name}}' is odd. More text.", when)]);
    assert.equal(first?.message, "When IsProd is false, table 'Orders' is odd. More text.");
  });

  it("gives findings in document order", () => {
    const all = findings([tableRule("require-y", "y."), tableRule("require-x", "x.")]);
    assert.deepEqual(
      all.map((one) => `${one.resource ?? ""} ${one.rule}`),
      [
        "Orders require-x",
        "Orders require-y",
        "Carts require-x",
        "Carts require-y",
        "Users require-x",
        "Users require-y",
      ],
    );
  });

  it("lets a rule's crash be its own", () => {
    const broken = defineRule({
      id: "require-z",
      severity: "error",
      docs: DOCS,
      messages: {},
      table() {
        throw new Error("defect");
      },
    });
    const template = readText(TEXT).template;
    const { settings } = parseSettings([], []);
    const judgement = judge(template, [broken, tableRule("require-x", "x.")], settings, "2026-01-01");
    assert.deepEqual(
      judgement.failures.map(({ rule, error }) => `${rule}: ${String(error)}`),
      ["require-z: Error: defect"],
    );
    assert.equal(judgement.findings.length, 3);
  });

  it("doesn't run a rule that is switched off", () => {
    assert.deepEqual(findings([tableRule("require-x", "x.")], { rules: { "require-x": "off" } }), []);
  });

  it("reports with the severity that somebody chose", () => {
    const [first] = findings([tableRule("require-x", "x.")], { rules: { "require-x": "error" } });
    assert.equal(first?.severity, "error");
  });
});

describe("suppressions", () => {
  const suppressed = (today: string, id = "require-x"): readonly unknown[] =>
    findings([tableRule(id, "x.")], {}, today).map((one) => one.suppressed);

  it("set findings aside by comment and by metadata, up to and with their last day", () => {
    assert.deepEqual(suppressed("2026-06-30"), [
      { by: "comment", reason: "migrating in June", until: "2026-06-30" },
      { by: "metadata", reason: "test data", until: null },
      null,
    ]);
  });

  it("hold for the whole resource above its Properties", () => {
    const text = `Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    # dynamodb-encryption-ignore require-x -- flags only
    Properties:
      BillingMode: PAY_PER_REQUEST
`;
    const rules = [tableRule("require-x", "x.")];
    const { settings } = parseSettings([], rules);
    const [finding] = judge(readText(text).template, rules, settings, "2026-01-01").findings;
    assert.equal(finding?.suppressed?.reason, "flags only");
  });

  it("no longer hold after their last day", () => {
    assert.deepEqual(suppressed("2026-07-01")[0], null);
  });

  it("don't hold where their last day is no day of the calendar, or where they can't be read", () => {
    for (const until of ["until 2026-02-30", "until soon", "until", "require-y"]) {
      const text = TEXT.replace("until 2026-06-30", until);
      const { settings } = parseSettings([], []);
      const { findings: all } = judge(
        readText(text).template,
        [tableRule("require-x", "x.")],
        settings,
        "2026-01-01",
      );
      assert.deepEqual(all[0]?.suppressed, null, until);
    }
  });

  it("hold for their own rule only", () =>
    assert.deepEqual(suppressed("2026-01-01", "require-y"), [null, null, null]));
});
