import assert from "node:assert/strict";
import packageJson from "../../package.json";
import { newKey } from "../../server/src/dialects/cloudformation/new-key.js";
import { PlainCall } from "../../server/src/core/plain.js";
import { analyse, parseSettings } from "../../server/src/service.js";
import { parseTemplateYaml } from "../support/template-yaml.js";
import { expandedSnippets, isSam } from "./expanded-snippets.js";

const { settings } = parseSettings({ allKeys: true });

describe("the snippets", () => {
  const yaml = expandedSnippets("yaml");
  const json = expandedSnippets("json");

  for (const [language, snippets] of [
    ["yaml", yaml],
    ["json", json],
  ] as const) {
    for (const [name, text] of Object.entries(snippets)) {
      it(`give a template without findings: '${name}' in ${language.toUpperCase()}`, () => {
        const analysis = analyse({ path: `template.${language}`, text }, { settings, today: "2026-01-31" });
        assert.equal(analysis.dialect, isSam(text) ? "sam" : "cloudformation");
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
    for (const [name, text] of Object.entries(yaml)) {
      assert.deepEqual(parseTemplateYaml(text), JSON.parse(json[name] ?? ""), name);
    }
  });

  it("give a key the policy that a fix gives it", () => {
    const template = JSON.parse(json["KMS key for DynamoDB"] ?? "") as { Resources: { TableKey: unknown } };
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

function asJson(value: unknown): unknown {
  if (value instanceof PlainCall) return { [value.name]: asJson(value.argument) };
  if (Array.isArray(value)) return value.map(asJson);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, asJson(member)]));
}
