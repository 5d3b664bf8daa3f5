import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./install.mjs";

/**
 * A comment with the licence texts of the packages a bundle was made from, which their licences
 * ask to travel with the bundle.
 *
 * @param inputs paths of the bundled files relative to the root, with `/`.
 */
export function licenceComment(inputs) {
  const folders = new Set(inputs.map(packageFolderOf).filter((folder) => folder !== null));
  const texts = [...folders].sort().map(licenceOf).join("\n");
  return `/*!\nThis file holds code of these packages:\n\n${texts.replaceAll("*/", "* /")}*/\n`;
}

function packageFolderOf(input) {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? null;
}

function licenceOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
  const file = readdirSync(join(root, folder)).find((one) => /^licen[cs]e/i.test(one));
  const text = file === undefined ? "" : readFileSync(join(root, folder, file), "utf8").trim();
  return `${name} ${version} (${license})\n\n${text}\n${"-".repeat(78)}\n`;
}
