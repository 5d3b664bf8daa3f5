import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { settingsSchema, staleFiles } from "../scripts/generated.js";
import { SETTING_DEFINITIONS } from "../server/src/core/setting-definitions.js";
import { rules } from "../server/src/service.js";
import { fixtureFolders } from "./support/fixtures.js";
import { sourcesBelow, type Import, type SourceFile } from "./support/sources.js";

const ROOT = join(import.meta.dirname, "..");
const SERVER = "server/src";

/**
 * Who may import whom; the same table stands in docs/architecture.md, in words. `types of` allows
 * the types alone. A name without a slash is a folder (or file) of server/src, a package, or `node:`.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  policy: ["core"],
  pricing: ["core"],
  compliance: ["core"],
  formats: ["core", "yaml", "@humanwhocodes/momoa"],
  dialects: ["core", "policy", "types of formats/format.ts", "@jridgewell/trace-mapping"],
  deployments: ["core", "formats", "toml-eslint-parser", "picomatch"],
  "project-config": ["core", "formats", "deployments"],
  links: ["core", "dialects", "types of formats/format.ts"],
  navigation: ["core", "dialects"],
  rules: ["core", "policy", "pricing", "compliance"],
  render: ["core", "policy", "pricing", "compliance", "types of inventory"],
  guardrails: ["core", "policy", "formats"],
  "summaries.ts": ["core", "policy"],
  "costs.ts": ["core", "pricing", "rules"],
  inventory: ["core", "policy", "pricing", "summaries.ts", "costs.ts"],
  "rule-catalogue.ts": ["core", "compliance", "rules", "render"],
  "reports.ts": ["core", "rules", "render", "rule-catalogue.ts", "types of inventory"],
  "navigation.ts": ["core", "dialects", "navigation"],
  "workspace.ts": ["core", "formats", "dialects", "deployments", "links", "types of navigation/templates.ts"],
  "assemblies.ts": ["core", "dialects", "types of workspace.ts"],
  "analysis.ts": ["core", "formats", "dialects", "rules", "summaries.ts", "types of workspace.ts"],
  "source-findings.ts": ["analysis.ts", "core", "dialects", "types of workspace.ts"],
  "source-groups.ts": ["core", "types of source-findings.ts"],
  "source-text.ts": ["core", "formats", "types of source-findings.ts"],
  "fixes.ts": ["analysis.ts", "core", "dialects"],
  "resource-changes.ts": ["core", "dialects", "formats", "types of analysis.ts"],
  "source-editor.ts": ["dialects"],
  "source-fixes.ts": ["core", "dialects", "pricing"],
  "service.ts": [
    "analysis.ts",
    "fixes.ts",
    "resource-changes.ts",
    "summaries.ts",
    "costs.ts",
    "inventory",
    "rule-catalogue.ts",
    "reports.ts",
    "workspace.ts",
    "assemblies.ts",
    "source-findings.ts",
    "source-groups.ts",
    "source-text.ts",
    "core",
    "policy",
    "pricing",
    "compliance",
    "formats",
    "dialects",
    "deployments",
    "project-config",
    "links",
    "rules",
    "render",
  ],
  "key-change.ts": ["service.ts", "costs.ts", "core", "policy", "pricing", "rules", "render"],
  "lenses.ts": ["service.ts", "costs.ts", "core", "policy", "pricing", "render"],
  lsp: [
    "service.ts",
    "navigation.ts",
    "key-change.ts",
    "lenses.ts",
    "source-fixes.ts",
    "types of core",
    "vscode-languageserver",
    "vscode-languageserver-textdocument",
  ],
  api: ["service.ts", "types of core"],
  cli: ["service.ts", "guardrails", "types of core", "node:", "diff", "ignore", "tinyglobby"],
  "cdk-plugin": ["service.ts", "types of core", "node:"],
};

/** What single files may import beyond their folder. */
const EXCEPTIONS: Readonly<Record<string, readonly string[]>> = {
  // Both edges turn offsets into lines and columns.
  lsp: ["core/lines.ts", "core/span.ts"],
  cli: ["core/lines.ts", "core/span.ts"],
  api: ["core/lines.ts"],
  // The one place that knows the parser of sources: the types of its tree are those of another package.
  "dialects/cdk/source-editor/syntax.ts": ["@babel/parser", "types of @babel/types"],
  // A file named on the command line is read as the one that the settings name.
  // The two places where the server touches the process and the disk.
  "lsp/main.node.ts": ["node:"],
  "lsp/disk-files.node.ts": ["node:"],
  // The parser of an app's source is a bundle of its own, which is looked for beside the server's.
  "lsp/source-editor.node.ts": ["node:"],
};

const CLIENT_MAY_IMPORT = ["vscode", "vscode-languageclient", "node:path"];
const GENERATED = ["server/src/policy/kms-reference.ts"];

