import assert from "node:assert/strict";
import fc from "fast-check";
import { assemblyOf, manifest, stack } from "../dialects/cdk/assemblies.js";

describe("an assembly of any content", () => {
  it("is survived, whatever its JSON holds", async () => {
    const words = [
      "aws:cloudformation:stack",
      "cdk:cloud-assembly",
      "A.json",
      "aws:cdk:logicalId",
      "/A/T",
      "T",
    ];
    const keys = [
      "type",
      "properties",
      "templateFile",
      "metadata",
      "data",
      "trace",
      "directoryName",
      "__proto__",
    ];
    const value = fc.jsonValue({ maxDepth: 4 });
    const some = fc.oneof(
      value,
      fc.constantFrom(...words),
      fc.dictionary(fc.constantFrom(...keys), fc.oneof(value, fc.constantFrom(...words))),
    );
    const artifact = fc.record(
      {
        type: fc.constantFrom(...words),
        properties: some,
        metadata: fc.dictionary(fc.string(), some),
        environment: some,
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), fc.oneof(artifact, some)), some, some, async (a, b, c) => {
        await assemblyOf({
          "manifest.json": { version: "55.0.0", artifacts: a, missing: b },
          "A.json": { Resources: c },
        });
      }),
    );
  });

  it("is survived where it is enormous or deeply nested", async () => {
    const deep = "[".repeat(1_000_000);
    const wide = `{"artifacts":{"A":[${"{},".repeat(1_000_000)}{}]},"version":"55.0.0"}`;
    assert.equal((await assemblyOf({ "manifest.json": deep })).problems.length, 1);
    assert.equal((await assemblyOf({ "manifest.json": wide })).templates.size, 0);
    const nested = {
      "manifest.json": manifest({ A: stack("A.json") }),
      "A.json": `AWS::CloudFormation::Stack${deep}`,
    };
    assert.equal((await assemblyOf(nested)).templates.size, 1);
  });
});
