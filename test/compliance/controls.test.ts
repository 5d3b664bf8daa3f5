import assert from "node:assert/strict";
import { controlNamed, CONTROLS } from "../../server/src/compliance/controls.js";
import { rules } from "../../server/src/service.js";

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

  it("have no Security Hub control that asks for a customer managed key on a table", () => {
    const rule = rules.find(({ id }) => id === "require-customer-managed-key");
    assert.deepEqual(
      rule?.controls.filter((id) => id.startsWith("Security Hub")),
      [],
    );
  });
});
