import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv, { type AnySchema } from "ajv";
import packageJson from "../../package.json";
import { CONFIG_FILES, readProjectConfig, rules } from "../../server/src/service.js";
import { parse } from "yaml";

const ROOT = join(import.meta.dirname, "../..");

function schemaAt(path: string): AnySchema {
  return JSON.parse(readFileSync(join(ROOT, path), "utf8")) as AnySchema;
}

const SCHEMA = "schemas/dynamodb-encryption-lint.schema.json";
const ajv = new Ajv({ strict: false, allErrors: true });
const validate = ajv.compile(schemaAt(SCHEMA));

/** Values that a setting, or a part of one, may be given. */
const VALUES: readonly unknown[] = [
  null,
  true,
  "",
  "error",
  "iam",
  "eu-west-1",
  "123456789012",
  123456789012,
  -1,
  0,
  2.5,
  [],
  {},
  ["hipaa"],
  ["hipaa", "hipaa"],
  ["123456789012"],
  ["p.json"],
  ["./a/*.yaml", "b"],
  ["../a"],
  ["!a"],
  ["/a"],
  [" "],
  [1],
  "a/**",
  "..",
  "c:\\x",
  "file:///x",
  { "a.yaml": "p.json" },
  { "a.yaml": ["p.json", 1] },
  { "../a": [] },
  { Stage: "dev", Count: 3, On: true },
  { Stage: [1] },
  { Stage: {} },
  { data: ["pii", 1] },
  { data: [{}] },
  { policy: "iam" },
  { policy: "all" },
  { tags: { data: "pii" } },
  { activeCallers: 5, currency: "EUR" },
  { activeCallers: 1.5 },
  { currency: "10 euros" },
  { show: true },
  { prices: { keyMonth: 1, asOf: "2026-10-01" } },
  { keyMonth: 1 },
  { keyMonth: -1 },
  { key: 1 },
  { "require-key-rotation": "off" },
  { "require-key-rotation": ["error"] },
  { "require-key-rotation": ["error", {}] },
  { "require-key-rotation": ["error", { a: 1 }] },
  { "require-key-rotation": [] },
  { "require-key-rotation": null },
  { "require-deletion-window": ["error", { minimumDays: 14 }] },
  { "require-deletion-window": ["error", { minimumDays: 3 }] },
  { "require-deletion-window": ["error", {}, 1] },
  { "require-customer-managed-key": ["info", { when: "classified" }] },
  { "require-customer-managed-key": ["info", { when: "never" }] },
  { "no-such-rule": "off" },
  [{ files: "a" }],
  [{ files: ["a"], rules: { "require-key-rotation": "off" }, region: "eu-west-1" }],
  [{ files: ["a"], frameworks: [] }],
  [{ files: null }],
  [{ rules: {} }],
  ["a"],
];

const NAMES = [
  ...[
    "rules",
    "region",
    "account",
    "partition",
    "parameters",
    "parameterFiles",
    "reportUndecided",
    "allKeys",
  ],
  ...["trustedAccounts", "newKey", "newKey.policy", "classification", "classification.tags", "cost"],
  ...["cost.activeCallers", "cost.currency", "cost.prices", "cost.show", "frameworks", "codeLens.enabled"],
  ...["workspace", "workspace.exclude", "ignore", "overrides", "files", "colour", "__proto__"],
];

function accepts(config: object): boolean {
  return validate(config) === true;
}

/** Whether schema and parser are of one mind; a text with what each says where they aren't. */
function disagreement(config: object): string | null {
  const text = JSON.stringify(config);
  const problems = readProjectConfig("/app/.dynamodb-encryption-lint.json", text)?.problems ?? [];
  const isValid = accepts(JSON.parse(text) as object);
  if (isValid === (problems.length === 0)) return null;
  const said = problems.map(({ message }) => message).join(" ");
  return `${text}: the parser says '${said}', the schema '${ajv.errorsText(validate.errors)}'`;
}

describe("the schema of a configuration", () => {
  it("takes what the parser takes and refuses what the parser refuses, for every setting", () => {
    const tried = NAMES.flatMap((name) => VALUES.map((value) => ({ [name]: value })));
    assert.deepEqual(
      tried.flatMap((config) => disagreement(config) ?? []),
      [],
    );
    assert.ok(tried.some((config) => accepts(config)) && !tried.every((config) => accepts(config)));
  });

  it("does so for the settings of some files, too", () => {
    const tried = NAMES.flatMap((name) =>
      VALUES.map((value) => ({ overrides: [{ ...(name !== "files" && { files: "a" }), [name]: value }] })),
    );
    assert.deepEqual(
      tried.flatMap((config) => disagreement(config) ?? []),
      [],
    );
  });

  it("describes every property, with and without Markdown", () => {
    const bare: string[] = [];
    const visit = (schema: unknown, path: string): void => {
      if (typeof schema !== "object" || schema === null) return;
      for (const [key, inner] of Object.entries(schema)) {
        if (key === "properties") {
          for (const [name, one] of Object.entries(inner as Record<string, Record<string, unknown>>)) {
            const isSaid =
              typeof one["description"] === "string" && typeof one["markdownDescription"] === "string";
            if (!isSaid) bare.push(`${path}/${name}`);
          }
        }
        visit(inner, `${path}/${key}`);
      }
    };
    visit(schemaAt(SCHEMA), "");
    assert.deepEqual(bare, []);
  });

  it("knows every rule", () => {
    const { properties } = schemaAt(SCHEMA) as { properties: { rules: { properties: object } } };
    assert.deepEqual(
      Object.keys(properties.rules.properties),
      rules.map(({ id }) => id),
    );
  });

  it("is offered by the editor for every name that a configuration can have", () => {
    const { jsonValidation, yamlValidation } = packageJson.contributes;
    const named = [...jsonValidation, ...yamlValidation].flatMap(({ fileMatch }) => fileMatch);
    assert.deepEqual(named.sort(), [...CONFIG_FILES].sort());
    for (const { url } of [...jsonValidation, ...yamlValidation]) assert.ok(schemaAt(url));
  });

  it("stands in a package.json below our key, where nothing else is judged", () => {
    const inPackage = new Ajv({ strict: false });
    inPackage.addSchema(schemaAt(SCHEMA), "dynamodb-encryption-lint.schema.json");
    const isValid = inPackage.compile(schemaAt("schemas/package-json.schema.json"));
    assert.ok(isValid({ name: 3, "dynamodb-encryption-lint": { region: "eu-west-1" } }));
    assert.ok(!isValid({ "dynamodb-encryption-lint": { regoin: "eu-west-1" } }));
  });

  it("takes YAML that has lost its quotes", () => {
    assert.ok(
      validate(
        parse("account: 123456789012\nparameters: { A: 1.10 }\nrules: { require-key-rotation: off }\n"),
      ),
    );
  });
});
