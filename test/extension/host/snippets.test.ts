import { strict as assert } from "node:assert";
import { commands, Selection, window, type CompletionList, type TextDocument } from "vscode";
import jsonSnippets from "../../../snippets/json.json";
import yamlSnippets from "../../../snippets/yaml.json";
import { expandSnippet } from "../../snippets/expand-snippet.js";
import { closeAll, openUntitled, until } from "./editor.js";

interface Snippet {
  readonly prefix: readonly string[];
  readonly body: readonly string[];
}

const LANGUAGES: readonly (readonly [string, Readonly<Record<string, Snippet>>, string, string])[] = [
  ["yaml", yamlSnippets, "Resources:\n  ", "\n"],
  ["json", jsonSnippets, '{\n  "Resources": {\n    ', "\n  }\n}\n"],
  ["jsonc", jsonSnippets, '{\n  "Resources": {\n    ', "\n  }\n}\n"],
];

describe("snippets", () => {
  afterEach(closeAll);

  for (const [language, snippets, before, after] of LANGUAGES) {
    for (const [name, { prefix, body }] of Object.entries(snippets)) {
      it(`are offered in ${language}, and write a template without findings: ${prefix.join(", ")}`, async () => {
        const document = await openUntitled(language, before + after);
        const end = document.positionAt(before.length);
        await until(async () => {
          const offered = await labelsAt(document, before.length);
          for (const one of prefix) assert.ok(offered.includes(one), `${one} isn't offered`);
        });
        const editor = window.activeTextEditor;
        assert.equal(editor?.document, document);
        editor.selection = new Selection(end, end);
        await commands.executeCommand("editor.action.insertSnippet", { langId: language, name });
        // What the fast tests judge: findings there are findings here.
        const indent = before.slice(before.lastIndexOf("\n") + 1);
        const written = expandSnippet(body.join("\n")).replaceAll("\t", "  ");
        assert.equal(document.getText(), before + written.replaceAll("\n", `\n${indent}`) + after);
      });
    }
  }
});

async function labelsAt(document: TextDocument, offset: number): Promise<readonly string[]> {
  const { items } = await commands.executeCommand<CompletionList>(
    "vscode.executeCompletionItemProvider",
    document.uri,
    document.positionAt(offset),
  );
  return items.map(({ label }) => (typeof label === "string" ? label : label.label));
}
