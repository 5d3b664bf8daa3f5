/**
 * Makes the bundles: `dist/client.js` (the extension), `dist/server.js` (the language server) and
 * `dist/cli.js` (the command line). `--watch` builds again on every change, with source maps.
 */
import { build, context } from "esbuild";
import { chmodSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./install.mjs";
import { licenceTexts } from "./licences.mjs";

const BUNDLES = [
  { name: "client", entry: "client/src/extension.ts", external: ["vscode"], executable: false },
  { name: "server", entry: "server/src/lsp/main.node.ts", external: [], executable: true },
  { name: "cli", entry: "server/src/cli/main.ts", external: [], executable: true },
];
const LICENCES = "dist/third-party-licences.txt";

const watch = process.argv.includes("--watch");

mkdirSync(join(root, "dist"), { recursive: true });
if (watch) await watchAll();
else await buildAll();

async function buildAll() {
  for (const { name } of BUNDLES) rmSync(join(root, `dist/${name}.js.map`), { force: true });
  const results = await Promise.all(BUNDLES.map((bundle) => build(optionsFor(bundle)))).catch(giveUp);
  const inputs = results.flatMap((result) => Object.keys(result.metafile.inputs));
  writeFileSync(join(root, LICENCES), licenceTexts(inputs));
  const sizes = BUNDLES.map((bundle) => {
    const file = join(root, `dist/${bundle.name}.js`);
    if (bundle.executable) chmodSync(file, 0o755);
    return `dist/${bundle.name}.js ${Math.round(statSync(file).size / 1024)} KB`;
  });
  console.log(`Built ${sizes.join(", ")}.`);
}

async function watchAll() {
  for (const bundle of BUNDLES) await (await context(optionsFor(bundle))).watch();
  console.log("Watching for changes.");
}

function optionsFor({ name, entry, external, executable }) {
  return {
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: `dist/${name}.js`,
    bundle: true,
    external,
    format: "cjs",
    platform: "node",
    target: "node20",
    // A bundle in CommonJS has no import.meta; its packages only ask it for a place to require from.
    define: { "import.meta.url": "__filename" },
    minify: !watch,
    sourcemap: watch,
    metafile: true,
    // The licences of the bundled packages are gathered in one file of their own.
    legalComments: "none",
    logLevel: watch ? "info" : "warning",
    ...(executable ? { banner: { js: "#!/usr/bin/env node" } } : {}),
  };
}

/** esbuild has already printed what is wrong. */
function giveUp() {
  process.exit(1);
}
