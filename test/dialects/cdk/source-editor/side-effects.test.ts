import assert from "node:assert/strict";
import type { SourceFix, SourceSite } from "../../../../server/src/dialects/cdk/source-editor/source-fix.js";
import { fixed, fixesAt, siteAt } from "../../../support/source-site.js";

const IMPORT =
  "import * as cdk from 'aws-cdk-lib';\nimport * as kms from 'aws-cdk-lib/aws-kms';\nimport * as dax from 'aws-cdk-lib/aws-dax';\n";
const RETENTION = { rule: "require-key-retention", messageId: "keyDeleted" };
const ROTATION = { rule: "require-key-rotation", messageId: "off" };

function firstFix(source: string, kind: string, given: Partial<SourceSite>): SourceFix {
  const [fix] = fixesAt(siteAt(IMPORT + source, kind, given)).fixes;
  assert.ok(fix);
  return fix;
}

describe("a fix in the source that has side effects", () => {
  for (const [title, source, kind, given, words] of [
    [
      "names the policy that the app works out",
      "¦new kms.Key(this, 'Orders', { removalPolicy: isProd ? cdk.RemovalPolicy.RETAIN : cdk.RemovalPolicy.DESTROY });",
      "aws_kms.Key",
      RETENTION,
      /, in place of `isProd \? cdk\.RemovalPolicy\.RETAIN : cdk\.…`$/,
    ],
    [
      "names a policy that comes from properties",
      "¦new kms.Key(this, 'Orders', { removalPolicy: props.removalPolicy });",
      "aws_kms.Key",
      RETENTION,
      /, in place of `props\.removalPolicy`$/,
    ],
    [
      "names the rotation that the app works out",
      "¦new kms.Key(this, 'Orders', { enableKeyRotation: props.rotate ?? false });",
      "aws_kms.Key",
      ROTATION,
      /, in place of `props\.rotate \?\? false`$/,
    ],
    [
      "names the endpoint's type that the app works out",
      "¦new dax.CfnCluster(this, 'Orders', { clusterEndpointEncryptionType: type });",
      "aws_dax.CfnCluster",
      { rule: "require-dax-tls", messageId: "off" },
      /, in place of `type`$/,
    ],
    [
      "names what else the line makes",
      "¦new kms.Key(this, id, { enableKeyRotation: false });",
      "aws_kms.Key",
      { ...ROTATION, others: ["Prod/Orders", "Test/Orders"] },
      /; this line makes 'Prod\/Orders' and 1 more as well, which would be changed, too$/,
    ],
  ] as const) {
    it(`${title}, and isn't for all at once`, () => {
      const fix = firstFix(source, kind, given);
      assert.match(fix.title, words);
      assert.equal(fix.isPreferred, false);
    });
  }

  it("is none where a plain choice is replaced", () => {
    const source = "¦new kms.Key(this, 'Orders', { removalPolicy: cdk.RemovalPolicy.DESTROY });";
    const fix = firstFix(source, "aws_kms.Key", RETENTION);
    assert.doesNotMatch(fix.title, /in place of/);
    assert.equal(fix.isPreferred, true);
  });

  it("isn't offered where the policy is set behind the key", () => {
    const source =
      "const key = ¦new kms.Key(this, 'Orders', { removalPolicy: cdk.RemovalPolicy.SNAPSHOT });\nkey.applyRemovalPolicy(cdk.RemovalPolicy.DESTROY);";
    const { fixes, refusals } = fixesAt(siteAt(IMPORT + source, "aws_kms.Key", RETENTION));
    assert.deepEqual(fixes, []);
    assert.match(refusals.join(" "), /its removal policy is set later on/);
  });
});

describe("the id of a key that is made for a table", () => {
  const dynamodb = "import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';\n";
  const idFor = (source: string): string | undefined => {
    const site = siteAt(IMPORT + dynamodb + source, "aws_dynamodb.TableV2");
    const [fix] = fixesAt(site).fixes;
    return fix && /new kms\.Key\(this, (.+?), \{ enableKeyRotation: true/.exec(fixed(site, fix))?.[1];
  };

  for (const taken of ["'OrdersKey'", "`OrdersKey`", "'Orders' + 'Key'"]) {
    it(`isn't one that the file has as ${taken}`, () => {
      const source = `new kms.Key(this, ${taken});\n¦new dynamodb.TableV2(this, 'Orders', {});`;
      assert.equal(idFor(source), "'OrdersKey2'");
    });
  }

  for (const taken of ["`${id}Key`", "`${id /* why */}Key`", "id + 'Key'"]) {
    it(`isn't one that the file works out as ${taken}`, () => {
      const made = `new kms.Key(this, ${taken});\n`;
      assert.equal(idFor(`${made}¦new dynamodb.TableV2(this, id, {});`), "`${id}Key2`");
      assert.equal(idFor(`${made}¦new dynamodb.TableV2(this, \`\${id}\`, {});`), "`${id}Key2`");
    });
  }
});
