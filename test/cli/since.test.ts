import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { delimiter, join } from "node:path";
import { Ajv, type AnySchema } from "ajv";
import * as service from "../../server/src/service.js";
import { removeWorkspaces, workspace, type Ran, type RunOptions, type Workspace } from "./workspace.js";

const TABLE = "    Type: AWS::DynamoDB::Table\n";
const OLD = `Resources:\n  First:\n${TABLE}  Second:\n${TABLE}`;

/** A key that is exported, and a table in another template that imports it. */
const KEYS = `Resources:
  Key:
    Type: AWS::KMS::Key
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      Enabled: true
      EnableKeyRotation: true
Outputs:
  Arn:
    Value: !GetAtt Key.Arn
    Export: { Name: table-key }
`;
const TABLES = `Resources:
  Orders:
${TABLE}    Properties:
      SSESpecification:
        SSEEnabled: true
        SSEType: KMS
        KMSMasterKeyId: !ImportValue table-key
`;

function git(files: Workspace, ...args: readonly string[]): string {
  const identity = [
    "-c",
    "user.name=Test",
    "-c",
    "user.email=test@example.com",
    "-c",
    "commit.gpgsign=false",
  ];
  return execFileSync("git", [...identity, ...args], {
    cwd: files.folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** A folder whose files are committed on the branch `main`. */
function repository(content: Readonly<Record<string, string>>): Workspace {
  const files = workspace(content);
  git(files, "init", "--quiet", "--initial-branch=main");
  commit(files);
  return files;
}

function commit(files: Workspace): void {
  git(files, "add", "--all");
  git(files, "commit", "--quiet", "--allow-empty", "--message=change");
}

function lint(files: Workspace, argv: readonly string[], options: RunOptions = {}): Promise<Ran> {
  return files.run(argv, { analyser: service, ...options });
}

/** What is found, by path and resource. */
async function found(files: Workspace, argv: readonly string[], options: RunOptions = {}): Promise<string[]> {
  const ran = await lint(files, ["--format=json", ...argv], options);
  assert.notEqual(ran.stdout, "", ran.stderr);
  const { findings } = JSON.parse(ran.stdout) as { findings: { path: string; resource: string }[] };
  return findings.map(({ path, resource }) => `${path} ${resource}`);
}

describe("only what has changed since a commit", () => {
  afterEach(removeWorkspaces);

  it("is nothing where nothing has changed, and the run says what it leaves out", async () => {
    const files = repository({ "a.yaml": OLD });
    const ran = await lint(files, ["--since", "main"]);
    assert.equal(ran.code, 0);
    assert.match(ran.stdout, /^No findings since main\.$/m);
    assert.equal(ran.stderr, "2 findings that were there before aren't reported (--since main).\n");
  });

  it("is what stands on resources that say something else, committed, staged or neither", async () => {
    const files = repository({ "a.yaml": OLD });
    const other = OLD.replace(`Second:\n${TABLE}`, `Second:\n${TABLE}    DeletionPolicy: Retain\n`);
    files.write("a.yaml", other);
    assert.deepEqual(await found(files, ["--since=main"]), ["a.yaml Second"]);
    git(files, "add", "--all");
    assert.deepEqual(await found(files, ["--since=main"]), ["a.yaml Second"]);
    git(files, "commit", "--quiet", "--message=change");
    assert.deepEqual(await found(files, ["--since=main~1"]), ["a.yaml Second"]);
    assert.deepEqual(await found(files, ["--since=main"]), []);
  });

  it("is not what was only moved, indented or commented", async () => {
    const files = repository({ "a.yaml": OLD });
    files.write(
      "a.yaml",
      `# More\nResources:\n    Second:\n        # Why\n        Type: "AWS::DynamoDB::Table"\n\n    First: { Type: AWS::DynamoDB::Table }\n`,
    );
    assert.deepEqual(await found(files, ["--since=main"]), []);
  });

  it("is everything in a file that git doesn't know, and in one that is new", async () => {
    const files = repository({ "a.yaml": OLD, ".gitignore": "ignored.yaml\n" });
    files.write("b.yaml", OLD);
    files.write("ignored.yaml", OLD);
    const expected = ["b.yaml First", "b.yaml Second"];
    assert.deepEqual(await found(files, ["--since=main"]), expected);
    assert.deepEqual(await found(files, ["--since=main", "ignored.yaml"]), [
      "ignored.yaml First",
      "ignored.yaml Second",
    ]);
    commit(files);
    assert.deepEqual(await found(files, ["--since=HEAD~1"]), expected);
  });

  it("is what a change elsewhere has brought: the key of another template", async () => {
    const files = repository({ "keys.yaml": KEYS, "tables.yaml": TABLES });
    assert.deepEqual(await found(files, []), []);
    files.write("keys.yaml", KEYS.replace("Enabled: true", "Enabled: false"));
    assert.deepEqual(await found(files, ["--since=main"]), ["tables.yaml Orders"]);
  });

  it("is not what a template that is gone had brought already", async () => {
    const disabled = KEYS.replace("Enabled: true", "Enabled: false");
    const files = repository({ "keys.yaml": disabled, "tables.yaml": TABLES, "more.yaml": OLD });
    assert.deepEqual(await found(files, ["tables.yaml", "keys.yaml"]), ["tables.yaml Orders"]);
    rmSync(files.path("keys.yaml"));
    files.write("more.yaml", disabled.replace("Resources:", OLD.trimEnd()));
    assert.deepEqual(await found(files, ["tables.yaml", "more.yaml"]), [
      "tables.yaml Orders",
      "more.yaml First",
      "more.yaml Second",
    ]);
    assert.deepEqual(await found(files, ["--since=main"]), []);
  });

  it("is what a suppression held that is gone", async () => {
    const hushed = `Resources:\n  # dynamodb-encryption-ignore require-customer-managed-key -- for now\n  First:\n${TABLE}`;
    const files = repository({ "a.yaml": hushed });
    assert.deepEqual(await found(files, ["--since=main"]), []);
    files.write("a.yaml", hushed.replace(/ {2}#.*\n/, ""));
    assert.deepEqual(await found(files, ["--since=main"]), ["a.yaml First"]);
  });

  it("follows files that are renamed", async () => {
    const long = `${OLD}    Properties:\n      TableName: orders\n      BillingMode: PAY_PER_REQUEST\n`;
    const files = repository({ "a.yaml": long });
    mkdirSync(files.path("sub"));
    git(files, "mv", "a.yaml", "sub/b.yaml");
    assert.deepEqual(await found(files, ["--since=main"]), []);
    files.write("sub/b.yaml", long.replace("TableName: orders", "TableName: sales"));
    assert.deepEqual(await found(files, ["--since=main"]), ["sub/b.yaml Second"]);
  });

  it("judges a file that was moved with the settings of where it lay", async () => {
    const disabled = KEYS.replace("Enabled: true", "Enabled: false");
    const files = repository({
      "us/keys.yaml": disabled,
      "eu/tables.yaml": TABLES,
      ".dynamodb-encryption-lint.yaml":
        "overrides: [{ files: us, region: us-east-1 }, { files: eu, region: eu-west-1 }]\n",
    });
    assert.deepEqual(await found(files, []), []);
    git(files, "mv", "us/keys.yaml", "eu/keys.yaml");
    assert.deepEqual(await found(files, ["--since=main"]), ["eu/tables.yaml Orders"]);
  });

  it("judges a file that is gone with the settings of where it lay", async () => {
    const disabled = KEYS.replace("Enabled: true", "Enabled: false");
    const files = repository({
      "us/keys.yaml": disabled,
      "eu/tables.yaml": TABLES,
      ".dynamodb-encryption-lint.yaml":
        "overrides: [{ files: us, region: us-east-1 }, { files: eu, region: eu-west-1 }]\n",
    });
    rmSync(files.path("us/keys.yaml"));
    files.write("eu/more.yaml", disabled.replace("Resources:", OLD.trimEnd()));
    assert.ok((await found(files, ["--since=main"])).includes("eu/tables.yaml Orders"));
  });

  it("looks where links lead", async () => {
    const files = repository({ "tables.yaml": OLD });
    symlinkSync("tables.yaml", files.path("link.yaml"));
    commit(files);
    assert.deepEqual(await found(files, ["--since=main", "link.yaml"]), []);
    files.write("tables.yaml", OLD.replace("Second", "Third"));
    assert.deepEqual(await found(files, ["--since=main", "link.yaml"]), ["link.yaml Third"]);
    assert.deepEqual(await found(files, ["--since=main"]), ["tables.yaml Third"]);
  });

  it("takes any path: spaces, umlauts, a line end, a dash in front, stars", async () => {
    const names = ["with space/ä ö.yaml", "line\nend.yaml", "-dash.yaml", "st*r[1].yaml", "日本.yaml"];
    const files = repository(Object.fromEntries(names.map((name) => [name, OLD])));
    assert.deepEqual(await found(files, ["--since=main"]), []);
    for (const name of names) files.write(name, OLD.replace("Second", "Third"));
    const expected = names.map((name) => `${name} Third`).sort();
    assert.deepEqual((await found(files, ["--since=main"])).sort(), expected);
  });

  it("is the same from a folder of the repository, and for files beside it", async () => {
    const files = repository({ "in/a.yaml": OLD, "out/b.yaml": OLD });
    files.write("in/a.yaml", OLD.replace("Second", "Third"));
    files.write("out/b.yaml", OLD.replace("First", "Third"));
    const cwd = files.path("in");
    assert.deepEqual(await found(files, ["--since=main"], { cwd }), ["a.yaml Third"]);
    assert.deepEqual(await found(files, ["--since=main", ".", "../out"], { cwd }), [
      "a.yaml Third",
      "../out/b.yaml Third",
    ]);
  });

  it("counts from where the branches parted", async () => {
    const files = repository({ "a.yaml": OLD, "b.yaml": OLD });
    git(files, "switch", "--quiet", "--create", "feature");
    files.write("a.yaml", OLD.replace("Second", "Third"));
    commit(files);
    git(files, "switch", "--quiet", "main");
    files.write("b.yaml", OLD.replace("Second", "Elsewhere"));
    commit(files);
    git(files, "switch", "--quiet", "feature");
    assert.deepEqual(await found(files, ["--since=main"]), ["a.yaml Third"]);
  });

  it("judges the standard input by the file whose name it has", async () => {
    const files = repository({ "a.yaml": OLD });
    const stdin = OLD.replace("Second", "Third");
    const argv = ["--since=main", "-", "--stdin-filename=a.yaml"];
    assert.deepEqual(await found(files, argv, { stdin }), ["a.yaml Third"]);
    assert.deepEqual(await found(files, argv, { stdin: OLD }), []);
    assert.equal((await found(files, ["--since=main", "-"], { stdin })).length, 2);
  });

  it("goes with a baseline: what is old there doesn't count, and isn't gone", async () => {
    const files = repository({ "a.yaml": OLD });
    await lint(files, ["--write-baseline"]);
    files.write("a.yaml", OLD.replace(`Second:\n${TABLE}`, `Second:\n${TABLE}    DeletionPolicy: Retain\n`));
    const ran = await lint(files, ["--since=main", "--baseline"]);
    assert.equal(ran.code, 0);
    assert.match(ran.stdout, /^No new findings since main\. 1 finding is in the baseline\.$/m);
    assert.equal(ran.stderr, "");
  });

  it("is what every format shows", async () => {
    const files = repository({ "a.yaml": OLD });
    files.write("a.yaml", OLD.replace("Second", "Third"));
    const formats = [
      "text",
      "json",
      "sarif",
      "github",
      "gitlab",
      "junit",
      "checkstyle",
      "csv",
      "html",
      "markdown",
    ];
    for (const format of formats) {
      const { stdout, code } = await lint(files, ["--since=main", `--format=${format}`]);
      assert.equal(code, 1, format);
      assert.match(stdout, /[Tt]able (?:'|&apos;|&#39;|\\?')Third/, format);
      assert.doesNotMatch(stdout, /[Tt]able (?:'|&apos;|&#39;)First/, format);
    }
    const schema = readFileSync(join(import.meta.dirname, "../../docs/json-output.schema.json"), "utf8");
    const validate = new Ajv({ allowUnionTypes: true }).compile(JSON.parse(schema) as AnySchema);
    const { stdout } = await lint(files, ["--since=main", "--format=json"]);
    assert.ok(validate(JSON.parse(stdout)), JSON.stringify(validate.errors));
    const { since } = JSON.parse((await lint(files, ["--since=main", "--format=json"])).stdout) as {
      since: unknown;
    };
    assert.deepEqual(since, { ref: "main", commit: git(files, "rev-parse", "main").trim(), hidden: 1 });
    assert.match(
      (await lint(files, ["--since=main", "--format=markdown"])).stdout,
      /Only findings since main are shown\./,
    );
  });
});

describe("what git can't tell", () => {
  afterEach(removeWorkspaces);

  async function refused(files: Workspace, argv: readonly string[], message: RegExp): Promise<void> {
    const ran = await lint(files, argv);
    assert.deepEqual([ran.code, ran.stdout], [2, ""]);
    assert.match(ran.stderr, message);
  }

  it("is said outside of a repository", async () => {
    await refused(
      workspace({ "a.yaml": OLD }),
      ["--since=main"],
      /--since needs a git repository here: not a git repo/,
    );
  });

  it("is said for a ref that isn't there, with one that is", async () => {
    const files = repository({ "a.yaml": OLD });
    await refused(files, ["--since=nowhere"], /no commit, branch or tag 'nowhere'\.\n/);
    git(files, "update-ref", "refs/remotes/origin/release", "HEAD");
    await refused(files, ["--since=release"], /'release'\. Did you mean 'origin\/release'\?/);
  });

  it("is said for a repository without a commit", async () => {
    const files = workspace({ "a.yaml": OLD });
    git(files, "init", "--quiet");
    await refused(files, ["--since=HEAD"], /no commit, branch or tag 'HEAD'/);
  });

  it("is said for what would be an option to git, and git isn't given it as one", async () => {
    const files = repository({ "a.yaml": OLD });
    for (const ref of ["--output=stolen", "--all", "-h", "main --all", "$(touch stolen)", ":/change;x"]) {
      await refused(files, [`--since=${ref}`], /no commit, branch or tag/);
    }
    assert.throws(() => files.read("stolen"), /ENOENT/);
  });

  it("is said in a clone that is too shallow", async () => {
    const files = repository({ "a.yaml": OLD });
    git(files, "switch", "--quiet", "--create", "feature");
    commit(files);
    commit(files);
    const clone = workspace();
    git(clone, "clone", "--quiet", "--depth=1", "--no-single-branch", `file://${files.folder}`, ".");
    await refused(
      clone,
      ["--since=origin/main"],
      /too shallow to tell where HEAD left 'origin\/main'\. Fetch more/,
    );
    await refused(clone, ["--since=HEAD~1"], /'HEAD~1'\. This clone is shallow\. Fetch more/);
    git(clone, "fetch", "--quiet", "--unshallow");
    assert.equal((await lint(clone, ["--since=origin/main"])).code, 0);
  });

  it("is said where there is no git", async () => {
    const files = repository({ "a.yaml": OLD });
    const path = process.env["PATH"];
    process.env["PATH"] = [files.path("nothing"), files.path("here")].join(delimiter);
    try {
      await refused(files, ["--since=main"], /there is no program 'git'/);
    } finally {
      process.env["PATH"] = path;
    }
  });
});
