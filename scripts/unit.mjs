/**
 * `npm run test:unit` and `npm run test:fixtures`: bundles the tests that need nothing but the code,
 * and runs them in this process; see docs/decisions/0008-unit-tests.md. `-g <text>` runs those whose
 * titles hold the text.
 */
import { build } from "esbuild";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { globSync } from "tinyglobby";
import { root } from "./install.mjs";

/** What rules and links say of whole templates, and what their fixes make of them. */
const FIXTURES = ["test/rules/**/*.test.ts", "test/links/**/*.test.ts"];
/** Folders of tests that start programs, read real templates or try very many texts. */
const OTHER_SUITES = [
  "bench",
  "cdk",
  "cli",
  "corpus",
  "edits",
  "extension",
  "grammar",
  "hooks",
  "lsp",
  "neovim",
  "package",
  "pipelines",
  "sweeps",
];
/** It reads the project's own files, with the TypeScript compiler. */
const PROJECT = "test/architecture.test.ts";

/** Most code runs too briefly here for the optimising compiler to repay what it takes. */
setFlagsFromString("--interrupt-budget=1500000");

const { values, positionals } = parseArgs({
  options: { grep: { type: "string", short: "g" } },
  allowPositionals: true,
});
const suite = positionals[0] === "fixtures" ? "fixtures" : "unit";
const BUNDLE = join(root, `node_modules/.cache/${suite}-tests.cjs`);

// Mocha is loaded while esbuild, in a process of its own, is at work.
const [{ default: Mocha }] = await Promise.all([import("mocha"), bundleTests()]);
process.setSourceMapsEnabled(true);
const { timeout } = JSON.parse(readFileSync(join(root, ".mocharc.json"), "utf8"));
const mocha = new Mocha({ timeout, ...(values.grep !== undefined && { grep: values.grep }) });
mocha.addFile(BUNDLE);
mocha.run((failures) => {
  process.exitCode = failures > 0 ? 1 : 0;
});

function bundleTests() {
  const imports = testFiles().map((path) => `import ${JSON.stringify(`./${path}`)};`);
  return build({
    absWorkingDir: root,
    stdin: { contents: imports.join("\n"), resolveDir: root },
    outfile: BUNDLE,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "cjs",
    target: "node20",
    sourcemap: true,
    sourcesContent: false,
    plugins: [{ name: "import.meta.dirname", setup: keepFolders }],
  });
}

function testFiles() {
  if (suite === "fixtures") return globSync(FIXTURES, { cwd: root }).sort();
  const others = OTHER_SUITES.map((folder) => `test/${folder}/**`);
  const ignore = ["**/node_modules/**", PROJECT, ...FIXTURES, ...others];
  return globSync("test/**/*.test.ts", { cwd: root, ignore }).sort();
}

/** In a bundle, each file still finds what lies beside it. */
function keepFolders({ onLoad }) {
  onLoad({ filter: /\.ts$/ }, ({ path }) => ({
    loader: "ts",
    contents: readFileSync(path, "utf8").replaceAll("import.meta.dirname", JSON.stringify(dirname(path))),
  }));
}
