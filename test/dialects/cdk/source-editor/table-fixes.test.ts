import assert from "node:assert/strict";
import type { SourceSite } from "../../../../server/src/dialects/cdk/source-editor/source-fix.js";
import { fixed, fixesAt, mended, siteAt } from "../../../support/source-site.js";

/** A source with a mark before the construct, and the same with its preferred fix; lines end as given. */
interface Row {
  readonly kind?: string;
  readonly given?: Partial<SourceSite>;
  readonly before: string;
  readonly after: string;
}

const IMPORT = "import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';\n";
const table = (before: string, after: string): Row => ({ before: IMPORT + before, after: IMPORT + after });
const KMS = "import * as kms from 'aws-cdk-lib/aws-kms';\n";
const tableV2 = (before: string, after: string): Row => ({
  kind: "aws_dynamodb.TableV2",
  before: IMPORT + before,
  after: IMPORT + KMS + after,
});

const ROWS: Readonly<Record<string, Row>> = {
  "a Table on one line": table(
    "¦new dynamodb.Table(this, 'Orders', { partitionKey });",
    "new dynamodb.Table(this, 'Orders', { partitionKey, encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED });",
  ),
  "a Table on one line with a trailing comma": table(
    "¦new dynamodb.Table(this, 'Orders', { partitionKey, });",
    "new dynamodb.Table(this, 'Orders', { partitionKey, encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED, });",
  ),
  "a Table on several lines, with a trailing comma and a remark": table(
    "¦new dynamodb.Table(this, 'Orders', {\n  a, // why\n});",
    "new dynamodb.Table(this, 'Orders', {\n  a, // why\n  encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED,\n});",
  ),
  "a Table on several lines, without a trailing comma but with a remark": table(
    "¦new dynamodb.Table(this, 'Orders', {\n\ta // why\n});",
    "new dynamodb.Table(this, 'Orders', {\n\ta, // why\n\tencryption: dynamodb.TableEncryption.CUSTOMER_MANAGED\n});",
  ),
  "a comma within a comment": table(
    "¦new dynamodb.Table(this, 'Orders', { a /* b, c */ });",
    "new dynamodb.Table(this, 'Orders', { a, encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED /* b, c */ });",
  ),
  "an object that begins on the line of its first property": table(
    "¦new dynamodb.Table(this, 'Orders', { key: {\n  name,\n} });",
    "new dynamodb.Table(this, 'Orders', { key: {\n  name,\n}, encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED });",
  ),
  "an empty object": table(
    "¦new dynamodb.Table(this, 'Orders', {});",
    "new dynamodb.Table(this, 'Orders', { encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED });",
  ),
  "an object with nothing but a comment": table(
    "¦new dynamodb.Table(this, 'Orders', {\n  // nothing yet\n});",
    "new dynamodb.Table(this, 'Orders', {\n  // nothing yet\n  encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED,\n});",
  ),
  "an object whose comment goes on to its last line": table(
    "¦new dynamodb.Table(this, 'Orders', {\n  /* nothing\n     yet */ });",
    "new dynamodb.Table(this, 'Orders', {\n  /* nothing\n     yet */ encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED });",
  ),
  "lines that end with CRLF": {
    before: `${IMPORT}¦new dynamodb.Table(this, 'Orders', {\n  a,\n});\n`.replaceAll("\n", "\r\n"),
    after:
      `${IMPORT}new dynamodb.Table(this, 'Orders', {\n  a,\n  encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED,\n});\n`.replaceAll(
        "\n",
        "\r\n",
      ),
  },
  "an encryption that is stated": table(
    "¦new dynamodb.Table(this, 'Orders', { encryption: dynamodb.TableEncryption.DEFAULT, a });",
    "new dynamodb.Table(this, 'Orders', { encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED, a });",
  ),
  "an encryption that a spread may undo": table(
    "¦new dynamodb.Table(this, 'Orders', { encryption: dynamodb.TableEncryption.DEFAULT, ...props });",
    "new dynamodb.Table(this, 'Orders', { ...props, encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED });",
  ),
  "an identifier": table(
    "¦new dynamodb.Table(this, 'Orders', props);",
    "new dynamodb.Table(this, 'Orders', { ...props, encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED });",
  ),
  "a call over several lines": table(
    "¦new dynamodb.Table(this, 'Orders', propsOf(\n  'pk',\n));",
    "new dynamodb.Table(this, 'Orders', { ...propsOf(\n  'pk',\n), encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED });",
  ),
  "an object whose type is asserted": table(
    "¦new dynamodb.Table(this, 'Orders', { a } satisfies dynamodb.TableProps as any);",
    "new dynamodb.Table(this, 'Orders', { a, encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED } satisfies dynamodb.TableProps as any);",
  ),
  "super in a subclass": table(
    "export class T extends dynamodb.Table {\n  constructor(scope: Construct, id: string) {\n    ¦super(scope, id, { a });\n  }\n}",
    "export class T extends dynamodb.Table {\n  constructor(scope: Construct, id: string) {\n    super(scope, id, { a, encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED });\n  }\n}",
  ),
  "a subclass without a constructor": table(
    "class T extends dynamodb.Table {}\n¦new T(this, 'Orders', { a });",
    "class T extends dynamodb.Table {}\nnew T(this, 'Orders', { a, encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED });",
  ),
  "an id that is worked out": table(
    "¦new dynamodb.Table(this, `${stage}Orders`, { a });",
    "new dynamodb.Table(this, `${stage}Orders`, { a, encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED });",
  ),
  "a class that is imported by name": {
    before: `import { Table } from "aws-cdk-lib/aws-dynamodb"\n¦new Table(this, "Orders", { a })`,
    after: `import { Table, TableEncryption } from "aws-cdk-lib/aws-dynamodb"\nnew Table(this, "Orders", { a, encryption: TableEncryption.CUSTOMER_MANAGED })`,
  },
  "names that are imported line by line, and one that is taken": {
    before: `import {\n  Table as T,\n} from 'aws-cdk-lib/aws-dynamodb';\nconst TableEncryption = 1;\n¦new T(this, 'Orders', { a });`,
    after: `import {\n  Table as T,\n  TableEncryption as CdkTableEncryption,\n} from 'aws-cdk-lib/aws-dynamodb';\nconst TableEncryption = 1;\nnew T(this, 'Orders', { a, encryption: CdkTableEncryption.CUSTOMER_MANAGED });`,
  },
  "an enum that is imported under another name": {
    before: `import { Table, TableEncryption as E } from 'aws-cdk-lib/aws-dynamodb';\n¦new Table(this, 'Orders', { a });`,
    after: `import { Table, TableEncryption as E } from 'aws-cdk-lib/aws-dynamodb';\nnew Table(this, 'Orders', { a, encryption: E.CUSTOMER_MANAGED });`,
  },
  "the whole library under one name": {
    before: `import * as cdk from 'aws-cdk-lib';\n¦new cdk.aws_dynamodb.Table(this, 'Orders', { a });`,
    after: `import * as cdk from 'aws-cdk-lib';\nnew cdk.aws_dynamodb.Table(this, 'Orders', { a, encryption: cdk.aws_dynamodb.TableEncryption.CUSTOMER_MANAGED });`,
  },
  "a module that is imported from the library": {
    before: `import { aws_dynamodb as dynamodb, Stack } from 'aws-cdk-lib';\n¦new dynamodb.Table(this, 'Orders', { a });`,
    after: `import { aws_dynamodb as dynamodb, Stack } from 'aws-cdk-lib';\nnew dynamodb.Table(this, 'Orders', { a, encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED });`,
  },
  "JavaScript with require": {
    given: { path: "/app/stack.js" },
    before: `const { Table } = require('aws-cdk-lib/aws-dynamodb');\n¦new Table(this, 'Orders', {a});`,
    after: `const { Table, TableEncryption } = require('aws-cdk-lib/aws-dynamodb');\nnew Table(this, 'Orders', {a, encryption: TableEncryption.CUSTOMER_MANAGED});`,
  },
  "TypeScript with decorators, enums, declarations and JSX about": {
    given: { path: "/app/stack.tsx" },
    before: `${IMPORT}enum E { A }\ndeclare const x: <T>(t: T) => T;\nconst e = <a b="c">{E.A}</a>;\n@dec() class S { @dec t = ¦new dynamodb.Table(this, 'Orders', { a }); }`,
    after: `${IMPORT}enum E { A }\ndeclare const x: <T>(t: T) => T;\nconst e = <a b="c">{E.A}</a>;\n@dec() class S { @dec t = new dynamodb.Table(this, 'Orders', { a, encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED }); }`,
  },
  "a place whose column isn't known": {
    given: { position: { line: 2, column: null } },
    before: `${IMPORT}/**/ ¦new dynamodb.Table(this, 'Orders', { a }); foo(new Date());`,
    after: `${IMPORT}/**/ new dynamodb.Table(this, 'Orders', { a, encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED }); foo(new Date());`,
  },

  "a TableV2 in the stack of its construct": tableV2(
    "¦new dynamodb.TableV2(Stack.of(this), 'Orders', { a });",
    "const ordersKey = new kms.Key(Stack.of(this), 'OrdersKey', { enableKeyRotation: true });\nnew dynamodb.TableV2(Stack.of(this), 'Orders', { a, encryption: dynamodb.TableEncryptionV2.customerManagedKey(ordersKey) });",
  ),
  "a TableV2 that a variable names": tableV2(
    "// The orders.\nconst orders = ¦new dynamodb.TableV2(this, 'Orders', { a });",
    "const ordersKey = new kms.Key(this, 'OrdersKey', { enableKeyRotation: true });\n// The orders.\nconst orders = new dynamodb.TableV2(this, 'Orders', { a, encryption: dynamodb.TableEncryptionV2.customerManagedKey(ordersKey) });",
  ),
  "a TableV2 within a larger expression": tableV2(
    "export const name = f(¦new dynamodb.TableV2(this, 'Orders', { a }).grantReadData(role));",
    "const ordersKey = new kms.Key(this, 'OrdersKey', { enableKeyRotation: true });\nexport const name = f(new dynamodb.TableV2(this, 'Orders', { a, encryption: dynamodb.TableEncryptionV2.customerManagedKey(ordersKey) }).grantReadData(role));",
  ),
  "a TableV2 that is only made sometimes": tableV2(
    "const t = isProd ? ¦new dynamodb.TableV2(this, 'Orders', { a }) : null;",
    "const t = isProd ? new dynamodb.TableV2(this, 'Orders', { a, encryption: dynamodb.TableEncryptionV2.customerManagedKey(new kms.Key(this, 'OrdersKey', { enableKeyRotation: true })) }) : null;",
  ),
  "a TableV2 for each of a list": tableV2(
    "ids.map((id) => ¦new dynamodb.TableV2(this, id, { a }));",
    "ids.map((id) => new dynamodb.TableV2(this, id, { a, encryption: dynamodb.TableEncryptionV2.customerManagedKey(new kms.Key(this, `${id}Key`, { enableKeyRotation: true })) }));",
  ),
  "a TableV2 in a loop with a body": {
    ...tableV2(
      "for (const id of ids) {\n  ¦new dynamodb.TableV2(this, `T-${id}`, { a });\n}",
      "for (const id of ids) {\n  const tableKey = new kms.Key(this, `T-${id}Key`, { enableKeyRotation: true });\n  new dynamodb.TableV2(this, `T-${id}`, { a, encryption: dynamodb.TableEncryptionV2.customerManagedKey(tableKey) });\n}",
    ),
    given: { constructId: "T-7" },
  },
  "a TableV2 whose key's names are taken": {
    kind: "aws_dynamodb.TableV2",
    before: `${IMPORT}${KMS}const ordersKey = f('OrdersKey');\n¦new dynamodb.TableV2(this, 'Orders', { a });`,
    after: `${IMPORT}${KMS}const ordersKey = f('OrdersKey');\nconst ordersKey2 = new kms.Key(this, 'OrdersKey2', { enableKeyRotation: true });\nnew dynamodb.TableV2(this, 'Orders', { a, encryption: dynamodb.TableEncryptionV2.customerManagedKey(ordersKey2) });`,
  },
  "a TableV2 with `import … = require`, and a function that is called kms": {
    kind: "aws_dynamodb.TableV2",
    before: `import d = require("aws-cdk-lib/aws-dynamodb")\nkms()\n¦new d.TableV2(s, "Orders", { a })`,
    after: `import d = require("aws-cdk-lib/aws-dynamodb")\nimport kms2 = require("aws-cdk-lib/aws-kms")\nkms()\nconst ordersKey = new kms2.Key(s, "OrdersKey", { enableKeyRotation: true })\nnew d.TableV2(s, "Orders", { a, encryption: d.TableEncryptionV2.customerManagedKey(ordersKey) })`,
  },
  "a TableV2 of a module that is imported from the library": {
    kind: "aws_dynamodb.TableV2",
    before: `import { aws_dynamodb as dynamodb } from 'aws-cdk-lib';\n¦new dynamodb.TableV2(s, 'Orders', { a });`,
    after: `import { aws_dynamodb as dynamodb, aws_kms as kms } from 'aws-cdk-lib';\nconst ordersKey = new kms.Key(s, 'OrdersKey', { enableKeyRotation: true });\nnew dynamodb.TableV2(s, 'Orders', { a, encryption: dynamodb.TableEncryptionV2.customerManagedKey(ordersKey) });`,
  },

  "an override with a variable of its own": table(
    "const t = ¦new dynamodb.Table(this, 'Orders', { a });\nconst cfn = t.node.defaultChild as dynamodb.CfnTable;\ncfn.addPropertyOverride('SSESpecification.SSEEnabled', false);\nend();",
    "const t = new dynamodb.Table(this, 'Orders', { a, encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED });\nend();",
  ),
  "an override whose variable has other uses": table(
    "const t = ¦new dynamodb.Table(this, 'Orders', { a });\nconst cfn = t.node.defaultChild as dynamodb.CfnTable;\ncfn.addOverride('Properties.SSESpecification', { SSEEnabled: true });\ncfn.addPropertyOverride('TableName', 'x');",
    "const t = new dynamodb.Table(this, 'Orders', { a, encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED });\nconst cfn = t.node.defaultChild as dynamodb.CfnTable;\ncfn.addPropertyOverride('TableName', 'x');",
  ),
  "an override that deletes what the table says": table(
    "this.t = ¦new dynamodb.Table(this, 'Orders', { encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED });\n(this.t.node.defaultChild as any).addPropertyDeletionOverride('SSESpecification');",
    "this.t = new dynamodb.Table(this, 'Orders', { encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED });\n",
  ),
  "an override that only the trace ties to its table": {
    given: { assignment: { line: 3, column: 20 } },
    before: `${IMPORT}¦new dynamodb.Table(this, 'Orders', { a });\ncfnOf('Orders').addPropertyOverride('SSESpecification', { SSEEnabled: false });\n`,
    after: `${IMPORT}new dynamodb.Table(this, 'Orders', { a, encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED });\n`,
  },

  "a CfnTable": {
    kind: "aws_dynamodb.CfnTable",
    before: `${IMPORT}¦new dynamodb.CfnTable(this, 'Orders', { a });`,
    after: `${IMPORT}${KMS}const ordersKey = new kms.Key(this, 'OrdersKey', { enableKeyRotation: true });\nnew dynamodb.CfnTable(this, 'Orders', { a, sseSpecification: { sseEnabled: true, sseType: 'KMS', kmsMasterKeyId: ordersKey.keyArn } });`,
  },
  "a CfnGlobalTable": {
    kind: "aws_dynamodb.CfnGlobalTable",
    before: `${IMPORT}¦new dynamodb.CfnGlobalTable(this, 'Orders', {\n  replicas: [{ region: 'eu-west-1' }],\n});`,
    after: `${IMPORT}${KMS}const ordersKey = new kms.Key(this, 'OrdersKey', { enableKeyRotation: true });\nnew dynamodb.CfnGlobalTable(this, 'Orders', {\n  replicas: [{ region: 'eu-west-1', sseSpecification: { kmsMasterKeyId: ordersKey.keyArn } }],\n  sseSpecification: { sseEnabled: true, sseType: 'KMS' },\n});`,
  },
  "a CfnSimpleTable": {
    kind: "aws_sam.CfnSimpleTable",
    before: `import * as sam from 'aws-cdk-lib/aws-sam';\n¦new sam.CfnSimpleTable(this, 'Orders'); // small`,
    after: `import * as sam from 'aws-cdk-lib/aws-sam';\n${KMS}const ordersKey = new kms.Key(this, 'OrdersKey', { enableKeyRotation: true });\nconst orders = new sam.CfnSimpleTable(this, 'Orders'); // small\norders.addPropertyOverride('SSESpecification', { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: ordersKey.keyArn });`,
  },
  "a replica in another account whose encryption the CDK leaves out": {
    kind: "aws_dynamodb.TableV2MultiAccountReplica",
    given: { rule: "valid-sse-specification", messageId: "replicaKeyWithoutSse" },
    before: `${IMPORT}const r = ¦new dynamodb.TableV2MultiAccountReplica(this, 'Orders', { a })\nconst b = f()\nconst c = g()`,
    after: `${IMPORT}const r = new dynamodb.TableV2MultiAccountReplica(this, 'Orders', { a })\n;(r.node.defaultChild as dynamodb.CfnGlobalTable).addPropertyOverride('SSESpecification', { SSEEnabled: true, SSEType: 'KMS' })\nconst b = f()\nconst c = g()`,
  },
};

describe("the fix in the source gives a customer managed key to", () => {
  for (const [title, { kind = "aws_dynamodb.Table", given = {}, before, after }] of Object.entries(ROWS)) {
    it(title, () => {
      const site = siteAt(before, kind, given);
      const { fixes, refusals } = fixesAt(site);
      const preferred = fixes.find(({ isPreferred }) => isPreferred);
      assert.ok(preferred, refusals.join(" "));
      assert.equal(fixed(site, preferred), after);
    });

    it(`${title}, and then offers nothing more`, () => {
      const site = siteAt(before, kind, given);
      const [first] = fixesAt(site).fixes;
      assert.ok(first);
      const again = fixesAt(mended(site, first));
      assert.deepEqual(again.fixes, []);
      assert.match(again.refusals.join(), /already|is given a key/);
    });
  }
});
