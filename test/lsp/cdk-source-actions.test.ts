import assert from "node:assert/strict";
import { CodeLensRequest, type CodeLens, type Location } from "vscode-languageserver/node";
import type { SourceEditor, SourceSite } from "../../server/src/source-fixes.js";
import { disconnectAll } from "./connected-client.js";
import {
  constructTree,
  MADE,
  OUT,
  ROOT,
  SHOP,
  SOURCE,
  SOURCE_TEXT,
  synthesised,
} from "../support/cdk-app.js";
import { CdkWorkspace } from "./cdk-app.js";

const SYNTH = "Run cdk synth to bring these findings up to date";

/** Of tree.json: what the constructs are. */
const TREE = JSON.stringify({
  version: "tree-0.1",
  tree: {
    id: "App",
    path: "",
    children: {
      Orders: {
        id: "Orders",
        path: "Shop/Orders",
        constructInfo: { fqn: "aws-cdk-lib.aws_dynamodb.Table", version: "2.276.0" },
      },
    },
  },
});

/** An editor that puts a comment before the construct, and remembers what it was asked. */
function commentingEditor(asked: SourceSite[]): SourceEditor {
  return {
    sourceFixes: (site) => {
      asked.push(site);
      const lines = site.text.split("\n").slice(0, site.position.line - 1);
      const start = lines.join("\n").length + 1;
      const edits = [{ span: { start, end: start }, newText: "// mended\n" }];
      const fix = { id: "comment", title: "Mend it", applicability: "review", edits } as const;
      return { fixes: [{ ...fix, isPreferred: true, blanks: [] }], refusals: [] };
    },
    mendAll: (text) => ({ text, edits: [], mended: [] }),
    locate: () => null,
  };
}

async function opened(options: Parameters<typeof CdkWorkspace.open>[1] = {}): Promise<CdkWorkspace> {
  const app = await CdkWorkspace.open({ ...synthesised(), [`${OUT}/tree.json`]: TREE }, options);
  await app.until(SOURCE, (shown) => shown.length === 2);
  await app.client.open(SOURCE, SOURCE_TEXT, "typescript");
  return app;
}

