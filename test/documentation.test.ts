import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { globSync } from "tinyglobby";
import packageJson from "../package.json";
import { OPTIONS } from "../server/src/cli/options.js";

const ROOT = join(import.meta.dirname, "..");
const PAGES = globSync(["*.md", "docs/**/*.md", "bench/*.md", "images/**/*.md"], { cwd: ROOT }).sort();
const read = (page: string): string => readFileSync(join(ROOT, page), "utf8");

describe("the documentation", () => {
  it("has no link that leads nowhere", () => {
    const broken = PAGES.flatMap((page) =>
      linksOf(read(page))
        .filter((link) => !leadsSomewhere(page, link))
        .map((link) => `${page}: ${link}`),
    );
    assert.deepEqual(broken, []);
  });

  it("has an index of all its pages", () => {
    const index = new Set(linksOf(read("docs/README.md")).map((link) => join("docs", link)));
    const missing = PAGES.filter((page) => /^docs\/[^/]+\.md$/.test(page) && page !== "docs/README.md");
    assert.deepEqual(
      missing.filter((page) => !index.has(page)),
      [],
    );
  });

  it("names every option of the command line in the README", () => {
    const readme = read("README.md");
    assert.deepEqual(
      OPTIONS.map(({ name }) => name).filter((name) => !new RegExp(`--${name}(?![a-z-])`).test(readme)),
      [],
    );
  });

  it("names every setting on the page about settings, and every snippet in the README", () => {
    const settings = Object.keys(packageJson.contributes.configuration.properties);
    const page = read("docs/settings.md");
    const named = settings.map((name) => `\`${name.replace("dynamodbEncryption.", "")}\``);
    assert.deepEqual(
      named.filter((name) => !page.includes(name)),
      [],
    );
    const snippets = JSON.parse(read("snippets/yaml.json")) as Record<string, { prefix: [string] }>;
    const readme = read("README.md");
    for (const { prefix } of Object.values(snippets))
      assert.ok(readme.includes(`\`${prefix[0]}\``), prefix[0]);
  });
});

/** Where a page's links lead within the project. What stands in code is no link. */
function linksOf(text: string): readonly string[] {
  const prose = text.replace(/^ *(```+)[^]*?^ *\1$/gm, "").replace(/`[^`\n]*`/g, "");
  return [...prose.matchAll(/\]\(([^()\s]+)\)/g)]
    .map(([, link = ""]) => link)
    .filter((link) => !/^[a-z]+:/.test(link));
}

function leadsSomewhere(page: string, link: string): boolean {
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? page : relative(ROOT, join(ROOT, dirname(page), path));
  if (!existsSync(join(ROOT, target))) return false;
  return anchor === undefined || anchorsOf(read(target)).has(anchor);
}

/** The names that GitHub gives to headings. */
function anchorsOf(text: string): ReadonlySet<string> {
  const headings = text.replace(/^(```+)[^]*?^\1$/gm, "").matchAll(/^#{1,6} (.+)$/gm);
  return new Set(
    [...headings].map(([, title = ""]) =>
      title
        .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\p{M} _-]/gu, "")
        .replaceAll(" ", "-"),
    ),
  );
}
