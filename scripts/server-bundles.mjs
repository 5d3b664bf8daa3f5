/**
 * The two bundles of the language server, which are the same code but for how they are spoken to.
 * All that both have in common is written once, into `dist/server.browser.js`, as a function of the
 * protocol's module; `dist/server.js` takes it from there.
 */
import { build } from "esbuild";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./install.mjs";

const PROTOCOL = "vscode-languageserver";
const CORE = {
  contents: [
    'export { startServer } from "./server/src/lsp/server.js";',
    'export { globMatcher } from "./server/src/service.js";',
  ].join("\n"),
  resolveDir: root,
  loader: "ts",
};
/** The modules of ours that the programs take from the common part. */
const SHARED = /^\.\/server\.js$|^\.\.\/service\.js$/;

/**
 * Builds both.
 *
 * @param options esbuild's, by the bundle's name: `server`, `server.browser`.
 * @returns the paths of all files that each holds code of, by the bundle's name.
 */
export async function buildServers(options) {
  const core = await build({
    ...options["server.browser"],
    entryPoints: [],
    stdin: CORE,
    outfile: undefined,
    format: "cjs",
    external: [PROTOCOL],
    write: false,
  });
  const [browser, node] = await Promise.all([
    build({ ...options["server.browser"], write: false, plugins: [takeFrom("serverCore")] }),
    build({ ...options.server, plugins: [takeFrom('require("./server.browser.js")')] }),
  ]);
  const common = core.outputFiles[0].text.replaceAll(`require("${PROTOCOL}")`, `load("${PROTOCOL}")`);
  writeFileSync(
    join(root, options["server.browser"].outfile),
    // In parentheses, so that V8 reads it once: it takes other functions for such as may never be called.
    `var serverCore=(function(load,module,exports){${common}});` +
      // A worker has no modules: there, the program itself begins.
      `if(typeof module==="object")module.exports=serverCore;else{${browser.outputFiles[0].text}}\n`,
  );
  const inputs = (result) => Object.keys(result.metafile.inputs);
  return {
    server: inputs(node),
    "server.browser": [...inputs(core), ...inputs(browser)],
  };
}

/** Has a program take our own modules from the common part, which `expression` gives. */
function takeFrom(expression) {
  return {
    name: "common part",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: SHARED }, () => ({ path: "core", namespace: "common" }));
      onLoad({ filter: /.*/, namespace: "common" }, () => ({
        contents: [
          `const core = ${expression};`,
          "const made = { exports: {} };",
          `core(() => require("${PROTOCOL}"), made, made.exports);`,
          "module.exports = made.exports;",
        ].join("\n"),
        resolveDir: root,
      }));
      onResolve({ filter: /^\.\/server\.browser\.js$/, namespace: "common" }, ({ path }) => ({
        path,
        external: true,
      }));
    },
  };
}
