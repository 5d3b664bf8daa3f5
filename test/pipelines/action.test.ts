import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { packTarball } from "../package/installed.js";
import { readAction, runAction, type Ran } from "./action-steps.js";

const TABLE = "Resources:\n  Orders:\n    Type: AWS::DynamoDB::Table\n";
const RULE = "require-customer-managed-key";

describe("the GitHub Action", () => {
  const action = readAction();

  it("never puts an expression into a script, where it could be code", () => {
    for (const { name, run } of action.runs.steps) assert.doesNotMatch(run ?? "", /\$\{\{/, name);
  });

  it("says for each input what it is, and gives it a default", () => {
    for (const [name, input] of Object.entries(action.inputs)) {
      assert.ok(input.description.length > 10, name);
      assert.equal(typeof input.default, "string", name);
    }
  });

  it("hands every input to a step", () => {
    const steps = JSON.stringify(action.runs.steps);
    for (const name of Object.keys(action.inputs)) assert.ok(steps.includes(`inputs.${name}`), name);
  });

  it("is described, input by input, on the page about pipelines", () => {
    const page = readFileSync(join(import.meta.dirname, "../../docs/ci.md"), "utf8");
    for (const name of Object.keys(action.inputs)) assert.ok(page.includes(`| \`${name}\` |`), name);
  });

  it("uploads nothing for pull requests from forks, nor where that isn't wanted", () => {
    const upload = action.runs.steps.find(({ uses }) => uses !== undefined);
    assert.match(upload?.uses ?? "", /^github\/codeql-action\/upload-sarif@v\d+$/);
    assert.match(upload?.if ?? "", /inputs\.upload-sarif == 'true'/);
    assert.match(upload?.if ?? "", /!github\.event\.pull_request\.head\.repo\.fork/);
  });
});

describe("the steps of the GitHub Action", function () {
  this.timeout(180_000);
  const action = readAction();
  let folder = "";
  let tarball = "";

  before(function () {
    if (process.platform === "win32") {
      console.log("    SKIPPED: the scripts are run in bash.");
      return this.skip();
    }
    folder = mkdtempSync(join(tmpdir(), "dynamodb-encryption-lint-action-"));
    tarball = packTarball(folder).path;
  });
  after(() => {
    if (folder !== "") rmSync(folder, { recursive: true, force: true });
  });

  /** Runs the action over these files, with the package as it is built here. */
  const run = (
    name: string,
    files: Readonly<Record<string, string>>,
    inputs: Record<string, string> = {},
    machine: Record<string, string> = {},
  ): Ran => {
    const own = join(folder, name);
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(own, "workspace", path)), { recursive: true });
      writeFileSync(join(own, "workspace", path), text);
    }
    return runAction(action, { version: `file:${tarball}`, ...inputs }, own, machine);
  };

  it("install the version that the action belongs to", () => {
    // Nothing is fetched: npm says what it would have asked for.
    const machine = {
      npm_config_offline: "true",
      npm_config_cache: join(folder, "no-cache"),
      npm_config_loglevel: "error",
    };
    const { status, stderr } = run("version", { "a.yaml": TABLE }, { version: "" }, machine);
    assert.notEqual(status, 0);
    assert.match(stderr, /ENOTCACHED.*\/dynamodb-encryption-lint/s);
  });

  describe("with several formats at once", () => {
    it("annotate, sum up, write SARIF, and fail with the tool's exit code", () => {
      const ran = run("findings", { "infra/template.yaml": TABLE });
      assert.equal(ran.status, 1, ran.stderr);
      assert.match(ran.stdout, /^::warning file=infra\/template\.yaml,line=3,/m);
      assert.match(ran.summary, /Orders/);
      assert.deepEqual(ran.steps, ["Install", "Lint", "Upload to code scanning", "Result"]);
      assert.equal(ran.outputs["exit-code"], "1");
      const sarif = JSON.parse(readFileSync(ran.outputs["sarif-file"] ?? "", "utf8")) as {
        runs: { results: { ruleId: string }[] }[];
      };
      assert.deepEqual(
        sarif.runs[0]?.results.map(({ ruleId }) => ruleId),
        [RULE],
      );
    });

    it("succeed where there is nothing to report", () => {
      const ran = run("clean", { "notes.yaml": "hello: world\n" });
      assert.equal(ran.status, 0, ran.stderr);
      assert.equal(ran.outputs["exit-code"], "0");
    });

    it("take paths and options one to a line, and a place for the SARIF report", () => {
      const ran = run(
        "inputs",
        { "a b/one.yaml": TABLE, "two/two.yaml": TABLE, "three/three.yaml": TABLE },
        {
          paths: "a b/one.yaml\n\n  two  \n",
          args: `--rule=${RULE}=info\n--region=eu-west-1`,
          "fail-on": "warning",
          "sarif-file": "lint.sarif",
          "upload-sarif": "false",
        },
      );
      assert.equal(ran.status, 0, ran.stderr);
      assert.match(ran.stdout, /file=a b\/one\.yaml/);
      assert.match(ran.stdout, /file=two\/two\.yaml/);
      assert.doesNotMatch(ran.stdout, /three\.yaml/);
      assert.equal(ran.outputs["sarif-file"], "lint.sarif");
      assert.ok(existsSync(join(folder, "inputs/workspace/lint.sarif")));
      assert.ok(!ran.steps.includes("Upload to code scanning"));
    });

    it("run no input as code", () => {
      const evil = '$(touch hacked) `touch hacked`\n"; touch hacked; "\n-- && touch hacked';
      for (const name of ["paths", "args", "fail-on"]) {
        const ran = run(`evil-${name}`, { "a.yaml": TABLE }, { [name]: evil });
        assert.notEqual(ran.status, 0);
        assert.ok(!existsSync(join(folder, `evil-${name}`, "workspace/hacked")), name);
      }
    });

    it("say what is wrong with an option, and fail", () => {
      const ran = run("wrong", { "a.yaml": TABLE }, { args: "--fial-on=error" });
      assert.equal(ran.status, 2);
      assert.match(ran.stderr, /no option --fial-on\. Did you mean '--fail-on'\?/);
      assert.equal(ran.outputs["sarif-file"], undefined);
    });
  });
});
