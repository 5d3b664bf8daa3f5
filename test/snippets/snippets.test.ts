import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, type ScalarTag, type Tags } from "yaml";
import packageJson from "../../package.json";
import { newKey } from "../../server/src/dialects/cloudformation/new-key.js";
import { PlainCall } from "../../server/src/core/plain.js";
import { analyse, parseSettings } from "../../server/src/service.js";
import { expandSnippet } from "./expand-snippet.js";

const ROOT = join(import.meta.dirname, "../..");
const { settings } = parseSettings({ allKeys: true });

interface Snippet {
  readonly prefix: readonly string[];
  readonly description: string;
  readonly body: readonly string[];
}

/** Each snippet as a whole template that somebody gets by accepting every default. */
const TEMPLATES = {
  yaml: (body: string) => `Resources:\n${body.replace(/^(?=.)/gm, "  ")}\n`,
  json: (body: string) => `{\n  "Resources": {\n${body.replace(/^(?=.)/gm, "    ")}\n  }\n}\n`,
};

describe("the snippets", () => {
  const yaml = snippetsOf("yaml");
  const json = snippetsOf("json");

  for (const [language, snippets] of [
    ["yaml", yaml],
    ["json", json],
  ] as const) {
    for (const [name, snippet] of Object.entries(snippets)) {
      it(`give a template without findings: '${name}' in ${language.toUpperCase()}`, () => {
        const text = TEMPLATES[language](expanded(snippet));
        const analysis = analyse({ path: `template.${language}`, text }, { settings, today: "2026-01-31" });
        assert.notEqual(analysis.dialect, null);
        assert.deepEqual([...analysis.problems, ...analysis.failures], []);
        assert.deepEqual(
          analysis.findings.map(({ rule, message }) => `${rule}: ${message}`),
          [],
        );
      });
    }
  }

  it("say the same in YAML and in JSON", () => {
    assert.deepEqual(Object.keys(yaml), Object.keys(json));
    for (const [name, snippet] of Object.entries(yaml)) {
      assert.deepEqual(parseYaml(TEMPLATES.yaml(expanded(snippet))), jsonTemplate(json[name]), name);
    }
  });

  it("give a key the policy that a fix gives it", () => {
    const template = jsonTemplate(json["KMS key for DynamoDB"]) as { Resources: { TableKey: unknown } };
    const key = newKey("account-through-dynamodb", "Encrypts DynamoDB tables");
    assert.deepEqual(template.Resources.TableKey, asJson(key));
  });

  it("are contributed for YAML and both kinds of JSON", () => {
    assert.deepEqual(
      packageJson.contributes.snippets.map(({ language, path }) => [language, path]),
      [
        ["yaml", "./snippets/yaml.json"],
        ["json", "./snippets/json.json"],
        ["jsonc", "./snippets/json.json"],
      ],
    );
  });
});

function snippetsOf(language: string): Readonly<Record<string, Snippet>> {
  const file = join(ROOT, "snippets", `${language}.json`);
  return JSON.parse(readFileSync(file, "utf8")) as Record<string, Snippet>;
}

function expanded(snippet: Snippet): string {
  return expandSnippet(snippet.body.join("\n")).replaceAll("\t", "  ");
}

function jsonTemplate(snippet: Snippet | undefined): unknown {
  assert.ok(snippet);
  return JSON.parse(TEMPLATES.json(expanded(snippet)));
}

/** Reads the short forms of intrinsic functions as their long forms. */
function parseYaml(text: string): unknown {
  const tag = (name: string, resolve: (value: string) => unknown): ScalarTag => ({ tag: name, resolve });
  const customTags: Tags = [
    tag("!Sub", (value) => ({ "Fn::Sub": value })),
    tag("!Ref", (value) => ({ Ref: value })),
    tag("!GetAtt", (value) => ({ "Fn::GetAtt": value.split(".") })),
  ];
  return parse(text, { customTags });
}

function asJson(value: unknown): unknown {
  if (value instanceof PlainCall) return { [value.name]: asJson(value.argument) };
  if (Array.isArray(value)) return value.map(asJson);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, asJson(member)]));
}
