import assert from "node:assert/strict";
import type { Connection } from "vscode-languageserver/node";
import { CancellationToken, LSPErrorCodes, ResponseError } from "vscode-languageserver/node";
import { guarded } from "../../server/src/lsp/guard.js";

describe("a guarded request", () => {
  const logged: string[] = [];
  const connection = { console: { error: (line: string) => logged.push(line) } } as unknown as Connection;

  it("that fails is answered with nothing and said in the log", async () => {
    const handler = guarded<string, string[]>(connection, "textDocument/hover", [], (word) =>
      Promise.reject(new Error(`can't read '${word}'`)),
    );
    assert.deepEqual(await handler("x", CancellationToken.None), []);
    assert.match(logged.join("\n"), /textDocument\/hover failed: Error: can't read 'x'/);
  });

  it("that was cancelled is answered as cancelled", async () => {
    const handler = guarded(connection, "textDocument/hover", null, () => Promise.resolve(null));
    const answer = await handler("x", CancellationToken.Cancelled);
    assert.ok(answer instanceof ResponseError);
    assert.equal(answer.code, LSPErrorCodes.RequestCancelled);
  });
});
