import assert from "node:assert/strict";
import type { Analysis, TableSummary } from "../../server/src/service.js";
import { lint } from "../support/linting.js";
import { hasShared, sharedFiles } from "../support/shared.js";

const FOLDER = "cdk-out";

type KeyWord = TableSummary["cases"][number]["key"];

/**
 * What each table construct of the synthesised apps means, by its id in the source: logical ids
 * are the id, for nested constructs the path, and eight hexadecimal digits.
 */
const EXPECTED: Readonly<Record<string, KeyWord>> = {
  // Table
  Plain: "aws-owned",
  ExplicitDefault: "aws-owned",
  AwsManaged: "aws-managed",
  AutoCmk: "customer-managed",
  ExplicitCmk: "customer-managed",
  ImplicitCmk: "customer-managed",
  KeyArnTable: "customer-managed",
  AliasTable: "customer-managed",
  OwnAliasTable: "customer-managed",
  GrantPlain: "aws-owned",
  L1Table: "customer-managed",
  Overridden: "aws-managed",
  Mutated: "customer-managed",
  LoopA: "aws-owned",
  LoopB: "aws-owned",
  LoopC: "aws-owned",
  FromHelper: "aws-owned",
  WrappedTable: "aws-owned",
  Subclassed: "aws-owned",
  PropsVariable: "aws-owned",
  PropsSpread: "aws-owned",
  StageTable: "aws-owned",
  // From the parent stack, another stack, another Region: the template alone can't tell.
  NestedPlain: "aws-owned",
  NestedCmk: "undecided",
  CrossTable: "undecided",
  CrossTableV2: "undecided",
  ImportValueTable: "undecided",
  LookupTable: "customer-managed",
  // TableV2
  Owned: "aws-owned",
  AwsManagedReplicas: "aws-managed",
  Cmk: "customer-managed",
  CmkReplicas: "customer-managed",
  // CfnSimpleTable
  Simple: "aws-owned",
  SimpleSse: "aws-managed",
  // The apps that show key policies, older versions, other runtimes
  T: "aws-managed",
  T2: "aws-owned",
  V2: "customer-managed",
  InClass: "aws-owned",
  InFn: "aws-owned",
  Top: "aws-owned",
  PyTable: "aws-owned",
};

/** Where the same construct id means something else: `template logicalId`. */
const EXCEPTIONS: Readonly<Record<string, KeyWord>> = {
  "cdk.out-extra/XAcct TD925BC7E": "customer-managed",
  "cdk.out-missing-context/XAcct TD925BC7E": "customer-managed",
  "cdk.out-extra/RepOk RC21A1702": "aws-managed",
  "cdk.out-missing-context/RepOk RC21A1702": "aws-managed",
  // TableV2MultiAccountReplica gives the replica a key and the table no encryption: refused.
  "cdk.out-plugin-ack-debug/Rep RC21A1702": "invalid",
};

(hasShared(FOLDER) ? describe : describe.skip)("synthesised CDK templates", function () {
  this.timeout(0);

  it("are CDK's, without problems", () => {
    for (const { path, analysis } of analyses()) {
      assert.deepEqual(analysis.problems, [], path);
      if (analysis.tables.length > 0) assert.equal(analysis.dialect, "cdk", path);
    }
  });

  it("give each table the kind of key that its construct asks for", () => {
    const wrong: string[] = [];
    let tables = 0;
    for (const { path, analysis } of analyses()) {
      const template = path.replace(/(\.nested)?\.template\.json$/, "");
      for (const { resource, replica, cases } of analysis.tables) {
        tables += 1;
        const keys = cases.map((one) => one.key).join(", ");
        const expected = expectedKey(template, resource);
        const name = replica === null ? resource : `${resource} in ${replica}`;
        if (keys !== expected) wrong.push(`${template} ${name}: ${keys}, expected ${expected ?? "?"}`);
      }
    }
    assert.deepEqual(wrong, []);
    assert.ok(tables > 100, "there are tables to look at");
  });
});

function analyses(): readonly { readonly path: string; readonly analysis: Analysis }[] {
  return sharedFiles(FOLDER, (path) => path.endsWith(".template.json")).map(({ path, text }) => ({
    path,
    analysis: lint(path, text),
  }));
}

function expectedKey(template: string, logicalId: string): KeyWord | undefined {
  const construct = logicalId.replace(/[0-9A-F]{8}$/, "");
  return EXCEPTIONS[`${template} ${logicalId}`] ?? EXPECTED[logicalId] ?? EXPECTED[construct];
}
