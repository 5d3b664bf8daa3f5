import assert from "node:assert/strict";
import * as service from "../../server/src/service.js";
import { removeWorkspaces, workspace, type Ran, type Workspace } from "./workspace.js";

const TEMPLATE = `Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      SSESpecification:
        SSEEnabled: true
        SSEType: KMS
        KMSMasterKeyId: !GetAtt OrdersKey.Arn
  OrdersKey:
    Type: AWS::KMS::Key
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      PendingWindowInDays: 30
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: { AWS: !Sub "arn:\${AWS::Partition}:iam::\${AWS::AccountId}:root" }
            Action: kms:*
            Resource: "*"
`;

const CONFIG = ".dynamodb-encryption-lint.yaml";
const ROTATION = "require-key-rotation";

interface JsonReport {
  readonly files: readonly {
    readonly path: string;
    readonly problems: readonly {
      readonly message: string;
      readonly line: number;
      readonly column: number;
    }[];
  }[];
  readonly findings: readonly { readonly path: string; readonly rule: string; readonly severity: string }[];
}

function lint(space: Workspace, ...argv: readonly string[]): Promise<Ran> {
  return space.run(argv, { analyser: service });
}

/** The findings by file, as `rule severity`. */
async function findingsIn(
  space: Workspace,
  ...argv: readonly string[]
): Promise<Record<string, readonly string[]>> {
  const { stdout, stderr } = await lint(space, "--format", "json", ...argv);
  assert.doesNotMatch(stderr, /fault/);
  const { files, findings } = JSON.parse(stdout) as JsonReport;
  const of = (path: string): readonly string[] =>
    findings.filter((one) => one.path === path).map(({ rule, severity }) => `${rule} ${severity}`);
  return Object.fromEntries(files.map(({ path }) => [path, of(path)]));
}

