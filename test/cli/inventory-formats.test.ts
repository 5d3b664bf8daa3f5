import assert from "node:assert/strict";
import * as service from "../../server/src/service.js";
import { removeWorkspaces, workspace } from "./workspace.js";

const TEMPLATE = `Resources:
  Orders:
    Type: AWS::DynamoDB::Table
`;

describe("the report as a page and as Markdown", () => {
  afterEach(removeWorkspaces);

  it("covers all templates of the run, and ends with the same exit code as any format", async () => {
    const files = workspace({ "a.yaml": TEMPLATE, "b.yaml": TEMPLATE });
    const page = await files.run(["--format=html"], { analyser: service });
    assert.match(page.stdout, /^<!doctype html>[^]*2 tables in 2 templates[^]*<\/html>\s*$/);
    const comment = await files.run(["--format=markdown"], { analyser: service });
    assert.match(comment.stdout, /^## DynamoDB encryption\n\n\*\*2 tables in 2 templates: 2 AWS owned\. /);
    assert.deepEqual([page.code, comment.code], [1, 1]);
  });

  it("says the day it is made, and how many files couldn't be read", async () => {
    const files = workspace({ "a.yaml": "Orders: AWS::DynamoDB::Table BROKEN\n" });
    const ran = await files.run(["--format=markdown", "."]);
    assert.match(ran.stdout, /^markdown of \d{4}-\d\d-\d\d, 1 problems\n$/);
  });
});
