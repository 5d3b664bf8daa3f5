import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type Diagnostic,
} from "vscode-languageserver/node";
import { hasShared } from "../support/shared.js";
import {
  APP,
  APP_TEXT,
  constructTree,
  MADE,
  OUT,
  ROOT,
  SOURCE,
  SOURCE_TEXT,
  synthesised,
} from "../support/cdk-app.js";
import { messageOf, underlined } from "./cdk-app.js";
import { PLAIN, TestClient } from "./connected-client.js";

const SERVER = join(import.meta.dirname, "../../dist/server.js");
const SHARED = join(import.meta.dirname, "../../../shared/cdk-out");
const MENDED = ["lib/tables-v1-stack.ts", "lib/tables-v2-stack.ts", "lib/misc-stacks.ts"];
const KEY_RULE = "require-customer-managed-key";
const MEGABYTE = 1024 * 1024;

describe("dist/server.js in the folder of a CDK app", function () {
  this.timeout(60_000);
  let folder = "";
  let server: ChildProcess | undefined;

  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "dynamodb-encryption-lint-cdk-"))));
  afterEach(() => {
    server?.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }

  /** The app of the other tests, on this disk. */
  function writeApp(): void {
    const tree = { [`${OUT}/tree.json`]: constructTree(MADE) };
    const files = {
      ...synthesised(),
      ...tree,
      [SOURCE]: SOURCE_TEXT,
      [APP]: APP_TEXT,
      [`${ROOT}/cdk.json`]: "{}",
    };
    for (const [uri, text] of Object.entries(files)) write(uri.slice(ROOT.length + 1), text);
    const now = Date.now() / 1000;
    utimesSync(join(folder, "lib/shop.ts"), now - 60, now - 60);
  }

  async function started(): Promise<TestClient> {
    server = spawn(process.execPath, [SERVER, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
    assert.ok(server.stdin && server.stdout);
    const wire = createMessageConnection(
      new StreamMessageReader(server.stdout),
      new StreamMessageWriter(server.stdin),
    );
    const client = new TestClient(wire, {});
    await client.initialize({ capabilities: PLAIN, rootUri: pathToFileURL(folder).href });
    return client;
  }

  function shownIn(client: TestClient, path: string): Promise<readonly Diagnostic[]> {
    const uri = pathToFileURL(join(folder, path)).href;
    return client.until(() => client.published.filter((one) => one.uri === uri).at(-1)?.diagnostics);
  }

  it("shows what is found in its source, without being asked or told of a file", async () => {
    writeApp();
    const shown = await shownIn(await started(), "lib/shop.ts");
    assert.deepEqual(
      underlined(SOURCE_TEXT, shown).map((line) => line.replace(/: Table.*/, "")),
      ["7: new dynamodb.Table", "9: new dynamodb.Table"],
    );
    assert.ok(shown.every((one) => !messageOf(one).includes("from the last synth")));
  });

  it("says so where the source is newer than the synthesis", async () => {
    writeApp();
    const later = Date.now() / 1000 + 60;
    utimesSync(join(folder, "lib/shop.ts"), later, later);
    const shown = await shownIn(await started(), "lib/shop.ts");
    assert.ok(shown.every((one) => messageOf(one).endsWith("(from the last synth)")));
  });

  it("mends what is found, with the editor of sources beside it", async () => {
    writeApp();
    const client = await started();
    await shownIn(client, "lib/shop.ts");
    const uri = await opened(client, "lib/shop.ts");
    const actions = await client.actions(uri, 'new dynamodb.Table(this, "Orders"');
    assert.deepEqual(
      actions.map(({ title }) => title.replace(/ \(.*/, "")),
      [
        "Encrypt 'Orders' with a new customer managed key",
        "Fix all 'require-customer-managed-key' findings in this file",
        "Acknowledge require-customer-managed-key for 'Orders' in the app, with a reason",
      ],
    );
    const [one, all] = actions;
    assert.ok(one && all);
    const encrypted = "{ partitionKey: pk, encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED }";
    await client.run(one);
    assert.equal(client.text(uri), SOURCE_TEXT.replace("{ partitionKey: pk }", encrypted));
    const loop = await client.actions(uri, "new dynamodb.Table(this, `Loop");
    assert.match(
      loop[0]?.title ?? "",
      /^Encrypt 3 tables \(LoopA0C5AB4F2, LoopB0C5AB4F2, LoopC0C5AB4F2\) with/,
    );
    assert.ok(loop[0]);
    await client.run(loop[0]);
    assert.equal(client.text(uri), SOURCE_TEXT.replaceAll("{ partitionKey: pk }", encrypted));
  });

  it("isn't harmed by manifests of 50 MB, and by links that lead out or round in circles", async () => {
    writeApp();
    const outside = mkdtempSync(join(tmpdir(), "dynamodb-encryption-lint-outside-"));
    try {
      writeFileSync(join(outside, "shop.ts"), SOURCE_TEXT);
      write("a/manifest.json", `{"artifacts":{"A":"${"x".repeat(51 * MEGABYTE)}"}}`);
      write("b/manifest.json", `{"artifacts":{${artifacts(200_000)}}}`);
      symlinkSync(outside, join(folder, "out"));
      symlinkSync(folder, join(folder, "again"));
      symlinkSync(join(outside, "shop.ts"), join(folder, "lib/linked.ts"));
      const client = await started();
      const shown = await shownIn(client, "lib/shop.ts");
      assert.equal(shown.length, 2);
      assert.ok(client.published.every(({ uri }) => uri.startsWith(pathToFileURL(folder).href)));
    } finally {
      rmSync(outside, { recursive: true, force: true });
    }
  });

  async function opened(client: TestClient, path: string): Promise<string> {
    const uri = pathToFileURL(join(folder, path)).href;
    await client.open(uri, readFileSync(join(folder, path), "utf8"), "typescript");
    return uri;
  }

  (hasShared("cdk-out") ? it : it.skip)("mends a real app's constructs, whatever made them", async () => {
    cpSync(join(SHARED, "cdk.out-default"), join(folder, "cdk.out"), { recursive: true });
    cpSync(join(SHARED, "src"), folder, { recursive: true });
    for (const path of MENDED) utimesSync(join(folder, path), 1e9, 1e9);
    const client = await started();
    const unmended: string[] = [];
    for (const path of MENDED) {
      await shownIn(client, path);
      const uri = await opened(client, path);
      const shown = await shownIn(client, path);
      for (const { range, code } of shown.filter(({ code }) => code === KEY_RULE)) {
        const line = client.text(uri).split("\n")[range.start.line] ?? "";
        const actions = await client.actions(uri, line.trim());
        const isMended = actions.some(({ title }) => title.startsWith("Encrypt "));
        if (!isMended) unmended.push(`${path}:${range.start.line + 1} ${String(code)}`);
        for (const { title } of actions) assert.doesNotMatch(title, /affects/);
      }
    }
    assert.deepEqual(unmended, []);
    const v1 = pathToFileURL(join(folder, "lib/tables-v1-stack.ts")).href;
    const actions = await client.actions(v1, "new Table(this, 'Plain'");
    const title = actions[0]?.title ?? "";
    assert.match(
      title,
      /^Encrypt 'Plain' in 2 stacks with a new customer managed key each \(about \$2\.50 a month more/,
    );
    const all = actions.find((one) => one.title.startsWith("Fix all"));
    assert.ok(all);
    const before = client.text(v1).split("CUSTOMER_MANAGED").length;
    await client.run(all);
    const found = (await shownIn(client, "lib/tables-v1-stack.ts")).filter(({ code }) => code === KEY_RULE);
    assert.equal(client.text(v1).split("CUSTOMER_MANAGED").length - before, found.length);
  });

  (hasShared("cdk-out") ? it : it.skip)(
    "shows a real app's findings on the constructs that made them",
    async () => {
      cpSync(join(SHARED, "cdk.out-default"), join(folder, "cdk.out"), { recursive: true });
      cpSync(join(SHARED, "src"), folder, { recursive: true });
      const client = await started();
      for (const [path, least] of [
        ["lib/tables-v1-stack.ts", 15],
        ["lib/tables-v2-stack.ts", 5],
        ["lib/misc-stacks.ts", 6],
      ] as const) {
        const shown = await shownIn(client, path);
        const lines = underlined(readFileSync(join(folder, path), "utf8"), shown);
        const wrong = lines.filter((line) => !/^\d+: (new (\w+\.)?\w+|super): /.test(line));
        assert.deepEqual(wrong, [], path);
        assert.ok(lines.length >= least, `${path}: ${lines.length}`);
      }
    },
  );
});

/** Artifacts of a manifest that name stages which aren't there. */
function artifacts(count: number): string {
  const one = (index: number): string =>
    `"S${index}":{"type":"cdk:cloud-assembly","properties":{"directoryName":"stage-${index}"}}`;
  return Array.from({ length: count }, (_, index) => one(index)).join(",");
}