describe("a project's configuration on the command line", () => {
  after(removeWorkspaces);

  it("sets severities, for some files otherwise than for the rest, and the command line wins", async () => {
    const config = `rules: { ${ROTATION}: info }\noverrides:\n  - files: prod\n    rules: { ${ROTATION}: error }\n`;
    const space = workspace({ [CONFIG]: config, "dev.yaml": TEMPLATE, "prod/a.yaml": TEMPLATE });
    assert.deepEqual(await findingsIn(space), {
      "dev.yaml": [`${ROTATION} info`],
      "prod/a.yaml": [`${ROTATION} error`],
    });
    assert.equal((await lint(space, "dev.yaml")).code, 0);
    assert.equal((await lint(space, "prod")).code, 1);
    assert.deepEqual(await findingsIn(space, "--rule", `${ROTATION}=off`), {
      "dev.yaml": [],
      "prod/a.yaml": [],
    });
  });

  it("is the nearest one, and replaces those above it", async () => {
    const space = workspace({
      [CONFIG]: `rules: { ${ROTATION}: off }\n`,
      "a.yaml": TEMPLATE,
      "services/x/package.json": `{ "dynamodb-encryption-lint": { "rules": { "${ROTATION}": "error" } } }`,
      "services/x/stacks/b.yaml": TEMPLATE,
      "services/y/.dynamodb-encryption-lint.json": "{}",
      "services/y/c.yaml": TEMPLATE,
    });
    assert.deepEqual(await findingsIn(space), {
      "a.yaml": [],
      "services/x/stacks/b.yaml": [`${ROTATION} error`],
      "services/y/c.yaml": [`${ROTATION} warning`],
    });
  });

  it("is looked for above the working folder, up to the top of the repository", async () => {
    const space = workspace({
      [CONFIG]: `rules: { ${ROTATION}: off }\n`,
      "repo/a.yaml": TEMPLATE,
      "repo/deep/b.yaml": TEMPLATE,
    });
    const inDeep = async (): Promise<string> => {
      const options = { analyser: service, cwd: space.path("repo/deep") };
      return (await space.run(["b.yaml"], options)).stdout;
    };
    assert.doesNotMatch(await inDeep(), /never rotates|rotat/);
    space.write("repo/.git/HEAD", "ref: refs/heads/main\n");
    assert.match(await inDeep(), new RegExp(ROTATION));
  });

  it("leaves files out, and says so of one that is named outright", async () => {
    const space = workspace({
      [CONFIG]: "ignore: [legacy/]\n",
      "a.yaml": TEMPLATE,
      "legacy/b.yaml": TEMPLATE,
    });
    assert.deepEqual(Object.keys(await findingsIn(space)), ["a.yaml"]);
    const { code, stderr } = await lint(space, "legacy/b.yaml");
    assert.equal(code, 0);
    assert.match(stderr, /^legacy\/b\.yaml: \.dynamodb-encryption-lint\.yaml ignores it\.$/m);
    const { stderr: quiet } = await lint(space, "legacy");
    assert.doesNotMatch(quiet, /ignores it/);
    const piped = await space.run(["-", "--stdin-filename", "legacy/b.yaml"], {
      analyser: service,
      stdin: TEMPLATE,
    });
    assert.match(piped.stderr, /ignores it/);
  });

  it("still follows what other templates take from a file that is left out", async () => {
    const key = `${TEMPLATE}Outputs:\n  Key:\n    Value: !GetAtt OrdersKey.Arn\n    Export: { Name: orders-key }\n`;
    const table = `Resources:
  Carts:
    Type: AWS::DynamoDB::Table
    Properties:
      SSESpecification:
        SSEEnabled: true
        SSEType: KMS
        KMSMasterKeyId: !ImportValue orders-key
`;
    const space = workspace({
      [CONFIG]: "ignore: keys\nreportUndecided: true\n",
      "keys/k.yaml": key,
      "t.yaml": table,
    });
    assert.deepEqual(await findingsIn(space), { "t.yaml": [] });
  });

  it("says what is wrong in it at its place, goes on with the default, and ends with code 2", async () => {
    const space = workspace({ [CONFIG]: `rules:\n  ${ROTATION}: warn\n`, "a.yaml": TEMPLATE });
    const { code, stdout } = await lint(space, "--format", "json");
    const report = JSON.parse(stdout) as JsonReport;
    const [config] = report.files;
    assert.equal(code, 2);
    assert.equal(config?.path, CONFIG);
    assert.deepEqual([config.problems[0]?.line, config.problems[0]?.column], [2, 25]);
    assert.match(config.problems[0]?.message ?? "", /must be error, warning, info or off, not 'warn'/);
    assert.equal(report.findings[0]?.severity, "warning");
    const text = (await lint(space)).stdout;
    assert.match(text, /\.dynamodb-encryption-lint\.yaml/);
    assert.match(text, /2:25/);
  });

  it("gives parameters, Regions and accounts by path", async () => {
    const template = TEMPLATE.replace(
      "Resources:",
      "Parameters:\n  Window: { Type: Number, Default: 30 }\nResources:",
    ).replace("PendingWindowInDays: 30", "PendingWindowInDays: !Ref Window\n      EnableKeyRotation: true");
    const config = "overrides:\n  - files: short\n    parameters: { Window: 7 }\n";
    const space = workspace({ [CONFIG]: config, "long/a.yaml": template, "short/b.yaml": template });
    assert.deepEqual(await findingsIn(space), {
      "long/a.yaml": [],
      "short/b.yaml": ["require-deletion-window info"],
    });
  });

  it("names parameter files relative to itself, for the templates that it is nearest to", async () => {
    const template = TEMPLATE.replace(
      "Resources:",
      "Parameters:\n  Window: { Type: Number, Default: 30 }\nResources:",
    ).replace("PendingWindowInDays: 30", "PendingWindowInDays: !Ref Window\n      EnableKeyRotation: true");
    const space = workspace({
      [`a/${CONFIG}`]: "parameterFiles: [parameters/*.json]\n",
      "a/parameters/dev.json": '{ "Window": "7" }',
      "a/x.yaml": template,
      "b/y.yaml": template,
    });
    const expected = { "a/x.yaml": ["require-deletion-window info"], "b/y.yaml": [] };
    assert.deepEqual(await findingsIn(space), expected);
    const options = { analyser: service, cwd: space.path("a") };
    const { stdout } = await space.run(["x.yaml"], options);
    assert.match(stdout, /require-deletion-window/);
  });

  it("names the frameworks of every template's own configuration in the report", async () => {
    const space = workspace({
      [`a/${CONFIG}`]: "frameworks: [hipaa]\n",
      "a/t.yaml": TEMPLATE,
      "b/t.yaml": TEMPLATE,
    });
    const { stdout } = await lint(space, "--format", "sarif");
    const { runs } = JSON.parse(stdout) as {
      readonly runs: readonly { readonly taxonomies?: readonly { readonly name: string }[] }[];
    };
    assert.deepEqual(
      runs[0]?.taxonomies?.map(({ name }) => name),
      ["HIPAA Security Rule"],
    );
  });

  it("says which parameter files aren't there", async () => {
    const space = workspace({
      [CONFIG]: "parameterFiles: { stacks/a.yaml: [p/prod.json, 'q/*.json', p/dev.json] }\n",
      "stacks/a.yaml": TEMPLATE,
      "p/dev.json": "{}",
    });
    const { stderr } = await lint(space);
    assert.deepEqual(stderr.split("\n"), [
      "There is no file p/prod.json, which 'parameterFiles' names.",
      "There is no file q/*.json, which 'parameterFiles' names.",
      "",
    ]);
  });

  it("judges each of two linked templates by its own settings", async () => {
    const keys = TEMPLATE.replace(
      "PendingWindowInDays: 30",
      "PendingWindowInDays: 30\n      EnableKeyRotation: true\n      Enabled: !If [On, true, false]",
    )
      .replace(
        "Resources:",
        "Parameters:\n  State: { Type: String }\nConditions:\n  On: !Equals [!Ref State, on]\nResources:",
      )
      .concat("Outputs:\n  Key:\n    Value: !GetAtt OrdersKey.Arn\n    Export: { Name: orders-key }\n");
    const table = `Parameters:
  State: { Type: String }
Resources:
  Carts:
    Type: AWS::DynamoDB::Table
    Properties:
      SSESpecification: { SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: !ImportValue orders-key }
`;
    const space = workspace({
      [`keys/${CONFIG}`]: "parameters: { State: on }\n",
      "keys/k.yaml": keys,
      [`tables/${CONFIG}`]: "parameters: { State: off }\n",
      "tables/t.yaml": table,
    });
    assert.deepEqual(await findingsIn(space), { "keys/k.yaml": [], "tables/t.yaml": [] });
    space.write(`keys/${CONFIG}`, "parameters: { State: off }\n");
    space.write(`tables/${CONFIG}`, "parameters: { State: on }\n");
    const changed = await findingsIn(space);
    assert.ok(
      changed["tables/t.yaml"]?.some((one) => one.startsWith("valid-table-key ")),
      JSON.stringify(changed),
    );
  });
});

