import assert from "node:assert/strict";
import { disconnectAll } from "./connected-client.js";
import { CdkWorkspace, SOURCE, SOURCE_TEXT, synthesised, underlined } from "./cdk-app.js";

describe("the source of a CDK app", () => {
  afterEach(disconnectAll);

  it("shows what is found in its templates, once for each line, before anything is open", async () => {
    const app = await CdkWorkspace.open(synthesised());
    const shown = await app.until(SOURCE, (all) => all.length > 0);
    console.log(underlined(SOURCE_TEXT, shown), JSON.stringify(shown, null, 1), app.client.logged, app.workspace.requests);
    assert.equal(shown.length, 2);
  });
});
