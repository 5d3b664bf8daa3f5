import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { html } from "../../../server/src/render/report/html.js";
import { SCRIPT, SCRIPT_HASH } from "../../../server/src/render/report/script.js";
import { STYLES, STYLES_HASH } from "../../../server/src/render/report/styles.js";
import { inventoryReport, parseSettings } from "../../../server/src/service.js";
import { inventoryOf, reportOf } from "../../support/inventories.js";
import { TODAY } from "../../support/linting.js";
import { shopTemplates } from "../../support/shops.js";

describe("the template of HTML", () => {
  it("escapes what is put into it, as text and as an attribute", () => {
    const name = `<img src=x onerror="alert(1)">&'\``;
    assert.equal(
      html`<p title="${name}">${name}</p>`.html,
      `<p title="&#60;img src=x onerror=&#34;alert(1)&#34;&#62;&#38;&#39;&#96;">&#60;img src=x onerror=&#34;alert(1)&#34;&#62;&#38;&#39;&#96;</p>`,
    );
  });

  it("leaves HTML as it is, joins lists, and writes nothing for null", () => {
    assert.equal(html`<p>${[html`<b>${1}</b>`, "<", null]}</p>`.html, "<p><b>1</b>&#60;</p>");
  });

  it("shows signs that would hide or turn text", () => {
    assert.equal(html`${"a\u0000b\u202ec"}`.html, "a\uFFFDb\uFFFDc");
  });
});

describe("the report as a page", () => {
  const page = reportOf("html", shopTemplates(20));

  it("lets nothing run but its own style and script, as they are", () => {
    const hash = (text: string): string => `sha256-${createHash("sha256").update(text).digest("base64")}`;
    assert.equal(STYLES_HASH, hash(STYLES));
    assert.equal(SCRIPT_HASH, hash(SCRIPT));
    assert.ok(page.includes(`<style>${STYLES}</style>`) && page.includes(`<script>${SCRIPT}</script>`));
    assert.match(page, /<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;;/);
    assert.doesNotMatch(page, / style=| on[a-z]+="/);
  });

  it("needs nothing from elsewhere", () => {
    assert.doesNotMatch(page, /<(link|img|iframe|object|embed)|\ssrc=|url\(|@import/);
  });

  it("has its headings in order, each section named by one", () => {
    const levels = [...page.matchAll(/<h(\d)/g)].map(([, level]) => Number(level));
    assert.equal(levels[0], 1);
    levels.slice(1).forEach((level, index) => assert.ok(level >= 2 && level <= (levels[index] ?? 0) + 1));
    for (const [, id] of page.matchAll(/aria-labelledby="([^"]+)"/g))
      assert.ok(page.includes(`id="${id}"`), id);
    for (const [, id] of page.matchAll(/href="#([^"]+)"/g)) assert.ok(page.includes(`id="${id}"`), id);
  });

  it("says of each header of a table what it is the header of", () => {
    assert.match(page, /<th/);
    assert.doesNotMatch(page, /<th(?![^>]*scope=)[^>ead]*>/);
  });

  it("tells costs before any rotation from those over the years: a key may be rotated before its first year is over", () => {
    assert.match(page, /Before any rotation<\/th>/);
    assert.doesNotMatch(page, /first year<\/th>/);
  });

  it("says so where there are no tables, keys or findings", () => {
    const empty = reportOf("html", {});
    assert.match(empty, /There are no DynamoDB tables in these templates\./);
    assert.doesNotMatch(empty, /NaN|undefined|Infinity/);
  });

  it("takes hostile names for text", () => {
    const hostile = `</script><script>alert(1)</script>`;
    const texts = {
      [`${hostile}.yaml`]: `Resources:
  "${hostile}":
    # dynamodb-encryption-ignore require-key-rotation -- ${hostile}
    Type: AWS::DynamoDB::Table
    Properties:
      Tags: [{ Key: "${hostile}", Value: "${hostile}" }]
      SSESpecification: { SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: "alias/${hostile}" }
`,
    };
    const raw = { "classification.tags": { [hostile]: [] } };
    const report = reportOf("html", texts, raw);
    assert.ok(report.includes("&#60;script&#62;alert(1)"));
    assert.equal(report.split("<script>").length, 2);
  });

  it("names what couldn't be read", () => {
    const { settings } = parseSettings();
    const problems = [{ path: "a.yaml", line: 3, message: "A bracket isn't closed." }];
    const frame = {
      settings,
      today: TODAY,
      version: "1.2.3",
      problems,
      reservations: ["2 files were left out."],
      nameOf: (path: string) => `./${path}`,
    };
    const report = inventoryReport("html", inventoryOf({}), frame);
    assert.match(report, /<strong>2 files were left out\.<\/strong>/);
    assert.match(report, /<h3>Problems<\/h3>[^]*\.\/a\.yaml:3[^]*A bracket isn&#39;t closed\./);
  });

  it("says which frameworks' controls it shows where some are chosen", () => {
    const chosen = reportOf("html", shopTemplates(1), { frameworks: ["fedramp"] });
    assert.match(chosen, /<strong>FedRAMP<\/strong>/);
    assert.doesNotMatch(chosen, /AWS Security Hub<\/strong>/);
  });
});

describe("the colours of the report", () => {
  const colours = new Map(
    [...STYLES.matchAll(/--(\w+):light-dark\(#(\w+),#(\w+)\)/g)].map(
      ([, name = "", light = "", dark = ""]) => [name, [light, dark]] as const,
    ),
  );

  for (const text of ["text", "muted", "link", "bad", "owned", "managed"]) {
    it(`have enough contrast for ${text}, on the page and on panels, in light and dark`, () => {
      for (const ground of ["page", "panel"]) {
        for (const mode of [0, 1] as const) {
          const ratio = contrast(colours.get(text)?.[mode] ?? "", colours.get(ground)?.[mode] ?? "");
          assert.ok(
            ratio >= 4.5,
            `${text} on ${ground}, ${mode === 0 ? "light" : "dark"}: ${ratio.toFixed(2)}`,
          );
        }
      }
    });
  }
});

/** As WCAG defines it, of two colours in hexadecimal. */
function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((one, other) => one - other);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const full = colour.length === 3 ? colour.replace(/./g, "$&$&") : colour;
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
    const part = Number.parseInt(full.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
