import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { equivalentsOf, PEERS, suppressedInWords } from "../../server/src/core/peers.js";
import { parseSettings, rules } from "../../server/src/service.js";

describe("the other linters' checks", () => {
  const tools = PEERS.map(({ id }) => id);
  const all = rules.flatMap(({ id, equivalents }) => equivalents.map((one) => ({ rule: id, one })));

  it("are written with a tool's name and an id, each for one rule", () => {
    for (const { one } of all)
      assert.match(one, /^(checkov|cfn-lint|cfn_nag|guard|cdk-nag|kics|trivy): \S+$/);
    const checks = all.map(({ one }) => one);
    assert.deepEqual(checks, [...new Set(checks)]);
  });

  it("mean our rules, and the CDK's acknowledgements mean them by their own names", () => {
    const { rulesOf, rulesWhere, idsOf } = equivalentsOf(rules, new Set(tools));
    assert.deepEqual(rulesOf("checkov", "CKV_AWS_119"), ["require-customer-managed-key"]);
    assert.deepEqual(rulesOf("trivy", "CKV_AWS_119"), []);
    assert.deepEqual(rulesOf("cdk", "require-dax-tls"), ["require-dax-tls"]);
    assert.deepEqual(rulesOf("checkov", "constructor"), []);
    assert.deepEqual(
      rulesWhere("cfn-lint", (id) => id.startsWith("E30")),
      ["valid-sse-specification"],
    );
    assert.equal(idsOf("trivy", "require-customer-managed-key")[0], "AWS-0025");
  });

  it("mean nothing for tools that aren't honoured", () => {
    const { rulesOf } = equivalentsOf(rules, new Set(["trivy"]));
    assert.deepEqual(rulesOf("checkov", "CKV_AWS_119"), []);
    assert.deepEqual(rulesOf("trivy", "AWS-0025"), ["require-customer-managed-key"]);
  });

  it("stand in docs/suppressing.md, in the row of their rule", () => {
    const page = readFileSync(join(import.meta.dirname, "../../docs/suppressing.md"), "utf8");
    const lines = page.split("\n");
    for (const { rule, one } of all) {
      const [tool = "", id = ""] = one.split(": ");
      const row = lines.find((line) => line.startsWith("| [`" + rule));
      const shown =
        tool === "kics" ? id.slice(0, 8) : id.replace(/^.*-KMSBacking/, "KMSBacking").replace(/^aws-.*/, "");
      assert.ok(row?.includes(shown), `${one} isn't in the row of ${rule}`);
    }
  });
});

describe("the setting honourSuppressionsOf", () => {
  const honoured = (value?: unknown) => {
    const { settings, problems } = parseSettings(value === undefined ? {} : { honourSuppressionsOf: value });
    return { honoured: [...settings.honoured], problems };
  };

  it("names the tools, by default all", () => {
    assert.deepEqual(honoured(), { honoured: PEERS.map(({ id }) => id), problems: [] });
    assert.deepEqual(honoured(["trivy"]), { honoured: ["trivy"], problems: [] });
    assert.deepEqual(honoured([]), { honoured: [], problems: [] });
  });

  it("says what isn't known, and takes the rest", () => {
    assert.deepEqual(honoured(["trivy", "tfsec"]), {
      honoured: ["trivy"],
      problems: [
        "The setting 'honourSuppressionsOf' can't have 'tfsec'. There are: checkov, cfn-lint, cfn_nag, guard, cdk-nag, cdk, kics, trivy.",
      ],
    });
    assert.deepEqual(honoured("trivy").problems, [
      "The setting 'honourSuppressionsOf' must be a list of tools.",
    ]);
  });
});

describe("findings that are set aside, in words", () => {
  it("are counted, with the tools that they were set aside for", () => {
    const of = (...by: readonly ("comment" | "metadata" | "trivy" | "checkov" | null)[]) =>
      suppressedInWords(by.map((one) => ({ suppressed: one === null ? null : { by: one } })));
    assert.equal(of(null), "");
    assert.equal(of("comment", null, "metadata"), "2 suppressed.");
    assert.equal(of("comment", "trivy", "checkov", "trivy"), "4 suppressed (1 for Checkov, 2 for Trivy).");
  });
});
