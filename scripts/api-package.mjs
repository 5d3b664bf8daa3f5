/**
 * What makes `dist/api.js` a package for both module systems: `dist/api.mjs`, which hands on the same
 * functions, and the types of both, written from `server/src/api/`.
 */
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { declarationsOf } from "./declarations.mjs";
import { root } from "./install.mjs";

const SOURCES = ["server/src/api/types.ts", "server/src/api/index.ts"];

/** Writes the files beside the bundle, which has to be there. */
export async function completeApi() {
  const dist = (name) => join(root, "dist", name);
  const names = Object.keys(createRequire(import.meta.url)(dist("api.js")));
  writeFileSync(
    dist("api.mjs"),
    `import api from "./api.js";\nexport const { ${names.join(", ")} } = api;\n`,
  );
  writeFileSync(dist("api.d.ts"), await declarationsOf(SOURCES));
  writeFileSync(dist("api.d.mts"), 'export * from "./api.js";\n');
}
