import { strict as assert } from "node:assert";
import type { ChildProcess } from "node:child_process";
import Mocha from "mocha";
import { extensions } from "vscode";
import type { ActivationTime } from "./activation-time.js";
import { watchActivation } from "./activation-time.js";
import { closeAll, EXTENSION, open, until, untilRulesAre } from "./editor.js";

/** VS Code's own extension for JSON: VS Code opens JSON files of its own at times, which wakes it and us. */
const JSON_EXTENSION = "vscode.json-language-features";

const activationTime = watchActivation();

// The first file by name: an extension that is active stays so, and a server that runs, too.
describe("activation", () => {
  after(closeAll);

  it("waits for a document", async () => {
    await open("orders", "readme.md");
    assert.equal(isActive(EXTENSION), isActive(JSON_EXTENSION));
  });

  it("starts no server before a YAML or JSON document is open", async () => {
    await extensions.getExtension(EXTENSION)?.activate();
    Mocha.reporters.Base.consoleLog(`      activated ${inWords(activationTime())}`);
    await open("orders", "readme.md");
    assert.deepEqual(servers(), []);
  });

  it("starts the server with the first YAML document", async () => {
    const { uri } = await open("orders", "first.yaml");
    await until(() => assert.equal(servers().length, 1));
    await untilRulesAre(uri, ["require-customer-managed-key"]);
  });
});

function inWords(time: ActivationTime | undefined): string {
  if (time === undefined) return "before the tests were loaded";
  const { loading, activating } = time;
  return `in ${Math.round(loading + activating)} ms (${Math.round(loading)} ms of it to load the code)`;
}

function isActive(id: string): boolean {
  const extension = extensions.getExtension(id);
  assert.ok(extension, `${id} isn't there`);
  return extension.isActive;
}

/** The language servers that this extension host has started and that still run. */
function servers(): string[] {
  const { _getActiveHandles: handles } = process as unknown as { _getActiveHandles(): object[] };
  return handles
    .call(process)
    .filter((handle): handle is ChildProcess => "spawnargs" in handle)
    .map(({ spawnargs }) => spawnargs.join(" "))
    .filter((command) => /dist[\\/]server\.js/.test(command));
}
