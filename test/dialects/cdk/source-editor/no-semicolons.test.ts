import assert from "node:assert/strict";
import { fixed, fixesAt, siteAt } from "../../../support/source-site.js";

const IMPORT = "import * as dynamodb from 'aws-cdk-lib/aws-dynamodb'\nimport * as cdk from 'aws-cdk-lib'\n";
const KMS = "import * as kms from 'aws-cdk-lib/aws-kms'\n";
const KEY = "const ordersKey = new kms.Key(this, 'OrdersKey', { enableKeyRotation: true })";
const ENCRYPTED = "encryption: dynamodb.TableEncryptionV2.customerManagedKey(ordersKey)";
const ACKNOWLEDGED =
  "cdk.Validations.of(t).acknowledge({ id: 'dynamodb-encryption-lint::require-customer-managed-key', reason: '<why this is accepted>' })";

/** The source with the fix of a TableV2. */
function after(marked: string, id: string): string | undefined {
  const site = siteAt(marked, "aws_dynamodb.TableV2", { libraryVersion: "2.276.0" });
  const fix = fixesAt(site).fixes.find((one) => one.id === id);
  return fix && fixed(site, fix);
}

describe("in a source without semicolons, a fix", () => {
  it("puts a statement before a semicolon that stands there for the next one's sake", () => {
    assert.equal(
      after(
        `${IMPORT}const t = ¦new dynamodb.TableV2(this, 'Orders', { a }) // why\n// next\n;[t].map(go)\n`,
        "acknowledge",
      ),
      `${IMPORT}const t = new dynamodb.TableV2(this, 'Orders', { a }) // why\n${ACKNOWLEDGED}\n// next\n;[t].map(go)\n`,
    );
  });

  it("makes a key before a statement that has such a semicolon itself", () => {
    assert.equal(
      after(`${IMPORT}go()\n  ;(¦new dynamodb.TableV2(this, 'Orders', { a })).grantReadData(r)\n`, "new-key"),
      `${IMPORT.replace("\nimport * as cdk", `\n${KMS}import * as cdk`)}go()\n  ${KEY}\n  ;(new dynamodb.TableV2(this, 'Orders', { a, ${ENCRYPTED} })).grantReadData(r)\n`,
    );
  });

  it("ends a statement with one where the next would go on with it", () => {
    assert.equal(
      after(
        `${IMPORT}go();\n// why\n[x.t] = [¦new dynamodb.TableV2(this, 'Orders', { a })]\nstop()\n`,
        "new-key",
      ),
      `${IMPORT.replace("\nimport * as cdk", `\n${KMS}import * as cdk`)}go();\n${KEY};\n// why\n[x.t] = [new dynamodb.TableV2(this, 'Orders', { a, ${ENCRYPTED} })]\nstop()\n`,
    );
  });

  it("keeps an import apart from the statement behind it", () => {
    const source = "const dynamodb = require('aws-cdk-lib/aws-dynamodb')\n";
    const rest = ";(async () => { await go(¦new dynamodb.TableV2(this, 'Orders', { a })) })()\n";
    assert.equal(
      after(source + rest, "new-key"),
      `${source}const kms = require('aws-cdk-lib/aws-kms')\n;(async () => { ${KEY}; await go(new dynamodb.TableV2(this, 'Orders', { a, ${ENCRYPTED} })) })()\n`,
    );
  });
});
