import assert from "node:assert/strict";
import { CancellationToken } from "vscode-languageserver";
import type { FileProvider } from "../../server/src/lsp/file-provider.js";
import { GeneratedTemplates } from "../../server/src/lsp/generated-templates.js";
import { WorkspaceFolders } from "../../server/src/lsp/workspace-folders.js";
import { openWorkspace } from "../../server/src/service.js";

const OUT = "file:///app/cdk.out";
const MANIFEST = `${OUT}/manifest.json`;
const LOCK = `${OUT}/synth.lock`;

function manifestOf(...templates: readonly string[]): string {
  const artifacts = templates.map((templateFile) => [
    templateFile,
    { type: "aws:cloudformation:stack", properties: { templateFile } },
  ]);
  return JSON.stringify({ version: "36.0.0", artifacts: Object.fromEntries(artifacts) as unknown });
}

/** The assemblies of a workspace of these files; `pause` is called for each moment of waiting. */
function generatedIn(files: Map<string, string>, pause: () => void): GeneratedTemplates {
  const provider: FileProvider = {
    list: () => Promise.resolve({ uris: [...files.keys()], more: false }),
    read: (uri) => {
      const text = files.get(uri);
      return Promise.resolve(text === undefined ? { text: null, reason: "unreadable" } : { text });
    },
    exists: (uri) => Promise.resolve(files.has(uri)),
    modified: () => Promise.resolve(null),
  };
  const folders = new WorkspaceFolders([{ uri: "file:///app", name: "app" }]);
  return new GeneratedTemplates(openWorkspace(), provider, folders, () => Promise.resolve(pause()));
}

describe("the assemblies of a workspace", () => {
  const template = '{ "Resources": {} }';

  it("hold what they held until the CDK has finished", async () => {
    const files = new Map([
      [MANIFEST, manifestOf("Old.json")],
      [`${OUT}/Old.json`, template],
      [`${OUT}/New.json`, template],
    ]);
    let pauses = 0;
    const generated: GeneratedTemplates = generatedIn(files, () => {
      assert.deepEqual(
        [generated.isWanted(`${OUT}/Old.json`), generated.isWanted(`${OUT}/New.json`)],
        [true, false],
      );
      if ((pauses += 1) < 3) return;
      files.set(MANIFEST, manifestOf("New.json"));
      files.delete(LOCK);
    });
    assert.deepEqual(await generated.read([...files.keys()], CancellationToken.None), [`${OUT}/Old.json`]);
    files.set(LOCK, "").set(MANIFEST, "{");
    assert.deepEqual(await generated.reread("file:///app/cdk.out"), [`${OUT}/New.json`]);
    assert.equal(pauses, 3);
    assert.equal(generated.isWanted(`${OUT}/Old.json`), false);
  });

  it("are taken as they are when a lock stays, as after a crash", async () => {
    const files = new Map([
      [MANIFEST, manifestOf("Shop.json")],
      [`${OUT}/Shop.json`, template],
      [LOCK, ""],
    ]);
    const generated = generatedIn(files, () => undefined);
    await generated.read([MANIFEST], CancellationToken.None);
    assert.deepEqual(generated.unfinished, [MANIFEST]);
    assert.deepEqual(await generated.reread("file:///app/cdk.out"), [`${OUT}/Shop.json`]);
  });

  it("are nested in one another, and go when their manifest does", async () => {
    const inner = `${OUT}/assembly-Prod/manifest.json`;
    const files = new Map([
      [MANIFEST, manifestOf("Shop.json")],
      [inner, manifestOf("Data.json")],
      [`${OUT}/Shop.json`, template],
    ]);
    const generated = generatedIn(files, () => undefined);
    await generated.read([inner, MANIFEST], CancellationToken.None);
    assert.equal(generated.assemblyOf(inner), OUT);
    files.delete(MANIFEST);
    assert.deepEqual(await generated.reread(OUT), []);
    assert.equal(generated.isWanted(`${OUT}/anything.json`), true);
  });
});
