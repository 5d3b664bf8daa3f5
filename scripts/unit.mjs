/**
 * `npm run test:unit`: bundles the tests that need nothing but the code, and runs them in this
 * process; see docs/decisions/0008-unit-tests.md. `-g <text>` runs those whose titles hold the text.
 */
import { build } from "esbuild";
import Mocha from "mocha";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { globSync } from "tinyglobby";
import { root } from "./install.mjs";

/** Folders of tests that start programs, read real templates or try very many texts. */
const OTHER_SUITES = ["bench", "cdk", "cli", "corpus", "extension", "grammar", "lsp", "neovim", "sweeps"];
/** It reads the project's own files, with the TypeScript compiler. */
const PROJECT = "test/architecture.test.ts";
const BUNDLE = join(root, "node_modules/.cache/unit-tests.cjs");

const { values } = parseArgs({ options: { grep: { type: "string", short: "g" } } });

await bundleTests();
process.setSourceMapsEnabled(true);
const { timeout } = JSON.parse(readFileSync(join(root, ".mocharc.json"), "utf8"));
const mocha = new Mocha({ timeout, ...(values.grep !== undefined && { grep: values.grep }) });
mocha.addFile(BUNDLE);
mocha.run((failures) => {
  process.exitCode = failures > 0 ? 1 : 0;
});

function bundleTests() {
  const imports = unitTests().map((path) => `import ${JSON.stringify(`./${path}`)};`);
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

function unitTests() {
  const ignore = ["**/node_modules/**", PROJECT, ...OTHER_SUITES.map((folder) => `test/${folder}/**`)];
  return globSync("test/**/*.test.ts", { cwd: root, ignore }).sort();
}

/** In a bundle, each file still finds what lies beside it. */
function keepFolders({ onLoad }) {
  onLoad({ filter: /\.ts$/ }, ({ path }) => ({
    loader: "ts",
    contents: readFileSync(path, "utf8").replaceAll("import.meta.dirname", JSON.stringify(dirname(path))),
  }));
}
