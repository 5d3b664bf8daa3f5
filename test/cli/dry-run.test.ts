import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import Ajv, { type AnySchema } from "ajv";
import * as service from "../../server/src/service.js";
import { removeWorkspaces, workspace, type Ran, type RunOptions, type Workspace } from "./workspace.js";

const FIX = ["--fix-rule", "require-customer-managed-key"];
const DRY = [...FIX, "--dry-run"];

const YAML = `Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST # on demand
`;
const JSON_TEXT =
  '{"Resources":{"Orders":{"Type":"AWS::DynamoDB::Table","Properties":{"TableName":"orders"}}}}';

const TEXTS: readonly (readonly [string, string, string])[] = [
  ["a YAML template", "template.yaml", YAML],
  ["a text without a newline at its end", "template.yaml", YAML.trimEnd()],
  [
    "a table at the end of a text without a newline",
    "t.yaml",
    "Resources:\n  Orders:\n    Type: AWS::DynamoDB::Table",
  ],
  ["CRLF line endings", "template.yaml", YAML.replaceAll("\n", "\r\n")],
  ["CRLF and no newline at the end", "template.yaml", YAML.trimEnd().replaceAll("\n", "\r\n")],
  ["a byte order mark", "template.yaml", `\uFEFF${YAML}`],
  ["JSON on one line, without a newline", "template.json", JSON_TEXT],
  ["JSON with tabs", "template.json", `${JSON.stringify(JSON.parse(JSON_TEXT), null, "\t")}\n`],
  ["a path with spaces", "my stacks/the table.yaml", YAML],
  ["a path in other scripts", "früh/表.yaml", YAML],
  ["a path with quotes and a backslash", 'a"b\\c.yaml', YAML],
  ["a path with a tab", "a\tb.yaml", YAML],
  ["lines that look like a diff", "t.yaml", `# --- a/x\n# +++ b/x\n${YAML}# @@ -1 +1 @@\n`],
];

