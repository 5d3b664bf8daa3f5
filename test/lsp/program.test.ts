import assert from "node:assert/strict";
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  StreamMessageReader,
  StreamMessageWriter,
  type MessageConnection,
} from "vscode-languageserver/node";
import packageJson from "../../package.json";
import { ClientWorkspace } from "./client-workspace.js";
import { PLAIN, TestClient } from "./connected-client.js";
import { ONE_TABLE, RULE } from "./templates.js";

const SERVER = join(import.meta.dirname, "../../dist/server.js");
/** What the server has in common with the one for a browser. */
const COMMON_PART = join(import.meta.dirname, "../../dist/server.browser.js");
const GUARD = join(import.meta.dirname, "guarded-process.cjs");
const URI = "file:///app/template.yaml";

describe("dist/server.js", () => {
  let server: ChildProcess | undefined;
  afterEach(() => server?.kill());

  it("serves over --stdio, from the first message to the exit", async () => {
    server = spawn(process.execPath, [SERVER, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
    assert.ok(server.stdin && server.stdout);
    const wire = createMessageConnection(
      new StreamMessageReader(server.stdout),
      new StreamMessageWriter(server.stdin),
    );
    assert.equal(await serveOnce(wire, server), 0);
  });

  it("serves over --node-ipc, as VS Code starts it", async () => {
    server = spawn(process.execPath, [SERVER, "--node-ipc"], {
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    const wire = createMessageConnection(new IPCMessageReader(server), new IPCMessageWriter(server));
    assert.equal(await serveOnce(wire, server), 0);
  });

  it("ends when its parent hangs up", async () => {
    server = spawn(process.execPath, [SERVER, "--stdio"], { stdio: ["pipe", "ignore", "inherit"] });
    const exit = once(server, "exit");
    server.stdin?.end();
    assert.deepEqual(await exit, [1, null]);
    server = spawn(process.execPath, [SERVER, "--node-ipc"], {
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    const disconnected = once(server, "exit");
    server.disconnect();
    await disconnected;
  });

  it("starts no process, reads no file but its own two and watches nothing, whatever it is asked", async () => {
    const folder = mkdtempSync(join(tmpdir(), "dynamodb-encryption-lint-guard-"));
    try {
      const log = join(folder, "calls.txt");
      server = spawn(process.execPath, ["--require", GUARD, SERVER, "--stdio"], {
        stdio: ["pipe", "pipe", "inherit"],
        env: { ...process.env, GUARD_LOG: log },
      });
      assert.ok(server.stdin && server.stdout);
      const wire = createMessageConnection(
        new StreamMessageReader(server.stdout),
        new StreamMessageWriter(server.stdin),
      );
      const files = new Map([[URI.replace("template", "other"), ONE_TABLE]]);
      assert.equal(await serveOnce(wire, server, files), 0);
      const calls = existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : [];
      assert.deepEqual(
        calls.filter((call) => !call.endsWith(SERVER) && !call.endsWith(COMMON_PART)),
        [],
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("prints its version and its usage", () => {
    assert.deepEqual(run("--version"), { status: 0, stdout: `${packageJson.version}\n`, stderr: "" });
    const help = run("--help");
    assert.equal(help.status, 0);
    assert.match(help.stdout, /--stdio/);
  });

  for (const options of [[], ["--verbose"], ["--node-ipc"]]) {
    it(`says how to start it when run with [${options.join(" ")}] by hand`, () => {
      const { status, stdout, stderr } = run(...options);
      assert.equal(status, 2);
      assert.equal(stdout, "");
      assert.match(stderr, /Usage: dynamodb-encryption-language-server/);
    });
  }
});

/** Has one document judged, and a workspace of these files; shuts the server down; its exit code. */
async function serveOnce(
  wire: MessageConnection,
  server: ChildProcess,
  files: Map<string, string> = new Map<string, string>(),
): Promise<unknown> {
  const client = new TestClient(wire, {});
  const workspace = new ClientWorkspace(client, files);
  await client.initialize({ capabilities: PLAIN, initializationOptions: { workspaceFiles: true } });
  await client.open(URI, ONE_TABLE);
  const { diagnostics } = await client.publication(URI);
  assert.ok(diagnostics.some(({ code }) => code === RULE));
  assert.equal((await workspace.lint()).templates, files.size);
  const exit = once(server, "exit");
  await wire.sendRequest("shutdown");
  await wire.sendNotification("exit");
  const [status] = (await exit) as unknown[];
  wire.dispose();
  return status;
}

function run(...options: string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [SERVER, ...options], { encoding: "utf8" });
  return { status, stdout, stderr };
}
