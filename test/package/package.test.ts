import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { version } from "../../package.json";
import { installPackage, ROOT, type Installed } from "./installed.js";

const TABLE = "Resources:\n  Orders:\n    Type: AWS::DynamoDB::Table\n";
const RULE = "require-customer-managed-key";

describe("the npm package", function () {
  this.timeout(120_000);
  let installed: Installed;

  before(() => {
    installed = installPackage();
  });
  after(() => installed.remove());

  it("holds the bundles, the types, the schema, README, CHANGELOG and LICENSE, and nothing else", () => {
    assert.deepEqual(installed.files, [
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      "dist/api.d.mts",
      "dist/api.d.ts",
      "dist/api.js",
      "dist/api.mjs",
      "dist/cdk.d.ts",
      "dist/cdk.js",
      "dist/cli-program.js",
      "dist/cli.js",
      "dist/server.browser.js",
      "dist/server.js",
      "dist/source-editor.js",
      "docs/json-output.schema.json",
      "package.json",
      "schemas/dynamodb-encryption-lint.schema.json",
      "schemas/package-json.schema.json",
    ]);
  });

  it("needs no other package", () => {
    const { stdout } = spawnSync(process.execPath, ["-e", LIST_PACKAGES], {
      cwd: installed.folder,
      encoding: "utf8",
    });
    assert.deepEqual(JSON.parse(stdout), [".bin", ".package-lock.json", "dynamodb-encryption-lint"]);
  });

  it("brings the command line", () => {
    assert.equal(installed.bin("dynamodb-encryption-lint", ["--version"]).stdout, `${version}\n`);
    const linted = installed.bin("dynamodb-encryption-lint", ["--format=json", "-"], TABLE);
    assert.equal(linted.status, 1, linted.stderr);
    const { findings } = JSON.parse(linted.stdout) as { findings: { rule: string }[] };
    assert.deepEqual(
      findings.map(({ rule }) => rule),
      [RULE],
    );
  });

  it("brings the language server", () => {
    const { status, stdout } = installed.bin("dynamodb-encryption-language-server", ["--version"]);
    assert.deepEqual(
      [status, stdout],
      [
        0,
        `${version}
`,
      ],
    );
  });

  for (const [system, file, first] of [
    [
      "an ES module",
      "from-module.mjs",
      'import { analyse, applyEdits, rules, version } from "dynamodb-encryption-lint";',
    ],
    [
      "a CommonJS module",
      "from-commonjs.cjs",
      'const { analyse, applyEdits, rules, version } = require("dynamodb-encryption-lint");',
    ],
  ] as const) {
    it(`is a library for ${system}`, () => {
      const { status, stdout, stderr } = installed.script(file, `${first}\n${CONSUMER}`);
      assert.equal(status, 0, stderr);
      assert.deepEqual(JSON.parse(stdout), {
        rules: [RULE],
        after: [],
        version,
        knows: true,
      });
    });
  }

  it("is one library for both: what one gives is what the other gives", () => {
    const text = `import { createRequire } from "node:module";
import * as module from "dynamodb-encryption-lint";
const common = createRequire(import.meta.url)("dynamodb-encryption-lint");
console.log(Object.keys(module).every((name) => module[name] === common[name]), Object.keys(module).join(" "));`;
    const { stdout, stderr } = installed.script("both.mjs", text);
    assert.equal(stdout, "true analyse applyEdits rules version\n", stderr);
  });

  it("exports the schema of the JSON report", () => {
    const text = 'console.log(require("dynamodb-encryption-lint/json-output.schema.json").type);';
    assert.equal(installed.script("schema.cjs", text).stdout, "object\n");
  });

  it("exports nothing from its inside", () => {
    const { status, stderr } = installed.script(
      "inside.cjs",
      'require("dynamodb-encryption-lint/dist/cli.js");',
    );
    assert.notEqual(status, 0);
    assert.match(stderr, /ERR_PACKAGE_PATH_NOT_EXPORTED/);
  });

  for (const [module, moduleResolution] of [
    ["node16", "node16"],
    ["esnext", "bundler"],
    ["commonjs", "node10"],
  ]) {
    for (const file of ["typed.mts", "typed.cts"]) {
      if (moduleResolution !== "node16" && file === "typed.cts") continue;
      it(`has types for a strict consumer: ${moduleResolution}, ${file}`, () => {
        const name = moduleResolution === "node16" ? file : "typed.ts";
        writeFileSync(join(installed.folder, name), TYPED);
        const options = ["--strict", "--noEmit", "--skipLibCheck", "false", "--target", "es2022"];
        const argv = [
          ...options,
          "--module",
          module ?? "",
          "--moduleResolution",
          moduleResolution ?? "",
          name,
        ];
        const compiled = spawnSync(
          process.execPath,
          [join(ROOT, "node_modules/typescript/bin/tsc"), ...argv],
          {
            cwd: installed.folder,
            encoding: "utf8",
          },
        );
        assert.equal(compiled.stdout, "");
        assert.equal(compiled.status, 0);
      });
    }
  }

  it("has types that refer to nothing else", () => {
    const types = readFileSync(
      join(installed.folder, "node_modules/dynamodb-encryption-lint/dist/api.d.ts"),
      "utf8",
    );
    assert.doesNotMatch(types, /\bfrom "|\bimport\(|reference (path|types)/);
  });

  it("has pages whose examples give what they say", () => {
    const page = readFileSync(join(ROOT, "docs/api.md"), "utf8");
    const examples = [...page.matchAll(/^```js\n(.*?)^```\n+```text\n(.*?)^```/gms)];
    assert.ok(examples.length >= 5);
    for (const [index, [, code = "", expected]] of examples.entries()) {
      const extension = code.includes("require(") ? "cjs" : "mjs";
      const { stdout, stderr } = installed.script(`example-${index}.${extension}`, code);
      assert.equal(stdout, expected, stderr);
    }
  });
});

describe("the manifest of the npm package", () => {
  const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as Record<string, unknown>;

  it("is ready to be published with provenance, after all tests", () => {
    assert.notEqual(manifest["private"], true);
    assert.deepEqual(manifest["publishConfig"], { access: "public", provenance: true });
    assert.match((manifest["repository"] as { url: string }).url, /^git\+https:\/\/github\.com\/.*\.git$/);
    const { prepare, prepublishOnly } = manifest["scripts"] as Record<string, string>;
    // Npm runs `prepare` before it packs, and alone of all where it installs from a git repository.
    assert.deepEqual([prepare, prepublishOnly], ["npm run build", "npm test"]);
  });
});

const LIST_PACKAGES = 'console.log(JSON.stringify(require("node:fs").readdirSync("node_modules").sort()))';

const CONSUMER = `
const document = { path: "template.yaml", text: ${JSON.stringify(TABLE)} };
const [{ findings }] = analyse(document).documents;
const fixed = applyEdits(document.text, findings[0].fixes[0].edits);
const [after] = analyse({ ...document, text: fixed }).documents;
console.log(JSON.stringify({
  rules: findings.map(({ rule }) => rule),
  after: after.findings,
  version,
  knows: rules.some(({ id }) => id === ${JSON.stringify(RULE)}),
}));
`;

const TYPED = `
import { analyse, applyEdits, rules, version } from "dynamodb-encryption-lint";
import type { Analysis, Finding, Settings, TableCase } from "dynamodb-encryption-lint";

const settings: Settings = { region: "eu-west-1", rules: { "valid-table-key": ["error", {}] } };
const result: Analysis = analyse([{ path: "a.yaml", text: "" }], { settings, today: "2026-01-31" });
const findings: readonly Finding[] = result.documents.flatMap((document) => document.findings);
const kinds: TableCase["key"][] = result.documents.flatMap(({ tables }) => tables.flatMap(({ cases }) => cases.map(({ key }) => key)));
export const fixed: string = findings.map((finding) => applyEdits("", finding.fixes[0]?.edits ?? [])).join();
export const said: string = [version, ...rules.map(({ id }) => id), ...kinds].join();

// @ts-expect-error a document needs its text
analyse({ path: "a.yaml" });
// @ts-expect-error results are read only
result.documents.push();
// @ts-expect-error no such rule setting
analyse([], { settings: { rules: { "valid-table-key": "loud" } } });
`;
