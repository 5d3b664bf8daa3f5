import assert from "node:assert/strict";
import { chmodSync, mkdirSync, symlinkSync } from "node:fs";
import { removeWorkspaces, templatesIn, workspace, type Workspace } from "./workspace.js";

const TEMPLATE = "Orders: AWS::DynamoDB::Table\n";

describe("the files that are read", () => {
  afterEach(removeWorkspaces);

  async function found(files: Workspace, ...paths: string[]): Promise<string[]> {
    return templatesIn(await files.run([...paths, "--format=json"]));
  }

  function templates(...names: string[]): Workspace {
    return workspace(Object.fromEntries(names.map((name) => [name, TEMPLATE])));
  }

  it("are those of the working folder that have a template's name", async () => {
    const names = ["a.yaml", "b.yml", "c.json", "d.template", "e.jsonc", "f.template.txt", ".hidden/g.yaml"];
    const files = templates(...names, "h.txt", "i.ts", "node_modules/x/j.yaml", ".git/k.yaml");
    assert.deepEqual((await found(files)).sort(), [...names].sort());
  });

  it("are those of a folder, a file of any name, and a glob; each once", async () => {
    const files = templates(
      "one/a.yaml",
      "two/b.txt",
      "three/c.yaml",
      "three/d.yaml",
      "three/e.json",
      "f.yaml",
    );
    const paths = await found(files, "one", "two/b.txt", "three/*.yaml", "one/a.yaml");
    assert.deepEqual(paths, ["one/a.yaml", "two/b.txt", "three/c.yaml", "three/d.yaml"]);
  });

  it("have paths relative to the working folder, also outside it", async () => {
    const files = templates("a/b/x.yaml", "c/y.yaml");
    const ran = await files.run(["--format=json", ".", "../../c"], { cwd: files.path("a/b") });
    assert.deepEqual(templatesIn(ran), ["x.yaml", "../../c/y.yaml"]);
  });

  it("leave out what .gitignore names, nested files and negations included", async () => {
    const files = templates(
      "keep.yaml",
      "skip.yaml",
      "sub/skip.yaml",
      "sub/only-here.yaml",
      "only-here.yaml",
      "build/a.yaml",
      "app/build/b.yaml",
      "app/deep/anchored.yaml",
      "app/anchored.yaml",
      "odd [name]/x.yaml",
      "odd [name]/y.yaml",
    );
    files.write(".gitignore", "# comment\r\nskip.yaml\r\nbuild/\n");
    files.write("sub/.gitignore", "!skip.yaml\nonly-here.yaml\n");
    files.write("app/.gitignore", "!build/\n/anchored.yaml\n");
    files.write("odd [name]/.gitignore", "x.yaml\n");
    assert.deepEqual(await found(files), [
      "app/build/b.yaml",
      "app/deep/anchored.yaml",
      "keep.yaml",
      "odd [name]/y.yaml",
      "only-here.yaml",
      "sub/skip.yaml",
    ]);
  });

  it("follow the .gitignore of the repository's top also from a folder below it", async () => {
    const files = templates("app/a.yaml", "app/b.yaml");
    mkdirSync(files.path(".git"));
    files.write(".gitignore", "/app/b.yaml\n");
    assert.deepEqual(templatesIn(await files.run(["--format=json"], { cwd: files.path("app") })), ["a.yaml"]);
  });

  it("don't leave out what is ignored but named outright", async () => {
    const files = templates("out/a.yaml", "out/b.yaml", "node_modules/c.yaml");
    files.write(".gitignore", "out/\nnode_modules\n");
    assert.deepEqual(await found(files, "out/a.yaml", "node_modules"), ["out/a.yaml", "node_modules/c.yaml"]);
    assert.deepEqual(await found(files, "out"), ["out/a.yaml", "out/b.yaml"]);
    assert.deepEqual(await found(files, "**/*.yaml"), []);
  });

  it("are found in a folder named like a file", async () => {
    assert.deepEqual(await found(templates("x.yaml/y.yaml")), ["x.yaml/y.yaml"]);
  });

  it("take a file with a glob's characters in its name for that file", async () => {
    assert.deepEqual(await found(templates("a[1].yaml", "a1.yaml"), "a[1].yaml"), ["a[1].yaml"]);
  });

  it("include linked files once, and no linked folder, so links can't go round in circles", async () => {
    const files = templates("real/a.yaml", "elsewhere.txt");
    symlinkSync("a.yaml", files.path("real/b.yaml"));
    symlinkSync("../elsewhere.txt", files.path("real/c.yaml"));
    symlinkSync("..", files.path("real/loop"));
    symlinkSync("self.yaml", files.path("real/self.yaml"));
    symlinkSync("nowhere", files.path("real/broken.yaml"));
    const ran = await files.run(["--format=json", "real"]);
    assert.deepEqual(templatesIn(ran), ["real/a.yaml", "real/c.yaml"]);
    assert.match(ran.stderr, /real\/broken\.yaml: The symbolic link leads nowhere\./);
    assert.match(ran.stderr, /real\/self\.yaml: Can't be read: its symbolic links go round in circles\./);
  });

  describe("of a CDK app", () => {
    const manifest = (artifacts: object): string => JSON.stringify({ version: "55.0.0", artifacts });
    const stack = (templateFile: string): object => ({
      type: "aws:cloudformation:stack",
      properties: { templateFile },
    });

    function app(output = "cdk.out", settings: object = { app: "npx ts-node bin/app.ts" }): Workspace {
      const nested = JSON.stringify({
        Resources: {
          Orders: { Type: "AWS::DynamoDB::Table" },
          Nested: {
            Type: "AWS::CloudFormation::Stack",
            Metadata: { "aws:asset:path": "Nested.nested.template.json" },
          },
        },
      });
      return workspace({
        ".gitignore": "cdk.out\nout\n",
        "cdk.json": JSON.stringify(settings),
        [`${output}/manifest.json`]: manifest({
          One: stack("One.template.json"),
          "assembly-Prod": { type: "cdk:cloud-assembly", properties: { directoryName: "assembly-Prod" } },
          Tree: { type: "cdk:tree", properties: { file: "tree.json" } },
        }),
        [`${output}/One.template.json`]: nested,
        [`${output}/Nested.nested.template.json`]: TEMPLATE,
        [`${output}/Stale.template.json`]: TEMPLATE,
        [`${output}/assembly-Prod/manifest.json`]: manifest({ Two: stack("Two.template.json") }),
        [`${output}/assembly-Prod/Two.template.json`]: TEMPLATE,
      });
    }

    const expected = ["One.template.json", "Nested.nested.template.json", "assembly-Prod/Two.template.json"];

    it("are those of its assembly's manifest, also where git ignores them", async () => {
      assert.deepEqual(
        await found(app()),
        expected.map((name) => `cdk.out/${name}`),
      );
    });

    it("are looked for where cdk.json says", async () => {
      const files = app("build/out", { output: "build/out" });
      assert.deepEqual(
        await found(files),
        expected.map((name) => `build/out/${name}`),
      );
      const given = app("out", { app: "out" });
      assert.deepEqual(
        await found(given, "cdk.json"),
        expected.map((name) => `out/${name}`),
      );
    });

    it("never lie outside the assembly", async () => {
      const files = workspace({
        "secret.json": TEMPLATE,
        "app/cdk.json": "{}",
        "app/cdk.out/manifest.json": manifest({ A: stack("../../secret.json"), B: stack("linked.json") }),
        "app/cdk.out/x.txt": "",
      });
      symlinkSync("../../secret.json", files.path("app/cdk.out/linked.json"));
      const ran = await files.run(["--format=json", "app/cdk.json"]);
      assert.equal(ran.code, 2);
      const [first, second] = (JSON.parse(ran.stdout) as { files: { path: string; problems: object[] }[] })
        .files;
      assert.deepEqual(first, {
        path: "app/cdk.out/manifest.json",
        dialect: null,
        problems: [
          { message: "'../../secret.json' lies outside the assembly, so it isn't read.", line: 1, column: 1 },
        ],
      });
      assert.equal(second?.path, "app/cdk.out/manifest.json");
    });

    it("aren't there before the first synthesis, which is said", async () => {
      const ran = await workspace({ "a/cdk.json": "{}", "b/cdk.json": "{}" }).run([]);
      assert.equal(ran.code, 0);
      assert.match(ran.stderr, /a\/cdk\.json \(and 1 more\): no synthesised assembly yet; run 'cdk synth'/);
    });

    it("are no reason to fail where cdk.json or the manifest is broken", async () => {
      const files = workspace({ "cdk.json": "{ no", "cdk.out/manifest.json": "[" });
      const ran = await files.run([]);
      assert.equal(ran.code, 2);
      assert.match(ran.stdout, /cdk\.out\/manifest\.json problem\n +This is no manifest of a CDK assembly/);
    });
  });

  it("are a problem where a folder or file may not be read", async function () {
    if (process.platform === "win32" || process.getuid?.() === 0) return this.skip();
    const files = templates("a.yaml", "closed/b.yaml", "c.yaml");
    chmodSync(files.path("closed"), 0o000);
    chmodSync(files.path("c.yaml"), 0o000);
    const ran = await files.run([]);
    chmodSync(files.path("closed"), 0o700);
    assert.equal(ran.code, 2);
    assert.match(ran.stdout, /c\.yaml problem\n +Can't be read: no permission\./);
    assert.match(ran.stdout, /closed problem\n +The folder can't be read: no permission\./);
  });
});