describe("in the source of a CDK app", () => {
  afterEach(disconnectAll);

  it("a fix is made by the editor of sources, from what the synthesis tells of the construct", async () => {
    const asked: SourceSite[] = [];
    const app = await opened({ sourceEditor: commentingEditor(asked) });
    const [action] = await app.actions('new dynamodb.Table(this, "Orders"');
    assert.equal(action?.title, "Mend it");
    assert.equal(action.isPreferred, true);
    assert.equal(action.diagnostics?.[0]?.range.start.line, 6);
    const [{ text, ...site } = { text: "" }] = asked;
    assert.equal(text, SOURCE_TEXT);
    assert.deepEqual(site, {
      path: SOURCE,
      position: { line: 7, column: 5 },
      mayHaveMoved: false,
      assignment: null,
      constructId: "Orders",
      constructFqn: "aws-cdk-lib.aws_dynamodb.Table",
      libraryVersion: "2.276.0",
      constructPath: "Shop/Orders",
      cfnType: "AWS::DynamoDB::Table",
      rule: "require-customer-managed-key",
      messageId: "awsOwnedByDefault",
      stack: { regionAgnostic: false, region: "eu-west-1" },
      replicaRegions: [],
      resources: ["Orders0C5AB4F2"],
      others: [],
      accept: "customer-managed",
    });
    await app.client.run(action);
    assert.ok(app.client.text(SOURCE).includes('// mended\n    new dynamodb.Table(this, "Orders"'));
  });

  it("a fix is titled by the editor of sources alone, and made for the text as of now", async () => {
    const asked: SourceSite[] = [];
    const app = await opened({ sourceEditor: commentingEditor(asked) });
    const at = { line: 0, character: 0 };
    await app.client.change(SOURCE, { range: { start: at, end: at }, text: "// more\n" });
    const titles = (await app.actions("new dynamodb.Table(this, `Loop")).map(({ title }) => title);
    assert.deepEqual(titles, ["Mend it", "Fix all 'require-customer-managed-key' findings in this file"]);
    const loop = asked.find(({ constructId }) => constructId === "LoopA");
    assert.deepEqual(loop?.position, { line: 10, column: 7 });
    assert.deepEqual(loop.resources, ["LoopA0C5AB4F2", "LoopB0C5AB4F2", "LoopC0C5AB4F2"]);
    assert.equal(loop.text, `// more\n${SOURCE_TEXT}`);
  });

  it("the editor of sources is told what else a line makes, which is fine as it is", async () => {
    const asked: SourceSite[] = [];
    const properties = {
      SSESpecification: {
        SSEEnabled: true,
        SSEType: "KMS",
        KMSMasterKeyId: "arn:aws:kms:eu-west-1:111122223333:key/11112222-3333-4444-5555-666677778888",
      },
    };
    const made = MADE.map((one) => (one.id === "LoopB" ? { ...one, properties } : one));
    const app = await CdkWorkspace.open(
      { ...synthesised(made), [`${OUT}/tree.json`]: constructTree(made) },
      { sourceEditor: commentingEditor(asked) },
    );
    await app.until(SOURCE, (shown) => shown.length === 2);
    await app.client.open(SOURCE, SOURCE_TEXT, "typescript");
    await app.actions("new dynamodb.Table(this, `Loop");
    const loop = asked.find(({ constructId }) => constructId === "LoopA");
    assert.deepEqual(loop?.resources, ["LoopA0C5AB4F2", "LoopC0C5AB4F2"]);
    assert.deepEqual(loop.others, ["Shop/LoopB"]);
  });

  it("nothing is offered where there is no editor of sources, or nothing was found", async () => {
    const app = await opened({ initializationOptions: { cdkSynth: true } });
    assert.deepEqual(await app.actions("new dynamodb.Table"), []);
    assert.deepEqual(await app.actions("import"), []);
  });

  it("cdk synth is offered once the findings may be old, to clients that can run it", async () => {
    for (const cdkSynth of [true, false]) {
      const app = await opened({ initializationOptions: { cdkSynth } });
      const at = { line: 0, character: 0 };
      await app.client.change(SOURCE, { range: { start: at, end: at }, text: "// more\n" });
      const actions = await app.actions("new dynamodb.Table");
      assert.deepEqual(
        actions.map(({ title, command }) => [title, command?.command, command?.arguments]),
        cdkSynth ? [[SYNTH, "dynamodbEncryption.cdkSynth", [{ uri: SOURCE }]]] : [],
      );
    }
  });

  it("a line stands above each construct: its key, what it costs, and the way to the template", async () => {
    const section = { codeLens: { enabled: true } };
    const app = await opened({ section, initializationOptions: { cdkCommands: true } });
    const lenses = (await app.client.wire.sendRequest(CodeLensRequest.type, {
      textDocument: { uri: SOURCE },
    })) as CodeLens[];
    assert.deepEqual(
      lenses.map(({ range, command }) => `${range.start.line + 1}: ${command?.title ?? ""}`),
      [
        "7: AWS owned key · $0",
        "7: Reveal in template",
        "9: 3 tables: AWS owned key · $0",
        "9: Reveal in template",
      ],
    );
  });

  it("no lines stand above constructs unless the setting asks for them", async () => {
    const app = await opened();
    const textDocument = { uri: SOURCE };
    assert.deepEqual(await app.client.wire.sendRequest(CodeLensRequest.type, { textDocument }), []);
  });

  it("each construct leads to its resources, and each resource to its construct", async () => {
    const app = await opened();
    const ask = async (request: string, uri: string, line: number): Promise<readonly string[]> => {
      const params = { textDocument: { uri }, position: { line: line - 1, character: 10 } };
      const places = await app.client.wire.sendRequest<readonly Location[]>(
        `dynamodbEncryption/${request}`,
        params,
      );
      return places.map((one) => `${one.uri.slice(ROOT.length)}:${one.range.start.line + 1}`);
    };
    assert.deepEqual(await ask("templatePlaces", SOURCE, 7), ["/cdk.out/Shop.template.json:3"]);
    assert.deepEqual(await ask("templatePlaces", SOURCE, 9), [
      "/cdk.out/Shop.template.json:12",
      "/cdk.out/Shop.template.json:21",
      "/cdk.out/Shop.template.json:30",
    ]);
    assert.deepEqual(await ask("templatePlaces", SOURCE, 1), []);
    assert.deepEqual(await ask("sourcePlaces", SHOP, 14), ["/lib/shop.ts:9"]);
    assert.deepEqual(await ask("sourcePlaces", SHOP, 1), []);
    const at = { line: 0, character: 0 };
    await app.client.change(SOURCE, { range: { start: at, end: at }, text: "// more\n" });
    assert.deepEqual(await ask("sourcePlaces", SHOP, 14), ["/lib/shop.ts:10"]);
  });

  it("requests that make no sense are answered with nothing", async () => {
    const app = await opened();
    for (const params of [{}, { textDocument: { uri: 3 } }, { textDocument: { uri: SOURCE }, position: 3 }]) {
      assert.deepEqual(await app.client.wire.sendRequest("dynamodbEncryption/templatePlaces", params), []);
      assert.deepEqual(await app.client.wire.sendRequest("dynamodbEncryption/sourcePlaces", params), []);
    }
  });
});
