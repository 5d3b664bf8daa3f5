import assert from "node:assert/strict";
import { controlNamed, CONTROLS } from "../../server/src/compliance/controls.js";
import { controlsOf, FRAMEWORKS, rules } from "../../server/src/service.js";

describe("the controls", () => {
  it("that rules name are all described, and no other", () => {
    const named = new Set(rules.flatMap((rule) => rule.controls));
    assert.deepEqual(
      [...named].filter((id) => controlNamed(id) === undefined),
      [],
    );
    assert.deepEqual(
      CONTROLS.map(({ id }) => id).filter((id) => !named.has(id)),
      [],
    );
  });

  it("have ids of their own, and words that are whole sentences", () => {
    assert.equal(new Set(CONTROLS.map(({ id }) => id)).size, CONTROLS.length);
    for (const { id, says, butNot, reading, source } of CONTROLS) {
      for (const text of [says, butNot, reading]) if (text !== null) assert.match(text, /^[A-Z`].*\.$/, id);
      assert.match(source, /^https:\/\//, id);
    }
  });

  for (const { id, name } of FRAMEWORKS) {
    it(`have some of ${name}`, () => {
      assert.ok(CONTROLS.some(({ framework }) => framework === id));
      assert.ok(rules.some((rule) => controlsOf(rule.id, [id]).length > 0));
    });
  }

  for (const [rule, frameworks, expected] of [
    ["require-key-rotation", [], []],
    ["require-key-rotation", ["security-hub"], ["Security Hub KMS.4"]],
    ["require-key-rotation", ["pci-dss", "cis-aws-foundations"], ["PCI DSS 3.7.4", "CIS AWS 3.6"]],
    [
      "require-dax-encryption",
      ["nist-800-53-r5"],
      ["SC-13", "SC-28", "SC-28(1)"].map((one) => `NIST 800-53 ${one}`),
    ],
    ["require-customer-managed-key", ["security-hub", "hipaa"], ["HIPAA 164.312(a)(2)(iv)"]],
    ["no-such-rule", ["hipaa"], []],
  ] as const) {
    it(`of ${rule} for [${frameworks.join(", ")}] are [${expected.join(", ")}]`, () => {
      assert.deepEqual(
        controlsOf(rule, frameworks).map(({ id }) => id),
        expected,
      );
    });
  }

  it("never have PCI DSS 3.7.6, which is about clear-text keys in people's hands", () => {
    assert.deepEqual(
      CONTROLS.filter(({ id }) => id.includes("3.7.6")),
      [],
    );
  });

  it("say of every framework that speaks of keys in general that it doesn't name their owner", () => {
    const general = CONTROLS.filter(({ framework }) => /^(nist|fedramp|hipaa)/.test(framework));
    for (const { id, butNot } of general.filter((one) => !one.id.endsWith("SC-8"))) {
      assert.match(butNot ?? "", /whose key/, id);
    }
  });

  it("have no Security Hub control that asks for a customer managed key on a table", () => {
    const rule = rules.find(({ id }) => id === "require-customer-managed-key");
    assert.deepEqual(
      rule?.controls.filter((id) => id.startsWith("Security Hub")),
      [],
    );
  });
});
