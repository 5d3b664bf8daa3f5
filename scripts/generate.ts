/**
 * Writes what follows from the rules and the settings: the rules' pages, the README's table, the
 * settings in package.json with their texts in package.nls.json, and the schemas of a project's
 * configuration. `--check` writes nothing and fails where something is stale.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ROOT, staleFiles, type GeneratedFile } from "./generated.js";

const stale = staleFiles();
if (process.argv.includes("--check")) report(stale);
else for (const file of stale) write(file);

function report(files: readonly GeneratedFile[]): void {
  for (const { path } of files) console.error(`${path} is stale: run npm run generate.`);
  process.exitCode = files.length > 0 ? 1 : 0;
}

function write({ path, text }: GeneratedFile): void {
  const file = join(ROOT, path);
  if (text === null) {
    rmSync(file);
    console.log(`Removed ${path}.`);
    return;
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  console.log(`Wrote ${path}.`);
}
