import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createContext, runInContext } from "node:vm";
import ts from "typescript";

const ROOT = join(import.meta.dirname, "../..");

/** What a Web Worker has and the language itself hasn't, as far as the server needs it. */
const WORKER_GLOBALS = { setTimeout, clearTimeout, TextDecoder, TextEncoder, URL, performance };

describe("the bundles for a browser", () => {
  for (const [bundle, modules] of [
    ["dist/client.browser.js", ["vscode"]],
    ["dist/server.browser.js", []],
  ] as const) {
    it(`load nothing but ${modules.join(", ") || "themselves"} (${bundle})`, () => {
      assert.deepEqual([...new Set(modulesOf(bundle))], modules);
    });
  }

  it("hold a server that needs nothing of Node's", async () => {
    const worker = startWorker("dist/server.browser.js");
    await worker.request("initialize", { processId: null, rootUri: null, capabilities: {} });
    worker.notify("initialized", {});
    const uri = "vscode-vfs://github/orders/template.yaml";
    const text = "Resources:\n  Orders:\n    Type: AWS::DynamoDB::Table\n";
    worker.notify("textDocument/didOpen", {
      textDocument: { uri, languageId: "yaml", version: 1, text },
    });
    const position = { line: 2, character: 20 };
    const hover = await worker.request("textDocument/hover", { textDocument: { uri }, position });
    assert.match(JSON.stringify(hover), /AWS owned key/);
  });
});

/** The names in `require("…")` and `import("…")`. */
function modulesOf(bundle: string): string[] {
  const file = ts.createSourceFile(bundle, read(bundle), ts.ScriptTarget.ES2022);
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isLoad(node.expression)) {
      const [argument] = node.arguments;
      names.push(argument !== undefined && ts.isStringLiteralLike(argument) ? argument.text : "(computed)");
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return names;
}

function isLoad(expression: ts.Expression): boolean {
  return (
    expression.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(expression) && /^(require|importScripts)$/.test(expression.text))
  );
}

interface Message {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** Runs a bundle where only a worker's globals are, and speaks JSON-RPC with it. */
function startWorker(bundle: string) {
  const waiting = new Map<number, (message: Message) => void>();
  const port = {
    onmessage: null as ((event: { readonly data: object }) => void) | null,
    addEventListener: () => undefined,
    postMessage: (message: Message) => waiting.get(message.id ?? -1)?.(message),
  };
  runInContext(read(bundle), createContext({ self: port, ...WORKER_GLOBALS }), { filename: bundle });
  const notify = (method: string, params: object) =>
    port.onmessage?.({ data: { jsonrpc: "2.0", method, params } });
  const request = (method: string, params: object) =>
    new Promise<unknown>((resolve, reject) => {
      const id = waiting.size + 1;
      waiting.set(id, ({ result, error }) =>
        error === undefined ? resolve(result) : reject(new Error(error.message)),
      );
      port.onmessage?.({ data: { jsonrpc: "2.0", id, method, params } });
    });
  return { notify, request };
}

function read(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}