describe("the architecture", () => {
  const server = sourcesBelow(SERVER);
  const client = sourcesBelow("client/src");

  it("has a row in the import table for each folder", () => {
    const folders = new Set(server.map(folderOf));
    assert.deepEqual(
      [...folders].filter((folder) => MAY_IMPORT[folder] === undefined),
      [],
    );
  });

  it("lets each folder of the server import what the table allows, and no more", () => {
    const wrong = server.flatMap((file) =>
      file
        .imports()
        .filter((one) => !isAllowed(file, one))
        .map((one) => `${file.path} imports ${one.target}`),
    );
    assert.deepEqual(wrong, []);
  });

  it("shares no code between client and server", () => {
    const wrong = client.flatMap((file) =>
      file
        .imports()
        .filter((one) =>
          one.own ? !one.target.startsWith("client/src/") : !CLIENT_MAY_IMPORT.includes(one.target),
        )
        .map((one) => `${file.path} imports ${one.target}`),
    );
    assert.deepEqual(wrong, []);
  });

  it("has the table in docs/architecture.md, row by row", () => {
    const page = read("docs/architecture.md");
    const missing = Object.keys(MAY_IMPORT).filter((folder) => {
      const name = folder.replace(".ts", "");
      return !new RegExp(`^\\| [^|]*\\b${name}\\b[^|]* \\|`, "m").test(page);
    });
    assert.deepEqual(missing, []);
  });

  it("keeps source files under 400 lines and rules under 150", () => {
    const sources = [...server, ...client, ...["test", "scripts", "bench"].flatMap(sourcesBelow)];
    const long = sources
      .filter(({ path }) => !GENERATED.includes(path))
      .filter(({ path, lines }) => lines > (path.startsWith(`${SERVER}/rules/`) ? 150 : 400))
      .map(({ path, lines }) => `${path}: ${lines} lines`);
    assert.deepEqual(long, []);
  });
});

describe("the rules", () => {
  const ids = rules.map((rule) => rule.id).sort();

  it("stand in a file each, named like the rule", () => {
    const files = sourcesBelow(`${SERVER}/rules`)
      .map(({ path }) => path.slice(`${SERVER}/rules/`.length))
      .filter((name) => /^(require|no|valid)-[^/]*\.ts$/.test(name));
    assert.deepEqual(files.map((name) => name.replace(/\.ts$/, "")).sort(), ids);
  });

  it("have a fixture folder each, and no folder is left over", () => {
    assert.deepEqual(fixtureFolders(), ids);
  });

  it("have a page each, and no page is left over", () => {
    const pages = existsSync(join(ROOT, "docs/rules")) ? readdirSync(join(ROOT, "docs/rules")) : [];
    assert.deepEqual(
      pages.sort(),
      ids.map((id) => `${id}.md`),
    );
  });

  it("are named in the changelog", () => {
    const changelog = read("CHANGELOG.md");
    assert.deepEqual(
      ids.filter((id) => !changelog.includes(`\`${id}\``)),
      [],
    );
  });
});

describe("the project's files", () => {
  const manifest = JSON.parse(read("package.json")) as {
    readonly version: string;
    readonly dependencies?: object;
    readonly devDependencies: Readonly<Record<string, string>>;
    readonly contributes: {
      readonly configuration: { readonly properties: Readonly<Record<string, unknown>> };
    };
  };

  it("are fresh where they are generated", () => {
    assert.deepEqual(
      staleFiles().map((file) => file.path),
      [],
      "run npm run generate",
    );
  });

  it("offer the editor the settings that the server knows", () => {
    const known = ["rules", "trace.server", ...SETTING_DEFINITIONS.map((setting) => setting.name)];
    const offered = Object.keys(manifest.contributes.configuration.properties);
    assert.deepEqual(offered.sort(), known.map((name) => `dynamodbEncryption.${name}`).sort());
    assert.deepEqual(manifest.contributes.configuration, settingsSchema());
  });

  it("agree on the version", () => {
    const newest = /^## \[?(\d+\.\d+\.\d+)/m.exec(read("CHANGELOG.md"))?.[1];
    assert.equal(manifest.version, newest);
  });

  it("pin every package, and say why each is there", () => {
    const decision = read("docs/decisions/0001-dependencies.md");
    assert.deepEqual(Object.keys(manifest.dependencies ?? {}), [], "everything is bundled");
    for (const [name, version] of Object.entries(manifest.devDependencies)) {
      assert.match(version, /^\d+\.\d+\.\d+(-[\w.]+)?$/, `${name} is pinned`);
      assert.ok(decision.includes(`\`${name}\``), `docs/decisions/0001-dependencies.md names ${name}`);
    }
  });

  it("pin and explain the packages of the CDK's tests, too", () => {
    const decision = read("docs/decisions/0001-dependencies.md");
    for (const folder of ["test/cdk", "test/cdk/earlier"]) {
      const { dependencies } = JSON.parse(read(`${folder}/package.json`)) as {
        readonly dependencies: Readonly<Record<string, string>>;
      };
      for (const [name, version] of Object.entries(dependencies)) {
        assert.match(version, /^\d+\.\d+\.\d+$/, `${name} is pinned`);
        assert.ok(decision.includes(`\`${name}\``), `docs/decisions/0001-dependencies.md names ${name}`);
      }
      assert.doesNotMatch(read(`${folder}/package-lock.json`), /"resolved"/);
    }
  });
});

function isAllowed(file: SourceFile, { target, own, typeOnly }: Import): boolean {
  const folder = folderOf(file);
  if (own && !target.startsWith(`${SERVER}/`)) return isManifest(target);
  const name = own ? target.slice(`${SERVER}/`.length) : target;
  if (own && isWithin(name, folder)) return true;
  const allowed = [
    ...(MAY_IMPORT[folder] ?? []),
    ...(EXCEPTIONS[folder] ?? []),
    ...(EXCEPTIONS[file.path.slice(`${SERVER}/`.length)] ?? []),
  ];
  return allowed.some((entry) => {
    const types = /^types of (.*)$/.exec(entry)?.[1];
    return types === undefined ? isWithin(name, entry) : typeOnly && isWithin(name, types);
  });
}

/** The version stands in package.json and nowhere else. */
function isManifest(target: string): boolean {
  return target === "package.json";
}

function isWithin(name: string, entry: string): boolean {
  return name === entry || name.startsWith(entry.endsWith(":") ? entry : `${entry}/`);
}

/** The first folder below server/src, or the file where it lies in none. */
function folderOf({ path }: SourceFile): string {
  return path.slice(`${SERVER}/`.length).split("/")[0] ?? "";
}

function read(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}
