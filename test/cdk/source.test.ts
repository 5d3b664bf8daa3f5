import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseSettings } from "../../server/src/service.js";
import { makeSourceEditor } from "../../server/src/source-editor.js";
import { sourcePrices, type SourceSite } from "../../server/src/source-fixes.js";
import { differences } from "./differences.js";
import {
  copyOfApp,
  findingsInSource,
  synthesise,
  templatesOf,
  typeErrors,
  type Found,
  type Template,
} from "./source-synthesis.js";

/** What no fix in the source can be right for. */
const LEFT = [
  // DynamoDB takes no customer managed key for a table that a custom resource replicates.
  "require-customer-managed-key Shop/Replicated",
  // The CDK refuses a key for a TableV2 in a stack without a Region.
  "require-customer-managed-key Everywhere/Table",
  // The CDK has written this statement into the key's policy, and has no property for it.
  "require-source-condition Global/Key",
].sort();

/** What people fill in where a fix leaves a blank for it. */
const ARN = (region: string): string =>
  `arn:aws:kms:${region}:111122223333:key/11112222-3333-4444-5555-666677778888`;

interface Mended {
  readonly folder: string;
  /** The findings and the templates of the app as it was, and as it is in the end. */
  readonly first: readonly Found[];
  readonly last: readonly Found[];
  readonly before: ReadonlyMap<string, Template>;
  readonly after: ReadonlyMap<string, Template>;
}

/** What is different in the templates once the app has been mended; `UPDATE=1` writes it anew, to be reviewed. */
const EXPECTED = join(import.meta.dirname, "source-app-mended.txt");

const { settings } = parseSettings();
const editor = makeSourceEditor();

for (const [version, packages] of [
  ["2.276.0", import.meta.dirname],
  ["2.250.0, the last that traces only when it debugs", join(import.meta.dirname, "earlier")],
] as const) {
  describe(`an app of aws-cdk-lib ${version}, mended in its source`, () => {
    const made: Partial<Mended> = {};
    const mended = (): Mended => made as Mended;

    before(async function () {
      this.timeout(240_000);
      made.folder = copyOfApp(packages);
      Object.assign(made, await mendApp(made.folder));
    });
    after(() => {
      if (made.folder !== undefined) rmSync(made.folder, { recursive: true, force: true });
    });

    it("has a finding with a fix for each construct that the CDK makes without a customer managed key", () => {
      const withoutFix = mended().first.filter(({ site }) => fixOf(site) === undefined);
      assert.deepEqual(withoutFix.map(nameOf).sort(), LEFT);
    });

    it("passes tsc", function () {
      this.timeout(120_000);
      assert.equal(typeErrors(mended().folder), "");
    });

    it("has no finding left but those without a right fix, which say why", () => {
      assert.deepEqual(mended().last.map(nameOf).sort(), LEFT);
    });

    it("is offered nothing more, but the AWS managed key where no other can be had, and why", () => {
      for (const { site } of mended().last) {
        const { fixes } = editor.sourceFixes(site, sourcePrices(site, settings));
        const more = fixes.filter(({ id }) => id !== "acknowledge" && id !== "aws-managed-key");
        assert.deepEqual(more, [], site.constructPath);
      }
    });

    it("has templates that differ only as meant", () => {
      const found = differences(mended().before, mended().after);
      if (process.env["UPDATE"] === "1") writeFileSync(EXPECTED, `${found.join("\n")}\n`);
      assert.deepEqual(found, readFileSync(EXPECTED, "utf8").trimEnd().split("\n"));
    });
  });
}

/** Synthesises an app and mends it, again and again until there is nothing more to mend. */
async function mendApp(folder: string): Promise<Omit<Mended, "folder">> {
  synthesise(folder);
  const first = await findingsInSource(folder);
  const before = await templatesOf(folder);
  for (let [last, round] = [first, 1]; ; round += 1) {
    if (!mendFiles(last)) return { first, last, before, after: await templatesOf(folder) };
    assert.ok(round < 4, "it is never done");
    synthesise(folder);
    last = await findingsInSource(folder);
  }
}

/** Returns whether anything was changed. */
function mendFiles(found: readonly Found[]): boolean {
  const paths = new Set(found.map(({ site }) => site.path));
  let changed = false;
  for (const path of paths) {
    const sites = found.map(({ site }) => site).filter((site) => site.path === path);
    const before = readFileSync(path, "utf8");
    const { text, mended } = editor.mendAll(before, sites, (site) => sourcePrices(site, settings));
    const after = mended.length > 0 ? text : filledIn(before, sites);
    if (after !== before) writeFileSync(path, after);
    changed ||= after !== before;
  }
  return changed;
}

/** The text with the first fix that leaves blanks, and these filled in. */
function filledIn(text: string, sites: readonly SourceSite[]): string {
  for (const site of sites) {
    const fix = fixOf(site);
    if (fix === undefined || fix.blanks.length === 0) continue;
    const edited = fix.edits
      .toReversed()
      .reduce((now, { span, newText }) => now.slice(0, span.start) + newText + now.slice(span.end), text);
    return fix.blanks.toReversed().reduce((now, { start, end }) => {
      const region = /[a-z]+-[a-z]+-\d/.exec(now.slice(start, end))?.[0] ?? "";
      return now.slice(0, start) + ARN(region) + now.slice(end);
    }, edited);
  }
  return text;
}

/** The fix that gets rid of a finding; undefined where none does. */
function fixOf(site: SourceSite): ReturnType<typeof editor.sourceFixes>["fixes"][number] | undefined {
  const { fixes } = editor.sourceFixes(site, sourcePrices(site, settings));
  return fixes.find(({ id, isPreferred }) => isPreferred || id === "new-key");
}

function nameOf({ site }: Found): string {
  return `${site.rule} ${site.constructPath}`;
}
