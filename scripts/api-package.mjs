/**
 * What makes `dist/api.js` a package for both module systems: `dist/api.mjs`, which hands on the same
 * functions, and the types of both, written from `server/src/api/`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { root } from "./install.mjs";

const SOURCES = ["types.ts", "index.ts"];
/** What holds the two files together falls away where they are one. */
const BETWEEN_THEM = /^(?:import|export) type .* from "\.\/types\.js";\n/gm;

/** Writes the files beside the bundle, which has to be there. */
export async function completeApi() {
  const dist = (name) => join(root, "dist", name);
  const names = Object.keys(createRequire(import.meta.url)(dist("api.js")));
  writeFileSync(
    dist("api.mjs"),
    `import api from "./api.js";\nexport const { ${names.join(", ")} } = api;\n`,
  );
  writeFileSync(dist("api.d.ts"), await declarations());
  writeFileSync(dist("api.d.mts"), 'export * from "./api.js";\n');
}

/** One file that refers to no other. */
async function declarations() {
  const { default: ts } = await import("typescript");
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };
  const texts = SOURCES.map((name) => {
    const source = readFileSync(join(root, "server/src/api", name), "utf8");
    return ts.transpileDeclaration(source, { fileName: name, compilerOptions }).outputText;
  });
  return texts.join("\n").replaceAll(BETWEEN_THEM, "");
}
