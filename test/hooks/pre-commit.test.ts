import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { findProgram } from "../support/debian-program.js";

const ROOT = join(import.meta.dirname, "../..");
const TABLE = "Resources:\n  Orders:\n    Type: AWS::DynamoDB::Table\n";
const UNDER_A_KEY = `${TABLE}    Properties:
      SSESpecification: { SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: !ImportValue table-key }
`;
/** The hook is installed from a clone, with all that its build needs. */
const INSTALL_MILLISECONDS = 400_000;

interface Hook {
  readonly id: string;
  readonly files: string;
}

describe("the hooks for pre-commit", () => {
  const hooks = parse(readFileSync(join(ROOT, ".pre-commit-hooks.yaml"), "utf8")) as Hook[];

  it("run for what may be a template", () => {
    for (const { id, files } of hooks) {
      const pattern = new RegExp(files);
      for (const path of ["template.yaml", "a/b.yml", "cdk.out/Stack.template.json", "x.template"]) {
        assert.match(path, pattern, id);
      }
      for (const path of ["README.md", "src/main.ts", "yaml", "x.yaml.bak"]) {
        assert.doesNotMatch(path, pattern, id);
      }
    }
  });
});

describe("the hooks in a git repository", function () {
  this.timeout(INSTALL_MILLISECONDS);
  let folder = "";
  let shop: Repository;

  before(function () {
    const found = findProgram("pre-commit", "pre-commit", /^pre-commit (\S+)/);
    if (found.version === null) {
      assert.ok(
        process.env["CI"] === undefined || process.platform !== "linux",
        `pre-commit is needed in CI: ${found.reason}.`,
      );
      console.log(`    SKIPPED: ${found.reason}.`);
      return this.skip();
    }
    console.log(`    pre-commit ${found.version}`);
    folder = mkdtempSync(join(tmpdir(), "dynamodb-encryption-lint-hooks-"));
    const project = projectAsRepository(folder);
    shop = new Repository(join(folder, "shop"), join(folder, "store"));
    const hook = (id: string, stage: string): string =>
      `      - id: ${id}\n        args: [--fail-on=warning]\n        stages: [${stage}]\n`;
    shop.write(
      ".pre-commit-config.yaml",
      `repos:\n  - repo: ${project.folder}\n    rev: ${project.head()}\n    hooks:\n${hook("dynamodb-encryption-lint", "commit")}${hook("dynamodb-encryption-lint-all", "manual")}`,
    );
    shop.write("notes.md", "# Shop\n");
    shop.git("add", ".");
    shop.git("commit", "--quiet", "--message", "Begin");
    shop.run("pre-commit", "install", "--install-hooks");
  });
  after(() => {
    if (folder !== "") rmSync(folder, { recursive: true, force: true });
  });

  it("refuse a commit whose templates have findings, and say which", () => {
    shop.write("orders/template.yaml", TABLE);
    shop.git("add", ".");
    const { status, output } = shop.tries("git", "commit", "--message", "Add orders");
    assert.equal(status, 1, output);
    assert.match(output, /orders\/template\.yaml:3:11 warning require-customer-managed-key/);
    assert.equal(shop.count(), 1);
  });

  it("let a commit through once its templates have none", () => {
    shop.write("orders/template.yaml", UNDER_A_KEY);
    shop.git("add", ".");
    const { status, output } = shop.tries("git", "commit", "--message", "Add orders");
    assert.equal(status, 0, output);
    assert.match(output, /DynamoDB encryption of changed templates\.+Passed/);
    assert.equal(shop.count(), 2);
  });

  it("don't run for a commit without templates", () => {
    shop.write("notes.md", "# The shop\n");
    shop.git("add", ".");
    const { status, output } = shop.tries("git", "commit", "--message", "Say more");
    assert.equal(status, 0, output);
    assert.match(output, /no files to check/);
  });

  it("look at all templates where that is wanted", () => {
    shop.write("flags/template.yaml", TABLE.replace("Orders", "Flags"));
    shop.git("add", "flags");
    const all = [
      "run",
      "--hook-stage",
      "manual",
      "dynamodb-encryption-lint-all",
      "--files",
      "orders/template.yaml",
    ];
    const { status, output } = shop.tries("pre-commit", ...all);
    assert.equal(status, 1, output);
    assert.match(output, /flags\/template\.yaml:3:11 warning/);
  });
});

/** A git repository to try things in, with a store of hooks of its own. */
class Repository {
  constructor(
    readonly folder: string,
    private readonly store: string,
  ) {
    mkdirSync(folder, { recursive: true });
    this.git("init", "--quiet");
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text);
  }

  git(...argv: readonly string[]): string {
    return this.run("git", ...argv);
  }

  head(): string {
    return this.git("rev-parse", "HEAD").trim();
  }

  /** How many commits there are. */
  count(): number {
    return Number(this.git("rev-list", "--count", "HEAD"));
  }

  run(command: string, ...argv: readonly string[]): string {
    const { status, output } = this.tries(command, ...argv);
    assert.equal(status, 0, `${command} ${argv.join(" ")}\n${output}`);
    return output;
  }

  tries(command: string, ...argv: readonly string[]): { status: number | null; output: string } {
    const env = { ...process.env, PRE_COMMIT_HOME: this.store, PRE_COMMIT_COLOR: "never", ...IDENTITY };
    const { status, stdout, stderr } = spawnSync(command, argv, { cwd: this.folder, encoding: "utf8", env });
    return { status, output: stdout + stderr };
  }
}

const IDENTITY = {
  GIT_AUTHOR_NAME: "Test",
  GIT_AUTHOR_EMAIL: "test@example.com",
  GIT_COMMITTER_NAME: "Test",
  GIT_COMMITTER_EMAIL: "test@example.com",
};

/** The project as it stands here, changes included, as a repository that pre-commit can clone. */
function projectAsRepository(folder: string): Repository {
  const project = new Repository(join(folder, "project"), join(folder, "store"));
  const list = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const { status, stdout } = spawnSync("git", list, { cwd: ROOT, encoding: "utf8" });
  assert.equal(status, 0, "git lists the project's files");
  for (const path of new Set(stdout.split("\0").filter((one) => one !== ""))) {
    cpSync(join(ROOT, path), join(project.folder, path), { force: true });
  }
  project.git("add", "--all");
  project.git("commit", "--quiet", "--message", "As it stands");
  return project;
}
