import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AttributeType, Table, TableEncryption, TableEncryptionV2, TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { Key } from "aws-cdk-lib/aws-kms";
import { App, Stack } from "aws-cdk-lib/core";
import { applied } from "../../server/src/dialects/cdk/source-editor/draft.js";
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
    const made: { folder?: string; mended?: Mended } = {};
    const mended = (): Mended => made.mended ?? assert.fail("the app has not been mended");

    before(async function () {
      this.timeout(240_000);
      made.folder = copyOfApp(packages);
      made.mended = await mendApp(made.folder);
    });
    after(() => {
      if (made.folder !== undefined) rmSync(made.folder, { recursive: true, force: true });
    });

    it("has a finding with a fix for each construct that the CDK makes without a customer managed key", () => {
      const withoutFix = mended().first.filter(({ site }) => fixOf(site) === undefined);
      assert.deepEqual(withoutFix.map(nameOf).sort(), LEFT);
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

    it("still runs, and is the same, where what is left has been acknowledged, if this CDK knows how", async function () {
      this.timeout(120_000);
      const { folder, last } = mended();
      const acknowledged = acknowledge(last);
      assert.deepEqual(acknowledged, version === "2.276.0" ? ["Shop/Replicated", "Global/Key"] : []);
      if (acknowledged.length > 0) synthesise(folder);
      assert.deepEqual(differences(mended().after, await templatesOf(folder)), []);
    });

    it("passes tsc after all that", function () {
      this.timeout(120_000);
      assert.equal(typeErrors(mended().folder), "");
    });
  });
}

/** Synthesises an app and mends it, again and again until there is nothing more to mend. */
async function mendApp(folder: string): Promise<Mended> {
  synthesise(folder);
  const first = await findingsInSource(folder);
  const before = await templatesOf(folder);
  for (let [last, round] = [first, 1]; ; round += 1) {
    if (!mendFiles(last)) return { folder, first, last, before, after: await templatesOf(folder) };
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

/** Acknowledges findings in the source where that is offered; returns the paths of their constructs. */
function acknowledge(found: readonly Found[]): readonly string[] {
  return found.flatMap(({ site }) => {
    const { fixes } = editor.sourceFixes(site, sourcePrices(site, settings));
    const fix = fixes.find(({ id }) => id === "acknowledge");
    if (fix === undefined) return [];
    // One finding in each file: no other place has moved.
    assert.equal(readFileSync(site.path, "utf8"), site.text);
    writeFileSync(site.path, applied(site.text, fix.edits));
    return [site.constructPath];
  });
}

/** The text with the first fix that leaves blanks, and these filled in. */
function filledIn(text: string, sites: readonly SourceSite[]): string {
  for (const site of sites) {
    const fix = fixOf(site);
    if (fix === undefined || fix.blanks.length === 0) continue;
    const edited = applied(text, fix.edits);
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

describe("what no fix is offered for", () => {
  const partitionKey = { name: "pk", type: AttributeType.STRING };

  it("is refused by the CDK: a customer managed key for a TableV2 in a stack without a Region", () => {
    const app = new App();
    const stack = new Stack(app, "Everywhere");
    const encryption = TableEncryptionV2.customerManagedKey(new Key(stack, "Key"));
    assert.throws(() => {
      new TableV2(stack, "Table", { partitionKey, encryption });
      app.synth();
    }, /cannot be rendered in a region agnostic stack/);
  });

  it("is refused by the CDK: a customer managed key for a Table with replicationRegions", () => {
    const stack = new Stack(new App(), "Shop", { env: { account: "111122223333", region: "eu-west-1" } });
    const props = { partitionKey, replicationRegions: ["eu-central-1"] };
    assert.throws(
      () => new Table(stack, "Replicated", { ...props, encryption: TableEncryption.CUSTOMER_MANAGED }),
      /CUSTOMER_MANAGED is not supported by DynamoDB Global Tables/,
    );
  });
});