describe("a dry run of fixes", function () {
  this.timeout(20_000);
  afterEach(removeWorkspaces);

  for (const [what, name, text] of TEXTS) {
    it(`shows as a diff what would be written, and writes nothing: ${what}`, async () => {
      const files = workspace({ [name]: text });
      const ran = await run(files, DRY);
      assert.equal(files.read(name), text);
      assert.equal(ran.code, 1);
      assert.match(ran.stdout, /^--- /);
      await run(files, FIX);
      const wanted = files.read(name);
      assert.notEqual(wanted, text);
      for (const apply of [gitApply, patch]) {
        const copy = workspace({ [name]: text });
        if (apply(copy, ran.stdout)) assert.equal(copy.read(name), wanted);
      }
    });
  }

  it("shows nothing else on the standard output, and on the other what it would do and cost", async () => {
    const files = workspace({ "a.yaml": YAML, "b.yaml": YAML.replace("Orders", "Users") });
    const ran = await run(files, DRY);
    assert.match(ran.stdout, /^--- a\/a\.yaml\n\+\+\+ b\/a\.yaml\n@@ /);
    assert.doesNotMatch(ran.stdout, /would fix/i);
    assert.equal(
      ran.stderr,
      `a.yaml: would fix require-customer-managed-key: Orders; new key TableKey
b.yaml: would fix require-customer-managed-key: Users; new key TableKey

Would fix 2 findings in 2 files (2 tables, 2 keys added): about $2.50 a month more, and up to $4.00
a month more after the second rotation.
What would remain: no findings.
Exit code 1: there is something to fix.
`,
    );
  });

  it("ends with 0 where nothing would change, or where findings don't count", async () => {
    const files = workspace({ "a.yaml": YAML });
    assert.equal((await run(files, [...DRY, "--fail-on", "never"])).code, 0);
    await run(files, FIX);
    const ran = await run(files, DRY);
    assert.equal(ran.code, 0);
    assert.equal(ran.stdout, "");
    assert.match(ran.stderr, /^Nothing would change\.$/m);
  });

  it("takes the standard input, and doesn't write the fixed text", async () => {
    const ran = await run(workspace(), [...DRY, "--stdin-filename", "t.yaml", "-"], { stdin: YAML });
    assert.match(ran.stdout, /^--- a\/t\.yaml\n/);
    assert.match(ran.stderr, /t\.yaml: would fix/);
  });

  it("names the file that a link leads to", async () => {
    const files = workspace({ "real/a.yaml": YAML });
    symlinkSync("real/a.yaml", files.path("b.yaml"));
    const ran = await run(files, [...DRY, "b.yaml"]);
    assert.match(ran.stdout, /^--- a\/real\/a\.yaml\n/);
  });

  it("writes the diff to the file of --output", async () => {
    const files = workspace({ "a.yaml": YAML });
    const shown = await run(files, DRY);
    const ran = await run(files, [...DRY, "--output", "fix.patch"]);
    assert.equal(ran.stdout, "");
    assert.equal(files.read("fix.patch"), shown.stdout);
    assert.match(ran.stderr, /^Would fix 1 finding/m);
  });

  it("refuses what CDK writes, and says so", async () => {
    const stack = { type: "aws:cloudformation:stack", properties: { templateFile: "A.template.json" } };
    const files = workspace({
      "cdk.json": "{}",
      "cdk.out/manifest.json": JSON.stringify({ artifacts: { stack } }),
      "cdk.out/A.template.json": JSON_TEXT,
    });
    const ran = await run(files, DRY);
    assert.equal(ran.stdout, "");
    assert.match(
      ran.stderr,
      /A\.template\.json: refused require-customer-managed-key: Orders: CDK writes this file/,
    );
    assert.match(ran.stderr, /^Refused 1 finding in 1 file:\n- 1: CDK writes this file/m);
  });

  it("says in JSON what would change, by the schema of the documentation", async () => {
    const files = workspace({ "a.yaml": YAML, "b.yaml": `${YAML}  Broken: [` });
    const ran = await run(files, [...DRY, "--format", "json"]);
    const output = JSON.parse(ran.stdout) as {
      files: { path: string; fixing?: { changed: boolean; diff?: string; refused: unknown[] } }[];
      fixing: Record<string, unknown>;
    };
    const schema = JSON.parse(
      readFileSync(join(import.meta.dirname, "../../docs/json-output.schema.json"), "utf8"),
    ) as AnySchema;
    const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(schema);
    assert.ok(validate(output), JSON.stringify(validate.errors));
    const [a, b] = output.files;
    assert.equal(a?.fixing?.changed, true);
    assert.equal(a.fixing.diff, (await run(files, [...DRY, "a.yaml"])).stdout);
    assert.deepEqual(b?.fixing?.refused, [
      {
        rule: "require-customer-managed-key",
        resource: "Orders",
        reason: "the file can't be read completely",
      },
    ]);
    assert.deepEqual(
      { ...output.fixing, monthlyUsd: null, cost: null },
      {
        dryRun: true,
        files: 1,
        findings: 1,
        tables: 1,
        keysAdded: 1,
        refused: 1,
        monthlyUsd: null,
        cost: null,
      },
    );
  });

  it("says in reports for people that what they show isn't so yet", async () => {
    const files = workspace({ "a.yaml": YAML });
    const said = /Templates are shown as fixes would make them; nothing has been written\./;
    for (const format of ["html", "markdown"]) {
      assert.match((await run(files, [...DRY, "--format", format])).stdout, said);
      assert.doesNotMatch((await run(files, ["--format", format])).stdout, said);
    }
  });

  it("leaves a baseline as it is, and says what would be gone from it", async () => {
    const files = workspace({ "a.yaml": YAML });
    await run(files, ["--write-baseline", "b.json"]);
    const before = files.read("b.json");
    const ran = await run(files, [...DRY, "--baseline", "b.json"]);
    assert.match(ran.stderr, /^1 finding of the baseline b\.json would be gone:\n {2}a\.yaml, Orders: /);
    assert.match(ran.stderr, /^What would remain: no new findings\.$/m);
    for (const option of ["--write-baseline", "--update-baseline"]) {
      const refused = await run(files, [...DRY, option]);
      assert.equal(refused.code, 2);
      assert.match(
        refused.stderr,
        new RegExp(`A dry run writes nothing, so ${option} doesn't go with it\\.`),
      );
    }
    assert.equal(files.read("b.json"), before);
  });

  it("goes with fixes only, and so does a key", async () => {
    const files = workspace({ "a.yaml": YAML });
    assert.match((await run(files, ["--dry-run"])).stderr, /--dry-run goes with --fix or --fix-rule\./);
    assert.match((await run(files, ["--fix", "--key", "new"])).stderr, /--key goes with --fix-rule\./);
  });
});

/** Whether `git apply` is here; then it has taken the diff. */
function gitApply(files: Workspace, diff: string): boolean {
  if (spawnSync("git", ["--version"]).status !== 0) return false;
  execFileSync("git", ["init", "-q"], { cwd: files.folder });
  execFileSync("git", ["-c", "core.autocrlf=false", "apply", "-"], { cwd: files.folder, input: diff });
  return true;
}

/** The same for `patch`. */
function patch(files: Workspace, diff: string): boolean {
  if (spawnSync("patch", ["--version"]).status !== 0) return false;
  execFileSync("patch", ["-p1", "-s"], { cwd: files.folder, input: diff });
  return true;
}

function run(files: Workspace, argv: readonly string[], options: RunOptions = {}): Promise<Ran> {
  return files.run(argv, { analyser: service, ...options });
}