describe("--config and --no-config", () => {
  after(removeWorkspaces);

  it("take one file for all templates, whose paths are relative to the working folder", async () => {
    const space = workspace({
      [CONFIG]: `rules: { ${ROTATION}: error }\n`,
      "ci/lint.yaml": `rules: { ${ROTATION}: info }\nignore: legacy\n`,
      "a.yaml": TEMPLATE,
      "legacy/b.yaml": TEMPLATE,
    });
    assert.deepEqual(await findingsIn(space, "--config", "ci/lint.yaml"), { "a.yaml": [`${ROTATION} info`] });
    assert.deepEqual(Object.values(await findingsIn(space, "--no-config")), [
      [`${ROTATION} warning`],
      [`${ROTATION} warning`],
    ]);
  });

  for (const [argv, said] of [
    [["--config", "none.yaml"], /none\.yaml: the configuration can't be read/],
    [["--config", "package.json"], /package\.json: there is no configuration in it/],
    [["--config", "x", "--no-config"], /--config and --no-config don't go together/],
  ] as const) {
    it(`are used wrongly as ${argv.join(" ")}`, async () => {
      const space = workspace({ "package.json": "{}", "a.yaml": TEMPLATE });
      const { code, stderr } = await lint(space, ...argv);
      assert.equal(code, 2);
      assert.match(stderr, said);
    });
  }
});

describe("--print-config", () => {
  after(removeWorkspaces);

  interface Printed {
    readonly path: string;
    readonly config: string | null;
    readonly ignored: boolean;
    readonly settings: { readonly rules: Record<string, unknown>; readonly region: string };
  }

  async function printed(space: Workspace, ...argv: readonly string[]): Promise<Printed> {
    const { code, stdout } = await lint(space, ...argv);
    assert.equal(code, 0);
    return JSON.parse(stdout) as Printed;
  }

  it("shows the complete settings of a path, and where they come from", async () => {
    const config = "region: eu-west-1\noverrides:\n  - files: prod\n    region: eu-central-1\nignore: old\n";
    const space = workspace({ [CONFIG]: config });
    const prod = await printed(space, "--print-config", "prod/a.yaml");
    assert.deepEqual([prod.path, prod.config, prod.ignored], ["prod/a.yaml", CONFIG, false]);
    assert.equal(prod.settings.region, "eu-central-1");
    assert.deepEqual(
      Object.keys(prod.settings.rules),
      service.rules.map(({ id }) => id),
    );
    assert.equal((await printed(space, "--print-config=old/a.yaml")).ignored, true);
    const overridden = await printed(space, "--print-config", "a.yaml", "--region", "us-east-1");
    assert.equal(overridden.settings.region, "us-east-1");
    assert.equal((await printed(space, "--print-config", "a.yaml", "--no-config")).config, null);
  });

  it("shows what holds for a folder", async () => {
    const space = workspace({
      [CONFIG]: "overrides: [{ files: prod, region: eu-central-1 }]\n",
      "prod/a.yaml": TEMPLATE,
    });
    const prod = await printed(space, "--print-config", "prod");
    assert.deepEqual([prod.path, prod.config, prod.settings.region], ["prod/", CONFIG, "eu-central-1"]);
    const all = await printed(space, "--print-config", ".");
    assert.deepEqual([all.path, all.config, all.settings.region], ["./", CONFIG, ""]);
  });

  it("says what is wrong in the file like a compiler, and ends with code 2", async () => {
    const space = workspace({ [CONFIG]: "\nregion: europe\n" });
    const { code, stdout, stderr } = await lint(space, "--print-config", "a.yaml");
    assert.equal(code, 2);
    assert.equal((JSON.parse(stdout) as Printed).settings.region, "");
    assert.equal(
      stderr,
      `${CONFIG}:2:9 The setting 'region' can't be 'europe': a Region looks like eu-west-1.\n`,
    );
  });
});
