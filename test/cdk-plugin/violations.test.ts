import assert from "node:assert/strict";
import { locationsOf, MISSED } from "../../server/src/cdk-plugin/violations.js";
import { passingReport } from "../../server/src/cdk-plugin/passing-report.js";
import { rules } from "../../server/src/service.js";

describe("the place of a violation", () => {
  it("is written with dots, as the CDK compares it with the properties that were set", () => {
    const path = ["Properties", "Replicas", "0", "SSESpecification"];
    assert.deepEqual(locationsOf("valid-table-key", { type: null, path }), [
      "Properties.Replicas.0.SSESpecification",
    ]);
  });

  it("is the missing property where a rule can only point at the resource", () => {
    const place = { type: "AWS::KMS::Key", path: ["Type"] };
    assert.deepEqual(locationsOf("require-key-rotation", place), ["Properties.EnableKeyRotation"]);
    assert.deepEqual(locationsOf("require-key-rotation", { ...place, path: [] }), [
      "Properties.EnableKeyRotation",
    ]);
  });

  it("is left out where no property is meant", () => {
    assert.deepEqual(locationsOf("no-unused-suppression", null), []);
    assert.deepEqual(locationsOf("require-key-rotation", null), []);
    const place = { type: "AWS::DynamoDB::Table", path: ["Type"] };
    assert.deepEqual(locationsOf("require-decrypt-for-table-access", place), []);
  });

  it("is known of rules that there are", () => {
    const ids = rules.map(({ id }) => id);
    assert.deepEqual(
      Object.keys(MISSED).filter((id) => !ids.includes(id)),
      [],
    );
  });
});

describe("what the plugin writes where the CDK shows nothing of a plugin that lets pass", () => {
  it("is a paragraph for each violation, in the CDK's order", () => {
    const violation = {
      ruleName: "require-key-rotation",
      description: "Key 'A' is never rotated.",
      severity: "warning",
      fix: "Rotate it.\nSee the page",
      ruleMetadata: {},
      violatingResources: [{ resourceLogicalId: "A", templatePath: "/app/S.template.json", locations: [] }],
    } as const;
    const whole = { resourceLogicalId: "", templatePath: "/app/S.template.json", locations: [] };
    const bare = { ...violation, fix: undefined, violatingResources: [whole] };
    assert.equal(
      passingReport(
        [violation, bare].map((one) => JSON.parse(JSON.stringify(one)) as never),
        "lint",
      ),
      [
        "WARNING Key 'A' is never rotated. (lint)",
        "   /app/S.template.json: A",
        "   Rotate it.",
        "   See the page",
        "   Rule require-key-rotation",
        "",
        "WARNING Key 'A' is never rotated. (lint)",
        "   /app/S.template.json",
        "   Rule require-key-rotation",
      ].join("\n"),
    );
  });
});
