import assert from "node:assert/strict";
import { chmodSync, lstatSync, readdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { WriteRefused, replaceFile, writeWhole } from "../../server/src/cli/write-file.js";
import { standIn } from "./stand-in.js";
import { removeWorkspaces, workspace } from "./workspace.js";

const TEMPLATE = "Orders: AWS::DynamoDB::Table\n";
const FIX_RULE = ["--fix-rule", "require-customer-managed-key"];

describe("fixing", () => {
  afterEach(removeWorkspaces);

  it("applies the safe fixes alone with --fix, and reports what is left", async () => {
    const files = workspace({ "a.yaml": `${TEMPLATE}weak loose hushed` });
    const ran = await files.run(["--fix"]);
    assert.equal(files.read("a.yaml"), `${TEMPLATE}weak tight hushed`);
    assert.equal(ran.code, 1);
    assert.match(ran.stdout, /fixed valid-sse-specification: Orders/);
    assert.match(ran.stdout, /a\.yaml:2:1 warning require-customer-managed-key/);
  });

  it("applies a named rule's fixes with --fix-rule, and no others", async () => {
    const files = workspace({ "a.yaml": `${TEMPLATE}weak loose hushed weak` });
    const ran = await files.run(FIX_RULE);
    assert.equal(files.read("a.yaml"), `${TEMPLATE}strong loose hushed strong`);
    assert.equal(ran.code, 1);
    assert.equal((await files.run([...FIX_RULE, "--fix"])).code, 0);
    assert.equal(files.read("a.yaml"), `${TEMPLATE}strong tight hushed strong`);
  });

  it("goes on until nothing is left to fix", async () => {
    const files = workspace({ "a.yaml": `${TEMPLATE}loose loose loose` });
    const oneByOne: typeof standIn = {
      ...standIn,
      fixAll: (analysis, filter) => {
        const { fixed, edits } = standIn.fixAll(analysis, filter);
        return { fixed: fixed.slice(0, 1), edits: edits.slice(0, 1) };
      },
    };
    assert.equal((await files.run(["--fix"], { analyser: oneByOne })).code, 0);
    assert.equal(files.read("a.yaml"), `${TEMPLATE}tight tight tight`);
  });

  it("takes a step back that mends nothing", async () => {
    const files = workspace({ "a.yaml": `${TEMPLATE}loose` });
    const idle: typeof standIn = { ...standIn, applyEdits: (text) => `${text} # changed` };
    const ran = await files.run(["--fix"], { analyser: idle });
    assert.equal(files.read("a.yaml"), `${TEMPLATE}loose`);
    assert.doesNotMatch(ran.stdout, /fixed/);
  });

  it("takes a step back that would break the text", async () => {
    const files = workspace({ "a.yaml": `${TEMPLATE}loose` });
    const ran = await files.run(["--fix"], {
      analyser: { ...standIn, applyEdits: (text) => `${text} BROKEN` },
    });
    assert.equal(files.read("a.yaml"), `${TEMPLATE}loose`);
    assert.equal(ran.code, 1);
  });

  it("leaves a file with problems alone", async () => {
    const files = workspace({ "a.yaml": `${TEMPLATE}loose BROKEN` });
    assert.equal((await files.run(["--fix"])).code, 2);
    assert.equal(files.read("a.yaml"), `${TEMPLATE}loose BROKEN`);
  });

  it("keeps mode, line endings and byte order mark, and leaves no temporary file", async () => {
    const files = workspace({ "a.yaml": `\uFEFFOrders: AWS::DynamoDB::Table\r\nloose\r\n` });
    chmodSync(files.path("a.yaml"), 0o640);
    await files.run(["--fix"]);
    assert.equal(files.read("a.yaml"), `\uFEFFOrders: AWS::DynamoDB::Table\r\ntight\r\n`);
    assert.equal(statSync(files.path("a.yaml")).mode & 0o777, 0o640);
    assert.deepEqual(readdirSync(files.folder), ["a.yaml"]);
  });

  it("doesn't touch a file that needs no fix", async () => {
    const files = workspace({ "a.yaml": `${TEMPLATE}weak` });
    const { ino, mtimeMs } = statSync(files.path("a.yaml"));
    await files.run(["--fix"]);
    const after = statSync(files.path("a.yaml"));
    assert.deepEqual([after.ino, after.mtimeMs], [ino, mtimeMs]);
  });

  it("writes the file that a link leads to, and leaves the link one", async () => {
    const files = workspace({ "real/a.txt": `${TEMPLATE}loose` });
    symlinkSync("real/a.txt", files.path("a.yaml"));
    await files.run(["--fix", "a.yaml"]);
    assert.equal(files.read("real/a.txt"), `${TEMPLATE}tight`);
    assert.ok(lstatSync(files.path("a.yaml")).isSymbolicLink());
  });

  it("refuses a file that changed since it was read, and reports it as it was", async () => {
    const files = workspace({ "a.yaml": `${TEMPLATE}loose` });
    const meddling: typeof standIn = {
      ...standIn,
      applyEdits: (text, edits) => {
        writeFileSync(files.path("a.yaml"), "somebody else's");
        return standIn.applyEdits(text, edits);
      },
    };
    const ran = await files.run(["--fix"], { analyser: meddling });
    assert.equal(files.read("a.yaml"), "somebody else's");
    assert.equal(ran.code, 2);
    assert.match(ran.stdout, /a\.yaml problem\n +Not fixed: it has changed since it was read\./);
    assert.match(ran.stdout, /a\.yaml:2:1 error valid-sse-specification/);
    assert.deepEqual(readdirSync(files.folder), ["a.yaml"]);
  });

  it("leaves the templates alone that CDK writes", async () => {
    const stack = { type: "aws:cloudformation:stack", properties: { templateFile: "A.template.json" } };
    const files = workspace({
      "cdk.json": "{}",
      "cdk.out/manifest.json": JSON.stringify({ artifacts: { stack } }),
      "cdk.out/A.template.json": `${TEMPLATE}loose`,
    });
    const ran = await files.run(["--fix"]);
    assert.equal(files.read("cdk.out/A.template.json"), `${TEMPLATE}loose`);
    assert.match(ran.stderr, /cdk\.out\/A\.template\.json: CDK writes this file, so it isn't fixed/);
  });

  it("sends the fixed standard input to stdout and the report to stderr", async () => {
    const files = workspace();
    const ran = await files.run(["--fix", "-"], { stdin: `\uFEFF${TEMPLATE}weak loose` });
    assert.equal(ran.stdout, `\uFEFF${TEMPLATE}weak tight`);
    assert.match(ran.stderr, /<stdin>:2:1 warning/);
    for (const kept of [`${TEMPLATE}loose BROKEN`, "no template", ""]) {
      assert.equal((await files.run(["--fix", "-"], { stdin: kept })).stdout, kept);
    }
  });
});

describe("writing a file", () => {
  afterEach(removeWorkspaces);

  it("is refused where the file isn't what was read, or is gone, and leaves nothing behind", () => {
    const files = workspace({ a: "old" });
    const write = (name: string, expected: string): void =>
      replaceFile(files.path(name), Buffer.from(expected), Buffer.from("new"));
    assert.throws(() => write("a", "other"), WriteRefused);
    assert.throws(() => write("absent", ""), /there is no such file/);
    assert.equal(files.read("a"), "old");
    assert.deepEqual(readdirSync(files.folder), ["a"]);
    write("a", "old");
    assert.equal(files.read("a"), "new");
  });

  it("is refused for a file that is read-only", function () {
    if (process.getuid?.() === 0) return this.skip();
    const files = workspace({ a: "old" });
    chmodSync(files.path("a"), 0o444);
    assert.throws(
      () => replaceFile(files.path("a"), Buffer.from("old"), Buffer.from("new")),
      /no permission/,
    );
  });

  it("replaces a report, whole or not at all", async () => {
    const files = workspace({ "t.yaml": `${TEMPLATE}weak`, "report.txt": "yesterday's" });
    const ran = await files.run(["--output", "report.txt"]);
    assert.equal(ran.code, 1);
    assert.equal(ran.stdout, "");
    assert.match(ran.stderr, /^1 finding: 1 warning\. The report is in report\.txt\.\n$/);
    assert.match(files.read("report.txt"), /t\.yaml:2:1 warning/);
    const failed = await files.run(["--output", "absent/report.txt"]);
    assert.equal(failed.code, 2);
    assert.match(failed.stderr, /absent\/report\.txt: the report can't be written: there is no such file/);
    assert.throws(() => writeWhole(files.folder, "x"), WriteRefused);
  });
});
