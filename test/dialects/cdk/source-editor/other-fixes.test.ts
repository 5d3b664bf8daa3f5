import assert from "node:assert/strict";
import { applied } from "../../../../server/src/dialects/cdk/source-editor/draft.js";
import type { SourceSite } from "../../../../server/src/dialects/cdk/source-editor/source-fix.js";
import { fixed, fixesAt, mended, siteAt } from "../../../support/source-site.js";

const IMPORT = "import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';\n";

describe("a fix in the source", () => {
  it("leaves the keys of other Regions to be filled in, and says where", () => {
    const site = siteAt(`${IMPORT}¦new dynamodb.TableV2(this, 'Orders', { a });`, "aws_dynamodb.TableV2", {
      replicaRegions: ["us-east-1", "us-west-2"],
    });
    const [fix] = fixesAt(site).fixes;
    assert.ok(fix);
    assert.equal(fix.isPreferred, false);
    assert.match(fix.title, /keys whose ARNs you fill in for us-east-1, us-west-2 \(NEW, OTHERS;/);
    const text = fixed(site, fix);
    assert.match(
      text,
      /customerManagedKey\(ordersKey, \{ 'us-east-1': '<ARN of the key in us-east-1>', 'us-west-2': '<ARN of the key in us-west-2>' \}\)/,
    );
    assert.deepEqual(
      fix.blanks.map(({ start, end }) => text.slice(start, end)),
      ["<ARN of the key in us-east-1>", "<ARN of the key in us-west-2>"],
    );
  });

  it("gives the replicas of a CfnGlobalTable keys: a new one here, others to be filled in", () => {
    const site = siteAt(
      `${IMPORT}¦new dynamodb.CfnGlobalTable(this, 'Orders', { replicas: [{ region: 'us-east-1' }, { region: this.region }] });`,
      "aws_dynamodb.CfnGlobalTable",
      { replicaRegions: ["us-east-1"] },
    );
    const [fix] = fixesAt(site).fixes;
    assert.ok(fix);
    assert.match(
      fixed(site, fix),
      /region: 'us-east-1', sseSpecification: \{ kmsMasterKeyId: '<ARN .*>' \} \}, \{ region: this.region, sseSpecification: \{ kmsMasterKeyId: ordersKey.keyArn \} \}\], sseSpecification/,
    );
  });

  it("offers the AWS managed key alone to a TableV2 without a Region, and says why", () => {
    const site = siteAt(`${IMPORT}¦new dynamodb.TableV2(this, 'Orders', { a });`, "aws_dynamodb.TableV2", {
      stack: { regionAgnostic: true, region: null },
    });
    const { fixes, refusals } = fixesAt(site);
    assert.deepEqual(
      fixes.map(({ id, isPreferred }) => [id, isPreferred]),
      [["aws-managed-key", false]],
    );
    assert.match(
      fixed(site, onlyOf(fixes)),
      /\{ a, encryption: dynamodb.TableEncryptionV2.awsManagedKey\(\) \}/,
    );
    assert.match(refusals.join(), /a stack without a Region of its own. Give the stack an `env` first.$/);
  });

  for (const [how, source, given] of [
    ["in the source", "{ a, replicationRegions: ['us-east-1'] }", {}],
    ["in the template", "props", { replicaRegions: ["us-east-1"] }],
  ] as const) {
    it(`offers the AWS managed key alone to a Table that is replicated, as is seen ${how}`, () => {
      const site = siteAt(
        `${IMPORT}¦new dynamodb.Table(this, 'Orders', ${source});`,
        "aws_dynamodb.Table",
        given,
      );
      const { fixes, refusals } = fixesAt(site);
      assert.match(fixed(site, onlyOf(fixes)), /encryption: dynamodb.TableEncryption.AWS_MANAGED/);
      assert.match(
        refusals.join(),
        /a Table with `replicationRegions`. A TableV2 takes a key for each replica.$/,
      );
    });
  }

  it("takes the AWS managed key in bulk where the rule accepts it and no other key can be had", () => {
    const site = siteAt(`${IMPORT}¦new dynamodb.TableV2(this, 'Orders', { a });`, "aws_dynamodb.TableV2", {
      stack: { regionAgnostic: true, region: null },
      accept: "aws-managed",
    });
    assert.equal(onlyOf(fixesAt(site).fixes).isPreferred, true);
  });

  it("offers both keys where the rule accepts both", () => {
    const site = siteAt(`${IMPORT}¦new dynamodb.Table(this, 'Orders', { a });`, "aws_dynamodb.Table", {
      accept: "aws-managed",
    });
    const { fixes } = fixesAt(site);
    assert.deepEqual(
      fixes.map(({ id, isPreferred }) => [id, isPreferred]),
      [
        ["new-key", true],
        ["aws-managed-key", false],
      ],
    );
    assert.equal(fixes[1]?.title, "Encrypt 'Orders' with the AWS managed key aws/dynamodb (MANAGED)");
  });

  it("names all the tables that one line makes, with what their keys cost together", () => {
    const given = { resources: ["A1", "B2", "C3", "D4"] };
    const site = siteAt(`${IMPORT}¦new dynamodb.Table(this, id, { a });`, "aws_dynamodb.Table", given);
    assert.equal(
      onlyOf(fixesAt(site).fixes).title,
      "Encrypt 4 tables (A1, B2, C3 …) with a new customer managed key each (NEW; IAM policies written by hand need kms:Decrypt)",
    );
  });

  it("isn't for bulk where it takes the place of a choice that somebody made", () => {
    const source = "{ encryption: isProd ? dynamodb.TableEncryption.AWS_MANAGED : undefined }";
    const site = siteAt(`${IMPORT}¦new dynamodb.Table(this, 'Orders', ${source});`, "aws_dynamodb.Table");
    const fix = onlyOf(fixesAt(site).fixes);
    assert.equal(fix.isPreferred, false);
    assert.match(fix.title, /, in place of `isProd \? dynamodb.TableEncryption.AWS_MA…`$/);
  });

  for (const [what, kind, given, before, after] of [
    [
      "a DAX cluster at rest",
      "aws_dax.CfnCluster",
      { rule: "require-dax-encryption", messageId: "disabled" },
      "import * as dax from 'aws-cdk-lib/aws-dax';\n¦new dax.CfnCluster(this, 'Orders', { sseSpecification: { sseEnabled: false } });",
      "import * as dax from 'aws-cdk-lib/aws-dax';\nnew dax.CfnCluster(this, 'Orders', { sseSpecification: { sseEnabled: true } });",
    ],
    [
      "a DAX cluster in transit",
      "aws_dax.CfnCluster",
      { rule: "require-dax-tls", messageId: "absent" },
      'import { CfnCluster } from "aws-cdk-lib/aws-dax";\n¦new CfnCluster(this, "Orders", { a });',
      'import { CfnCluster } from "aws-cdk-lib/aws-dax";\nnew CfnCluster(this, "Orders", { a, clusterEndpointEncryptionType: "TLS" });',
    ],
    [
      "a key without properties",
      "aws_kms.Key",
      { rule: "require-key-rotation", messageId: "absent" },
      "import { Key } from 'aws-cdk-lib/aws-kms';\n¦new Key(this, 'Orders',);",
      "import { Key } from 'aws-cdk-lib/aws-kms';\nnew Key(this, 'Orders', { enableKeyRotation: true },);",
    ],
    [
      "a key that doesn't rotate",
      "aws_kms.CfnKey",
      { rule: "require-key-rotation", messageId: "off" },
      "import { CfnKey } from 'aws-cdk-lib/aws-kms';\n¦new CfnKey(this, 'Orders', { enableKeyRotation: false });",
      "import { CfnKey } from 'aws-cdk-lib/aws-kms';\nnew CfnKey(this, 'Orders', { enableKeyRotation: true });",
    ],
    [
      "a key that goes with its stack",
      "aws_kms.Key",
      { rule: "require-key-retention", messageId: "deleted" },
      "import * as cdk from 'aws-cdk-lib';\nimport * as kms from 'aws-cdk-lib/aws-kms';\n¦new kms.Key(this, 'Orders', { removalPolicy: cdk.RemovalPolicy.DESTROY });",
      "import * as cdk from 'aws-cdk-lib';\nimport * as kms from 'aws-cdk-lib/aws-kms';\nnew kms.Key(this, 'Orders', { removalPolicy: cdk.RemovalPolicy.RETAIN });",
    ],
    [
      "an L1 key that goes with its stack",
      "aws_kms.CfnKey",
      { rule: "require-key-retention", messageId: "deleted" },
      "import { CfnKey } from 'aws-cdk-lib/aws-kms';\nconst k = ¦new CfnKey(this, 'Orders');",
      "import { CfnKey } from 'aws-cdk-lib/aws-kms';\nimport { RemovalPolicy } from 'aws-cdk-lib';\nconst k = new CfnKey(this, 'Orders');\nk.applyRemovalPolicy(RemovalPolicy.RETAIN);",
    ],
  ] as const satisfies readonly (readonly [string, string, Partial<SourceSite>, string, string])[]) {
    it(`mends ${what}`, () => {
      const site = siteAt(before, kind, given);
      const fix = onlyOf(fixesAt(site).fixes);
      assert.equal(fix.isPreferred, true);
      assert.equal(fixed(site, fix), after);
    });
  }

  it("acknowledges a finding with a reason to be filled in, where the CDK knows how", () => {
    const source = `${IMPORT}import { Stack } from 'aws-cdk-lib';\n¦new dynamodb.Table(this, 'Orders', { a });`;
    const given = { libraryVersion: "2.276.0", rule: "require-via-service" };
    const site = siteAt(source, "aws_dynamodb.Table", given);
    const fix = onlyOf(fixesAt(site).fixes);
    assert.equal(
      fixed(site, fix),
      `${IMPORT}import { Stack, Validations } from 'aws-cdk-lib';\nconst orders = new dynamodb.Table(this, 'Orders', { a });\n` +
        "Validations.of(orders).acknowledge({ id: 'dynamodb-encryption-lint::require-via-service', reason: '<why this is accepted>' });",
    );
    assert.equal(
      applied(site.text, fix.edits).slice(fix.blanks[0]?.start, fix.blanks[0]?.end),
      "<why this is accepted>",
    );
    assert.deepEqual(fixesAt({ ...site, libraryVersion: "2.250.0" }).fixes, []);
    // Once for each rule.
    const after = mended(site, fix);
    assert.deepEqual(fixesAt(after).fixes, []);
    assert.equal(onlyOf(fixesAt({ ...after, rule: "require-source-condition" }).fixes).id, "acknowledge");
  });

  it("acknowledges what a construct of somebody else has made, or the key that a table has made", () => {
    const given = { libraryVersion: "2.276.0", rule: "require-via-service", cfnType: "AWS::KMS::Key" };
    const stranger =
      "import { SafeTable } from '@acme/tables';\nimport * as cdk from 'aws-cdk-lib';\n¦new SafeTable(this, 'Orders');";
    for (const [source, constructPath] of [
      [stranger, "Shop/Orders/Table"],
      [
        `import * as cdk from 'aws-cdk-lib';\n${IMPORT}¦new dynamodb.Table(this, 'Orders', { a });`,
        "Shop/Orders/Key",
      ],
    ] as const) {
      const site = siteAt(source, "aws_kms.Key", {
        ...given,
        constructPath,
        constructId: constructPath.split("/")[2] ?? "",
      });
      const fix = onlyOf(fixesAt(site).fixes);
      assert.match(
        fixed(site, fix),
        /const orders = new [^\n]*;\ncdk.Validations.of\(orders\).acknowledge\(/,
      );
    }
  });
});

function onlyOf<T>(items: readonly T[]): T {
  const [only, ...others] = items;
  assert.ok(only !== undefined && others.length === 0, `${items.length} instead of one`);
  return only;
}
