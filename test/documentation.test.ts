import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { globSync } from "tinyglobby";
import packageJson from "../package.json";
import { OPTIONS } from "../server/src/cli/options.js";

const ROOT = join(import.meta.dirname, "..");
const PAGES = globSync(["*.md", "docs/**/*.md", "bench/*.md", "images/**/*.md"], { cwd: ROOT }).sort();
/** What npm and vsce run by themselves. */
const HOOKS = ["vscode:prepublish", "prepare", "prepublishOnly"];
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

  it("names every folder of the server, and every file beside them, in the tree of the architecture", () => {
    const [, tree = ""] = /```\n(client\/src\/ [^]*?)```/.exec(read("docs/architecture.md")) ?? [];
    const missing = readdirSync(join(ROOT, "server/src"), { withFileTypes: true })
      .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
      .filter((name) => !tree.includes(name));
    assert.deepEqual(missing, []);
  });

  it("names no file in that tree that isn't there", () => {
    const [, tree = ""] = /```\n(client\/src\/ [^]*?)```/.exec(read("docs/architecture.md")) ?? [];
    const there = new Set(
      globSync(["{server,test,client,docs}/**/*.{ts,md}", "*.{yml,json}", ".*.yaml"], {
        cwd: ROOT,
        dot: true,
        ignore: ["**/node_modules/**"],
      }).map((file) => basename(file)),
    );
    const named = [...tree.matchAll(/(?<![\w/-])\.?[\w.-]+\.(?:ts|md|yml|yaml)\b/g)].map(([name]) => name);
    assert.ok(named.length > 40);
    assert.deepEqual(
      named.filter((name) => !there.has(name)),
      [],
    );
  });

  it("names every command of package.json that contributors run", () => {
    const page = read("CONTRIBUTING.md");
    const commands = Object.keys(packageJson.scripts).filter((name) => !HOOKS.includes(name));
    const shortened = ["start", "test"];
    assert.deepEqual(
      commands.filter((name) => !page.includes(`npm ${shortened.includes(name) ? "" : "run "}${name}`)),
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
