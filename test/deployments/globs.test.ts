import assert from "node:assert/strict";
import { WORKSPACE_DEFAULTS } from "../../server/src/core/workspace-settings.js";
import { globMatcher } from "../../server/src/deployments/globs.js";

describe("globMatcher", () => {
  const cases: readonly (readonly [readonly string[], string, boolean])[] = [
    [["stacks/orders.yaml"], "stacks/orders.yaml", true],
    [["stacks/*.yaml"], "stacks/.hidden.yaml", true],
    [["stacks/*.yaml"], "stacks/a/b.yaml", false],
    [["**/*.{yaml,json}"], "a/b/c.json", true],
    [["**/*.yaml"], "top.yaml", true],
    [["stacks/[prod]/a.yaml"], "stacks/[prod]/a.yaml", true],
    [["a", "b"], "b", true],
    [[], "a", false],
    [[""], "", true],
    [["*".repeat(70_000)], "a", false],
    [["[", "(", "{", "a"], "a", true],
    [WORKSPACE_DEFAULTS.exclude, "node_modules/x/template.yaml", true],
    [WORKSPACE_DEFAULTS.exclude, "app/cdk.out/asset.1234/template.json", true],
    [WORKSPACE_DEFAULTS.exclude, "app/cdk.out/App.template.json", false],
  ];
  for (const [globs, path, expected] of cases) {
    const shown = `${globs.join(" ").slice(0, 40)} and ${path}`;
    it(`${expected ? "matches" : "tells apart"} ${shown}`, () => {
      assert.equal(globMatcher(globs)(path), expected);
    });
  }
});
