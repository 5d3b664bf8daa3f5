import assert from "node:assert/strict";
import { cpSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import * as service from "../../server/src/service.js";
import { removeWorkspaces, workspace, type Ran, type Workspace } from "./workspace.js";

const FIXTURES = join(import.meta.dirname, "../fixtures/links");

interface Output {
  readonly files: readonly {
    readonly path: string;
    readonly problems: readonly { readonly line: number }[];
  }[];
  readonly findings: readonly { readonly rule: string; readonly path: string }[];
  readonly tables: readonly {
    readonly cases: readonly { readonly key: string; readonly keyAt: unknown }[];
  }[];
  readonly keys: readonly {
    readonly path: string;
    readonly usedBy: readonly unknown[];
    readonly usable: unknown;
  }[];
}

describe("the templates of one run", () => {
  afterEach(removeWorkspaces);

  it("are linked with one another, whatever their order", async () => {
    const { tables, keys, findings } = output(await json(copyOf("nested-output-to-sibling")));
    assert.deepEqual(tables[0]?.cases[0]?.keyAt, { path: "keys.yaml", resource: "TableKey" });
    assert.deepEqual(keys, [
      {
        path: "keys.yaml",
        resource: "TableKey",
        type: "AWS::KMS::Key",
        region: null,
        usable: false,
        rotation: true,
        retained: true,
        usedBy: [{ path: "tables.yaml", resource: "Orders", replica: null }],
      },
    ]);
    assert.deepEqual(
      findings.map(({ rule }) => rule),
      ["valid-table-key"],
    );
  });

  it("are named in the list of tables, unless there is more to say of a table", async () => {
    const files = copyOf("export");
    const list = async (): Promise<string> =>
      (await files.run(["--no-color"], { analyser: service })).stdout.replace(/^[^]*\nTables\n/, "");
    assert.match(await list(), /customer managed key TableKey of keys\.yaml$/m);
    files.write("tables.yaml", files.read("tables.yaml").replace(/^ +SSEType: KMS\n/m, ""));
    assert.match(await list(), /invalid: KMSMasterKeyId is given without SSEType: KMS$/m);
  });

  it("are those that were named: a lone table's key isn't in reach", async () => {
    const { tables, keys } = output(await json(copyOf("export"), "tables.yaml"));
    assert.deepEqual([tables[0]?.cases[0]?.key, tables[0]?.cases[0]?.keyAt, keys], ["undecided", null, []]);
  });

  it("bring in the local files they name, though nobody named those", async () => {
    const { tables } = output(await json(copyOf("nested-output"), "app.yaml"));
    assert.deepEqual(tables[0]?.cases[0]?.keyAt, { path: "keys.yaml", resource: "TableKey" });
  });

  it("bring in what those files name in turn", async () => {
    const { tables } = output(await json(copyOf("nested-twice-key-by-parameter-below"), "app.yaml"));
    assert.deepEqual(tables[0]?.cases[0]?.keyAt, { path: "keys.yaml", resource: "Key" });
  });

  it("don't bring in what lies outside the working folder, also behind a link", async () => {
    const folder = copyOf("nested-output");
    const outside = workspace({ "keys.yaml": folder.read("keys.yaml") });
    folder.write("app.yaml", folder.read("app.yaml").replace("keys.yaml", "linked.yaml"));
    symlinkSync(outside.path("keys.yaml"), folder.path("linked.yaml"));
    const { tables } = output(await json(folder, "app.yaml"));
    assert.equal(tables[0]?.cases[0]?.key, "undecided");
  });

  it("take what says how they are deployed from samconfig.toml", async () => {
    const ran = await json(copyOf("samconfig-one-environment"));
    assert.deepEqual(
      output(ran).findings.map(({ rule }) => rule),
      ["valid-table-key"],
    );
  });

  it("are judged although a deployment file can't be read, and that is said at its place", async () => {
    const ran = await json(copyOf("samconfig-with-errors"));
    const { files, findings } = output(ran);
    assert.equal(ran.code, 2);
    assert.deepEqual(
      files.find(({ path }) => path === "samconfig.toml")?.problems.map(({ line }) => line),
      [3],
    );
    assert.equal(findings.length, 1);
  });

  it("leave out what a removed stack has left in an assembly", async () => {
    const { files, tables } = output(await json(copyOf("assembly-stack-output")));
    assert.deepEqual(
      files.map(({ path }) => path),
      ["cdk.out/Keys.template.json", "cdk.out/Tables.template.json"],
    );
    assert.deepEqual(tables[0]?.cases[0]?.keyAt, {
      path: "cdk.out/Keys.template.json",
      resource: "TableKey",
    });
  });

  it("say the other template's name and place", async () => {
    const ran = await copyOf("export-disabled-key").run([], { analyser: service });
    assert.match(ran.stdout, /names key 'TableKey' of keys\.yaml, which is disabled\./);
    assert.match(ran.stdout, /see keys\.yaml:8:16: Key 'TableKey' of keys\.yaml is disabled here\./);
    assert.match(
      ran.stdout,
      /Orders {2}customer managed key TableKey of keys\.yaml \(can't work: valid-table-key\)\n/,
    );
  });

  it("see what a fix has changed in a template before them", async () => {
    const folder = copyOf("no-key-yet");
    const ran = await folder.run(["--fix-rule", "require-customer-managed-key"], { analyser: service });
    assert.equal(ran.code, 0);
    assert.match(folder.read("tables.yaml"), /KMSMasterKeyId: !GetAtt TableKey\.Arn/);
  });

  for (const [tables, keys] of [
    ["a.yaml", "b.yaml"],
    ["b.yaml", "a.yaml"],
  ] as const) {
    it(`are judged as fixes have left them: ${keys} is fixed, and ${tables} rests on it`, async () => {
      const source = copyOf("export-disabled-key");
      const folder = workspace({
        [tables]: source.read("tables.yaml"),
        [keys]: source.read("keys.yaml").replace("      EnableKeyRotation: true\n", ""),
      });
      const ran = await json(folder, "--fix-rule", "require-key-rotation");
      assert.match(folder.read(keys), /EnableKeyRotation: true/);
      assert.deepEqual(
        output(ran).findings.map(({ rule, path }) => [rule, path]),
        [["valid-table-key", tables]],
      );
      assert.equal(ran.code, 1);
    });
  }
});

function copyOf(fixture: string): Workspace {
  const folder = workspace();
  for (const name of readdirSync(join(FIXTURES, fixture))) {
    if (name !== "expected.txt")
      cpSync(join(FIXTURES, fixture, name), folder.path(name), { recursive: true });
  }
  return folder;
}

function json(folder: Workspace, ...paths: readonly string[]): Promise<Ran> {
  return folder.run(["--format", "json", ...paths], { analyser: service });
}

function output({ stdout }: Ran): Output {
  return JSON.parse(stdout) as Output;
}
