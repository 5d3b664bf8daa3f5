import assert from "node:assert/strict";
import { join } from "node:path";
import { NO_FLAGS } from "./flags.js";
import { AppProject, type Outcome } from "./plugin/app-project.js";

/** The ids of what has to be found in the app of the tests, as they stand in the templates. */
const FOUND =
  /\b(StagePlain|DisabledKey|ForeignPlain|NestedPlain|OtherPlain|Overridden|Plain)[0-9A-F]{0,8}(?=\n|$)/g;

describe("the packed plugin in an app of a CDK before the interface was stable", function () {
  this.timeout(60_000);
  const made: { project?: AppProject; types?: string } = {};
  const synthesise = (options: object): Outcome => {
    if (made.project === undefined) throw new Error("The app's project has not been made.");
    return made.project.synthesise("earlier-app.js", { options }, { context: NO_FLAGS });
  };

  before(function () {
    this.timeout(180_000);
    made.project = new AppProject(join(import.meta.dirname, "earlier/node_modules"));
    // What TypeScript projects of that time resolve packages by: it knows no `exports`.
    const resolution = ["--module", "commonjs", "--moduleResolution", "node10"];
    made.types = made.project.compile("earlier-app.ts", resolution);
  });
  after(() => made.project?.remove());

  it("has types that fit its interface, also for who resolves packages in the old way", () =>
    assert.equal(made.types, ""));

  it("fails the synthesis where an error is found, and the CDK shows all findings with their constructs", () => {
    const { status, output } = synthesise({});
    assert.equal(status, 1);
    assert.deepEqual(resourcesIn(output), 7);
    assert.match(output, /Plugin: dynamodb-encryption-lint/);
    for (const path of [
      "Tables/DisabledKey/Resource",
      "Tables/Nested/NestedPlain/Resource",
      "Prod/Tables/StagePlain/Resource",
    ]) {
      assert.ok(output.includes(`Construct Path: ${path}`), path);
    }
    assert.match(output, /> Properties\.SSESpecification\.KMSMasterKeyId/);
    assert.match(output, /key 'Disabled\w+' of Keys\.template\.json, which is disabled/);
  });

  it("shows what it finds itself where that fails nothing, as the CDK then keeps still", () => {
    const { status, output } = synthesise({ failOn: "never" });
    assert.equal(status, 0);
    assert.equal(resourcesIn(output), 7);
    assert.match(output, /^WARNING Table 'Plain\w+' has no SSESpecification/m);
    assert.match(output, /Policy Validation Successful!/);
  });

  it("fails in one sentence where its options make no sense", () => {
    const { status, output } = synthesise({ failOn: "sometimes" });
    assert.equal(status, 1);
    assert.match(
      output,
      /Description: The DynamoDB encryption lint has checked nothing: The option 'failOn' must be/,
    );
  });
});

function resourcesIn(output: string): number {
  return new Set(output.match(FOUND)).size;
}
