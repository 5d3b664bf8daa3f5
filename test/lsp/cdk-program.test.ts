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
import { APP, APP_TEXT, ROOT, SOURCE, SOURCE_TEXT, synthesised } from "../support/cdk-app.js";
import { messageOf, underlined } from "./cdk-app.js";
import { PLAIN, TestClient } from "./connected-client.js";

const SERVER = join(import.meta.dirname, "../../dist/server.js");
const SHARED = join(import.meta.dirname, "../../../shared/cdk-out");
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
    const files = { ...synthesised(), [SOURCE]: SOURCE_TEXT, [APP]: APP_TEXT, [`${ROOT}/cdk.json`]: "{}" };
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
