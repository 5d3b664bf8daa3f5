import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Browser } from "playwright-core";
import { reportOf } from "../../support/inventories.js";
import { shopTemplates } from "../../support/shops.js";
import { ensureChromium } from "../vscode/chromium.js";
import { orSkip } from "../vscode/unavailable.js";
import { root } from "../vscode/vscode-server.js";

const SCREENSHOTS = join(root, "test/extension/screenshots");
/** Chromium may have to be installed first. */
const FIRST_TIME = 400_000;

describe("the report in a browser", function () {
  this.timeout(60_000);
  this.slow(10_000);
  let browser: Browser;
  const folder = mkdtempSync(join(tmpdir(), "dynamodb-encryption-report-"));

  before(async function () {
    this.timeout(FIRST_TIME);
    const { path } = await orSkip(this, () => ensureChromium());
    browser = await chromium.launch({ executablePath: path, args: ["--no-sandbox"] });
    mkdirSync(SCREENSHOTS, { recursive: true });
  });

  after(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const tables of [1, 20, 200]) {
    for (const colorScheme of ["light", "dark"] as const) {
      it(`shows ${tables === 1 ? "1 table" : `${tables} tables`} in ${colorScheme}, without a complaint or a request`, async () => {
        const { page, complaints, requests } = await open(tables, { colorScheme });
        assert.equal(await page.locator("#tables tbody tr").count(), tables);
        await page.screenshot({
          path: join(SCREENSHOTS, `report-${tables}-${colorScheme}.png`),
          ...TOP,
        });
        const ground = await page.evaluate<string>(GROUND);
        assert.equal(ground, colorScheme === "light" ? "rgb(255, 255, 255)" : "rgb(20, 24, 31)");
        assert.deepEqual(complaints, []);
        assert.deepEqual(requests, []);
      });
    }

    it(`draws ${tables === 1 ? "1 table" : `${tables} tables`} so that every label fits its box and none is over another`, async () => {
      const { page } = await open(tables);
      assert.deepEqual(overlaps(await page.evaluate<Label[]>(LABELS)), []);
    });
  }

  it("takes its colours from VS Code's theme where it is shown there", async () => {
    const { page } = await open(1, { colorScheme: "light" });
    await page.evaluate("document.body.classList.add('vscode-dark')");
    const ground = await page.evaluate<string>(GROUND);
    assert.equal(ground, "rgb(20, 24, 31)");
  });

  it("is reached with the keyboard: the sections, then each key and principal", async () => {
    const { page } = await open(20);
    const focused = () => page.evaluate<string>("document.activeElement.textContent.trim()");
    await page.keyboard.press("Tab");
    assert.equal(await focused(), "Skip to the report");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate<string>("document.activeElement.id"), "overview");
    const seen = new Set<string>();
    for (let presses = 0; presses < 80; presses += 1) {
      await page.keyboard.press("Tab");
      seen.add(await page.evaluate<string>("document.activeElement.getAttribute('aria-label') ?? ''"));
    }
    assert.ok([...seen].some((label) => label.startsWith("SharedKey0: ")));
    assert.ok(seen.has("role 'Service0Role'"));
  });

  it("brings out the lines of a principal that is pointed at", async () => {
    const { page } = await open(20);
    await page.locator(".principal rect").first().hover();
    const lit = await page.locator(".reach.on").count();
    const all = await page.locator(".reach").count();
    assert.ok(lit > 0 && lit < all, `${lit} of ${all}`);
  });

  it("filters and sorts its tables", async () => {
    const { page } = await open(200);
    const rows = page.locator("#tables tbody tr:not([hidden])");
    await page.locator("#tables input").fill("Orders104");
    assert.equal(await rows.count(), 1);
    await page.locator("#tables input").fill("");
    await page.getByRole("button", { name: "A month" }).first().click();
    const shown = await page.evaluate<string[]>(
      "[...document.querySelectorAll('#tables td:last-child')].map((cell) => cell.dataset.sort)",
    );
    const amounts = shown.map(Number);
    assert.deepEqual(
      amounts,
      [...amounts].sort((a, b) => a - b),
    );
  });

  it("has everything without script, too, and fits a narrow window", async () => {
    const { page } = await open(20, { javaScriptEnabled: false, viewport: { width: 400, height: 800 } });
    assert.equal(await page.locator("#tables tbody tr").count(), 20);
    assert.equal(
      await page.locator("#findings details[open]").count(),
      await page.locator("#findings details").count(),
    );
    const scrolls = await page.evaluate<boolean>("document.body.scrollWidth > innerWidth");
    assert.equal(scrolls, false);
  });

  it("is light on paper, with all that was folded", async () => {
    const { page } = await open(200, { colorScheme: "dark" });
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    assert.equal(await page.locator("details:not([open])").count(), 0);
    const ground = await page.evaluate<string>(GROUND);
    assert.equal(ground, "rgb(255, 255, 255)");
    await page.screenshot({ path: join(SCREENSHOTS, "report-print.png"), ...TOP });
  });

  type Options = NonNullable<Parameters<Browser["newPage"]>[0]>;

  async function open(tables: number, options: Options = {}) {
    const file = join(folder, `${tables}.html`);
    writeFileSync(file, reportOf("html", shopTemplates(tables)));
    const page = await browser.newPage({ viewport: { width: 1200, height: 900 }, ...options });
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => requests.push(request.url()));
    await page.goto(pathToFileURL(file).href);
    return { page, complaints, requests: requests.slice(1) };
  }
});

/** Of a long page, what is to be looked at. */
const TOP = { fullPage: true, clip: { x: 0, y: 0, width: 1200, height: 2600 } };

/** Expressions for the page: this project knows no types of a browser. */
const GROUND = "getComputedStyle(document.body).backgroundColor";
const LABELS = `[...document.querySelectorAll("svg.picture text")].map((text) => ({
  text: text.textContent,
  box: text.getBoundingClientRect().toJSON(),
  around: text.parentElement.querySelector(":scope > rect")?.getBoundingClientRect().toJSON() ?? null,
}))`;

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

interface Label {
  readonly text: string;
  readonly box: Box;
  readonly around: Box | null;
}

/** Labels that leave their box, or lie over another label. */
function overlaps(labels: readonly Label[]): readonly string[] {
  const leaves = ({ box, around }: Label): boolean =>
    around !== null && (box.right > around.right || box.left < around.left);
  const touches = ({ box: a }: Label, { box: b }: Label): boolean =>
    a.left < b.right && b.left < a.right && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  const over = labels.filter((label, index) =>
    labels.slice(index + 1).some((other) => touches(label, other)),
  );
  return [
    ...labels.filter(leaves).map(({ text }) => `outside: ${text}`),
    ...over.map(({ text }) => `over another: ${text}`),
  ];
}
