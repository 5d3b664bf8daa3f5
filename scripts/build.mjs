/**
 * Makes the bundles: `dist/client.js` (the extension), `dist/server.js` (the language server), the
 * same two for a browser, `dist/source-editor.js` (what the server mends the source of CDK apps with),
 * `dist/cli.js` with `dist/cli-program.js` (the command line), `dist/api.js` (what `import` of the npm
 * package gives) and `dist/cdk.js` (the plugin for CDK apps), both with their types. `--watch` builds
 * again on every change, with source maps.
 */
import { build, context } from "esbuild";
import { appendFileSync, chmodSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { completeApi } from "./api-package.mjs";
import { declarationsOf } from "./declarations.mjs";
import { root } from "./install.mjs";
import { licenceComment } from "./licences.mjs";
import { buildServers } from "./server-bundles.mjs";

/** The same code as the build for Node, but that one looks into the environment at every token. */
const PACKAGES = { yaml: join(root, "node_modules/yaml/browser/index.js") };

// A bundle in CommonJS has no import.meta; its packages only ask it for a place to require from.
const NODE = {
  platform: "node",
  format: "cjs",
  target: "node20",
  define: { "import.meta.url": "__filename", "import.meta.filename": "__filename" },
};
/** A web extension host calls the client as CommonJS; the server is a worker's script. */
const BROWSER = { platform: "browser", target: "es2022" };
// Where Node can keep compiled code from run to run (22.1 and up), programs start faster.
const KEEP_COMPILED = 'require("node:module").enableCompileCache?.();';
const PROGRAM = { banner: { js: `#!/usr/bin/env node\n${KEEP_COMPILED}` } };

const BUNDLES = [
  { name: "client", entry: "client/src/extension.ts", options: { ...NODE, external: ["vscode"] } },
  { name: "server", entry: "server/src/lsp/main.node.ts", options: { ...NODE, ...PROGRAM } },
  // Loaded by the server when it is needed: its parser is as large as all the rest.
  { name: "source-editor", entry: "server/src/source-editor.ts", options: NODE },
  {
    name: "client.browser",
    entry: "client/src/extension.browser.ts",
    options: { ...BROWSER, format: "cjs", external: ["vscode"] },
  },
  {
    name: "server.browser",
    entry: "server/src/lsp/main.browser.ts",
    options: { ...BROWSER, format: "iife" },
  },
  {
    name: "cli",
    entry: "server/src/cli/launcher.ts",
    options: { ...NODE, ...PROGRAM, external: ["./cli-program.js"] },
  },
  { name: "cli-program", entry: "server/src/cli/main.ts", options: NODE },
  { name: "api", entry: "server/src/api/index.ts", options: NODE },
  { name: "cdk", entry: "server/src/cdk-plugin/plugin.ts", options: NODE },
];

const watch = process.argv.includes("--watch");

mkdirSync(join(root, "dist"), { recursive: true });
writeFileSync(join(root, "dist/cdk.d.ts"), await declarationsOf(["server/src/cdk-plugin/plugin.ts"]));
if (watch) await watchAll();
else await buildAll();

async function buildAll() {
  for (const { name } of BUNDLES) rmSync(join(root, `dist/${name}.js.map`), { force: true });
  const inputs = await buildBundles().catch(giveUp);
  const sizes = BUNDLES.map(({ name, options }) => {
    const file = join(root, `dist/${name}.js`);
    appendFileSync(file, licenceComment(inputs[name]));
    if (options.banner !== undefined) chmodSync(file, 0o755);
    return `dist/${name}.js ${Math.ceil(statSync(file).size / 1024)} KB`;
  });
  await completeApi();
  console.log(`Built ${sizes.join(", ")}.`);
}

/** The paths of all files that each bundle holds code of, by the bundle's name. */
async function buildBundles() {
  const alone = BUNDLES.filter(({ name }) => !name.startsWith("server"));
  const options = Object.fromEntries(BUNDLES.map((bundle) => [bundle.name, optionsFor(bundle)]));
  const [servers, ...others] = await Promise.all([
    buildServers(options),
    ...alone.map(({ name }) => build(options[name])),
  ]);
  const inputs = others.map(({ metafile }, index) => [alone[index].name, Object.keys(metafile.inputs)]);
  return { ...servers, ...Object.fromEntries(inputs) };
}

/** Each bundle by itself: what both servers have in common is built twice. */
async function watchAll() {
  for (const bundle of BUNDLES) await (await context(optionsFor(bundle))).watch();
  console.log("Watching for changes.");
}

function optionsFor({ name, entry, options }) {
  return {
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: `dist/${name}.js`,
    bundle: true,
    minify: !watch,
    sourcemap: watch,
    metafile: true,
    alias: PACKAGES,
    // The licences of the bundled packages stand at the end of each bundle, in full.
    legalComments: "none",
    logLevel: watch ? "info" : "warning",
    ...options,
  };
}

/** esbuild has already printed what is wrong. */
function giveUp() {
  process.exit(1);
}
