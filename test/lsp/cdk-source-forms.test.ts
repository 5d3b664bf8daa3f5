import assert from "node:assert/strict";
import ts from "typescript";
import { disconnectAll } from "./connected-client.js";
import { MANIFEST, OUT, ROOT, SHOP, SOURCE, SOURCE_TEXT, synthesised } from "../support/cdk-app.js";
import { CdkWorkspace, underlined } from "./cdk-app.js";
import { RULE } from "./templates.js";

/** The app's metadata with another trace for its one table. */
function traced(frames: readonly string[], files: Record<string, string> = synthesised([{ id: "Orders" }])) {
  const manifest = JSON.parse(files[MANIFEST] ?? "") as {
    artifacts: Record<string, { metadata: Record<string, unknown[]> }>;
  };
  manifest.artifacts["Shop"]?.metadata["/Shop/Orders/Resource"]?.push({
    type: "aws:cdk:creationStack",
    data: frames,
  });
  return { ...files, [MANIFEST]: JSON.stringify(manifest) };
}

async function underlinedIn(
  uri: string,
  text: string,
  frames: readonly string[],
  more: Record<string, string> = {},
) {
  const app = await CdkWorkspace.open({ ...traced(frames), [uri]: text, ...more });
  for (const one of Object.keys(more)) app.workspace.unlisted.add(one);
  const shown = await app.until(uri, (all) => all.length > 0);
  return underlined(text, shown).map((line) => line.slice(0, line.indexOf(": Table")));
}

describe("a place in the source of a CDK app", () => {
  afterEach(disconnectAll);

  it("is that of an ES module's URL, whole or as the CDK mangles it", async () => {
    const url = "file:///build/machine/lib/shop.ts";
    for (const frame of [`new Shop (${url}:7:5)`, `${url}:7 (:)`, `${url}:7: (${url}:7:1)`]) {
      assert.deepEqual(await underlinedIn(SOURCE, SOURCE_TEXT, [frame]), ["7: new dynamodb.Table"], frame);
    }
  });

  it("is that of another machine, Windows too, where the end of its path is here", async () => {
    for (const frame of [
      "new Shop (C:\\Users\\me\\shop\\lib\\shop.ts:7:5)",
      "new Shop (/builds/shop/shop/lib/shop.ts:7:5)",
      "new Shop (\\\\wsl$\\Debian\\home\\me\\lib\\shop.ts:7:5)",
    ]) {
      assert.deepEqual(await underlinedIn(SOURCE, SOURCE_TEXT, [frame]), ["7: new dynamodb.Table"], frame);
    }
  });

  it("is the line of a Python app's call, also behind the line that denies it", async () => {
    const text =
      'class Shop(Stack):\n    def __init__(self):\n        dynamodb.Table(self, "Orders",\n            partition_key=pk)\n';
    const frames = [
      "...aws-cdk-lib, jsii runtime, node internals...",
      "(no user code in 10 frames, use --stack-trace-limit to capture more)",
      "__init__ (/tmp/build/shop/stack.py:3)",
    ];
    const uri = `${ROOT}/shop/stack.py`;
    assert.deepEqual(await underlinedIn(uri, text, frames), ['3: dynamodb.Table(self, "Orders",']);
  });

  it("is that in the TypeScript which was compiled, by its map beside it or within", async () => {
    for (const inline of [false, true]) {
      const { outputText, sourceMapText = "" } = ts.transpileModule(SOURCE_TEXT, {
        fileName: "../lib/shop.ts",
        compilerOptions: {
          module: ts.ModuleKind.CommonJS,
          target: ts.ScriptTarget.ES2022,
          ...(inline ? { inlineSourceMap: true } : { sourceMap: true }),
        },
      });
      const lines = outputText.split("\n");
      const line = lines.findIndex((one) => one.includes('"Orders"'));
      const column = lines[line]?.indexOf("new ") ?? -1;
      const js = `${ROOT}/dist/shop.js`;
      const compiled = outputText.replace(/sourceMappingURL=.*\.js\.map/, "sourceMappingURL=shop.js.map");
      const map = sourceMapText.replace(/"sources":\[[^\]]*\]/, '"sources":["../lib/shop.ts"]');
      const own = inline
        ? compiled.replace(/base64,(.*)/, (_, body: string) => `base64,${relocated(body)}`)
        : compiled;
      const files = { [js]: own, ...(inline ? {} : { [`${js}.map`]: map }) };
      const frames = [`new Shop (/build/machine/dist/shop.js:${line + 1}:${column + 1})`];
      assert.deepEqual(await underlinedIn(SOURCE, SOURCE_TEXT, frames, files), ["7: new dynamodb.Table"]);
    }
  });

  it("is none outside the workspace, whatever a trace says", async () => {
    const secret = "file:///secret/shop.ts";
    const frames = ["new Shop (/secret/../secret/shop.ts:1:1)", "make (file:///secret/shop.ts:1:1)"];
    const app = await CdkWorkspace.open({ ...traced(frames), [secret]: SOURCE_TEXT, [SOURCE]: "" });
    const text = app.workspace.files.get(SHOP) ?? "";
    await app.client.open(SHOP, text, "json");
    assert.deepEqual(
      await app.workspace.rules(SHOP),
      [RULE],
      "it is found, and stands in the template alone",
    );
    assert.ok(!app.workspace.reads.some((uri) => uri.startsWith("file:///secret")));
    assert.equal(app.shown(secret), undefined);
  });

  it("does no harm where names are those of JavaScript's own objects, or the text is shorter than told", async () => {
    const names = ["__proto__", "constructor", "hasOwnProperty"];
    const made = names.map((id) => ({ id, at: "lib/shop.ts:9999:5" }));
    const files = synthesised([...made, { id: "Orders", at: "lib/shop.ts:7:5" }]);
    const app = await CdkWorkspace.open(files);
    const shown = await app.until(SOURCE, (all) => all.length > 0);
    assert.deepEqual(underlined(SOURCE_TEXT, shown).length, 1);
    assert.deepEqual(
      app.client.logged.filter((line) => line.includes("failed")),
      [],
    );
    assert.equal(({} as Record<string, unknown>)["polluted"], undefined);
  });

  it("is shown although another assembly leads round in circles and out of the workspace", async () => {
    const stage = (directoryName: string) => ({ type: "cdk:cloud-assembly", properties: { directoryName } });
    const circle = JSON.stringify({
      version: "55.0.0",
      artifacts: { Again: stage("."), Up: stage(".."), Out: stage("../../.."), Own: stage("../circle") },
    });
    const app = await CdkWorkspace.open({
      ...synthesised(),
      [`${ROOT}/circle/manifest.json`]: circle,
      [`${ROOT}/broken/manifest.json`]: "{",
      [`${ROOT}/deep/manifest.json`]: `${'{"artifacts":'.repeat(20_000)}1${"}".repeat(20_000)}`,
    });
    assert.equal((await app.until(SOURCE, (all) => all.length > 0)).length, 2);
    assert.ok(app.workspace.reads.every((uri) => uri.startsWith(`${ROOT}/`)));
    assert.ok(app.workspace.reads.includes(`${OUT}/Shop.template.json`));
  });
});

/** An inline map whose source is named as it lies. */
function relocated(body: string): string {
  const map = JSON.parse(Buffer.from(body, "base64").toString("utf8")) as { sources: string[] };
  map.sources = ["../lib/shop.ts"];
  return Buffer.from(JSON.stringify(map)).toString("base64");
}
