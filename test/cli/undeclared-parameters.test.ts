import assert from "node:assert/strict";
import { removeWorkspaces, workspace } from "./workspace.js";

describe("a parameter given on the command line", () => {
  afterEach(removeWorkspaces);

  const rows: readonly (readonly [string, string])[] = [
    ["Stage=prod", ""],
    ["Stge=prod", "No template declares the parameter 'Stge'. Did you mean 'Stage'?\n"],
    ["Other=x", "No template declares the parameter 'Other'.\n"],
  ];
  for (const [parameter, said] of rows) {
    it(`is ${said === "" ? "taken in silence" : "said to be unknown"}: ${parameter}`, async () => {
      const ran = await workspace({ "a.yaml": "Orders: AWS::DynamoDB::Table\n" }).run([
        "--parameter",
        parameter,
      ]);
      assert.equal(ran.stderr, said);
      assert.equal(ran.code, 0);
    });
  }
});
