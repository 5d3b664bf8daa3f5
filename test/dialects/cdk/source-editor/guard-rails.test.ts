import assert from "node:assert/strict";
import { makeSourceEditor } from "../../../../server/src/dialects/cdk/source-editor/source-editor.js";
import type { SourceSite } from "../../../../server/src/dialects/cdk/source-editor/source-fix.js";
import { applied } from "../../../../server/src/dialects/cdk/source-editor/draft.js";
import { fixesAt, PRICES, siteAt } from "../../../support/source-site.js";

const IMPORT = "import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';\n";
const ORDERS = `${IMPORT}¦new dynamodb.Table(this, 'Orders', { a });`;

/** Sources in which no fix can be right, and what is said of that. */
const REFUSED: Readonly<Record<string, readonly [string, RegExp, Partial<SourceSite>?, string?]>> = {
  "a construct of somebody else": [
    "import { SafeTable } from '@acme/tables';\n¦new SafeTable(this, 'Orders', { a });",
    /'SafeTable', which comes from '@acme\/tables', isn't a class of aws-cdk-lib: what it makes is decided by its own code/,
  ],
  "a class whose import is for types alone": [
    "import type { Table } from 'aws-cdk-lib/aws-dynamodb';\n¦new Table(this, 'Orders', { a });",
    /'Table' isn't known to be a class of aws-cdk-lib/,
  ],
  "a name that means something else in between": [
    `${IMPORT}function f(dynamodb) { ¦new dynamodb.Table(this, 'Orders', { a }); }`,
    /'dynamodb' means more than one thing in the file/,
  ],
  "another id": [ORDERS.replace("'Orders'", "'Items'"), /the source has changed since the last synth/],
  "an id that ends otherwise": [ORDERS.replace("'Orders'", "`${x}Items`"), /the source has changed/],
  "another class": [ORDERS, /made within 'Table'/, { constructFqn: "aws-cdk-lib.aws_dynamodb.TableV2" }],
  "a key that the table makes": [
    ORDERS,
    /the KMS Key is made within 'Table'/,
    { cfnType: "AWS::KMS::Key", constructFqn: "aws-cdk-lib.aws_kms.Key" },
  ],
  "an id that isn't literal, where nobody has followed what became of the file": [
    ORDERS.replace("'Orders'", "id"),
    /the source may have changed since the last synth, and its id isn't written where it is made/,
    { mayHaveMoved: true },
  ],
  "a place one column off": [ORDERS, /the source has changed/, { position: { line: 2, column: 2 } }],
  "a line that isn't there": [ORDERS, /the source has changed/, { position: { line: 9, column: 1 } }],
  "a line with two of its kind": [
    `${IMPORT}for (const id of ids) { ¦new dynamodb.Table(a, id, p); new dynamodb.Table(b, id, p); }`,
    /the line makes several such constructs/,
    { position: { line: 2, column: null } },
  ],
  "arguments that are spread": [
    ORDERS.replace("'Orders', { a }", "...rest"),
    /arguments can't be told apart/,
  ],
  "code with a mistake in it": [
    `${IMPORT}const x = 1; const x = 2; {\n¦new dynamodb.Table(this, 'Orders', { a, a: 1, #b in c });\n}`,
    /syntax error/,
  ],
  "a file that can't be read": [`${ORDERS}\n}}}`, /the file has a syntax error/],
  "an encryption that is a method": [
    ORDERS.replace("{ a }", "{ get encryption() { return e; } }"),
    /'encryption' is a method there/,
  ],
  "a comment between an encryption and the spread that undoes it": [
    ORDERS.replace("{ a }", "{ encryption: dynamodb.TableEncryption.DEFAULT, /* why */ ...props }"),
    /a spread behind 'encryption' may undo it/,
  ],
  "a key that is given": [
    ORDERS.replace("{ a }", "{ encryptionKey: k }"),
    /is given a key by `encryptionKey`/,
  ],
  "a source that is ahead of its template": [
    ORDERS.replace("{ a }", "{ encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED }"),
    /the source says so already/,
  ],
  "an override under a condition": [
    `${ORDERS.replace("¦", "const t = ¦")}\nif (x) { (t.node.defaultChild as any).addPropertyOverride('SSESpecification.SSEEnabled', false); }`,
    /set under a condition later on/,
  ],
  "an override that names a key": [
    `${ORDERS.replace("¦", "const t = ¦")}\n(t.node.defaultChild as any).addPropertyOverride('SSESpecification.KMSMasterKeyId', 'x');`,
    /is given a key later on/,
  ],
  "an override in a function that others may call, too": [
    `${IMPORT}function open(t) {\n(t.node.defaultChild as any).addPropertyOverride('SSESpecification.SSEEnabled', false);\n}\nconst a = ¦new dynamodb.Table(this, 'Orders', { a });\nopen(a); open(b);`,
    /is set later on by code that may be for other constructs, too/,
    { assignment: { line: 3, column: 1 } },
  ],
  "an override for each of a list": [
    `${IMPORT}const a = ¦new dynamodb.Table(this, 'Orders', { a });\n[a, b].forEach((t) => {\n(t.node.defaultChild as any).addPropertyOverride('SSESpecification.SSEEnabled', false);\n});`,
    /is set later on by code that may be for other constructs, too/,
    { assignment: { line: 4, column: 1 } },
  ],
  "an encryption that a spread brings at times": [
    ORDERS.replace(
      "{ a }",
      "{ a, ...(isProd && { encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED }) }",
    ),
    /`isProd && \{ encryption: .*` decides about 'encryption'/,
  ],
  "an encryption that is worked out in a variable": [
    `${IMPORT}const shared = { encryption: isProd ? dynamodb.TableEncryption.CUSTOMER_MANAGED : undefined };\n¦new dynamodb.Table(this, 'Orders', { ...shared, a });`,
    /`encryption: isProd \? .*` decides about 'encryption'/,
  ],
  "properties of which one set has an encryption": [
    ORDERS.replace("{ a }", "isProd ? { a, encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED } : { a }"),
    /`isProd \? .*` decides about 'encryption'/,
  ],
  "a scope that is made on the way": [
    `${IMPORT}¦new dynamodb.TableV2(new Stack(app, 'S'), 'Orders', { a });`,
    /the scope of the construct can't be written twice/,
    {},
    "aws_dynamodb.TableV2",
  ],
  "an id that is counted up": [
    `${IMPORT}¦new dynamodb.TableV2(this, ids[i++], { a });`,
    /the id of the construct can't be written twice/,
    {},
    "aws_dynamodb.TableV2",
  ],
  "replicas that are listed elsewhere": [
    `${IMPORT}¦new dynamodb.CfnGlobalTable(this, 'Orders', { replicas });`,
    /its replicas aren't listed where it is made/,
    {},
    "aws_dynamodb.CfnGlobalTable",
  ],
  "a CfnSimpleTable in a field": [
    "import * as sam from 'aws-cdk-lib/aws-sam';\nclass S { t = ¦new sam.CfnSimpleTable(this, 'Orders'); }",
    /no statement behind which/,
    {},
    "aws_sam.CfnSimpleTable",
  ],
};

describe("no fix is offered in the source for", () => {
  for (const [title, [source, why, given = {}, kind = "aws_dynamodb.Table"]] of Object.entries(REFUSED)) {
    it(title, () => {
      const { fixes, refusals } = fixesAt(siteAt(source, kind, given));
      assert.deepEqual(fixes, []);
      assert.match(refusals.join(" "), why);
    });
  }

  it("a file of another language, of which nothing is said", () => {
    assert.deepEqual(fixesAt(siteAt(ORDERS, "aws_dynamodb.Table", { path: "/app/App.java" })), {
      fixes: [],
      refusals: [],
    });
  });
});

describe("a fix in the source", () => {
  it("is offered for a construct whose id stands there literally, though nobody has followed what became of the file", () => {
    const { fixes } = fixesAt(siteAt(ORDERS, "aws_dynamodb.Table", { mayHaveMoved: true }));
    assert.deepEqual(
      fixes.map(({ id }) => id),
      ["new-key"],
    );
  });
});

describe("what is underlined for a finding in the source", () => {
  const underlined = (source: string, given: Partial<SourceSite> = {}): readonly (string | undefined)[] => {
    const site = siteAt(source, "aws_dynamodb.Table", given);
    const range = makeSourceEditor().locate(site);
    return [range?.construct, range?.property].map((span) => span && site.text.slice(span.start, span.end));
  };

  it("is the construct", () => assert.deepEqual(underlined(ORDERS), ["new dynamodb.Table", undefined]));

  it("is the property, too, where there is one", () => {
    const source = ORDERS.replace("{ a }", "{ encryption: dynamodb.TableEncryption.DEFAULT } as const");
    assert.deepEqual(underlined(source), [
      "new dynamodb.Table",
      "encryption: dynamodb.TableEncryption.DEFAULT",
    ]);
  });

  it("is `super` in a subclass", () => {
    const source = `${IMPORT}class T extends dynamodb.Table { constructor() { ¦super(this, id, { a }); } }`;
    assert.deepEqual(underlined(source), ["super", undefined]);
  });

  it("is somebody else's construct as well", () => {
    assert.deepEqual(underlined("¦new SafeTable(this, 'Orders');"), ["new SafeTable", undefined]);
  });

  it("is the only construct of a line whose column isn't known", () => {
    assert.deepEqual(underlined(ORDERS, { position: { line: 2, column: null } })[0], "new dynamodb.Table");
  });

  it("is unknown where the source has changed", () => {
    assert.deepEqual(underlined(ORDERS.replace("Orders", "Items")), [undefined, undefined]);
    assert.deepEqual(underlined(ORDERS, { position: { line: 1, column: 1 } }), [undefined, undefined]);
    assert.deepEqual(underlined(`${ORDERS} }}}`), [undefined, undefined]);
  });
});

describe("the fixes of a file's findings, applied together,", () => {
  it("share what they import, and leave out what has to be filled in", () => {
    const source = `${IMPORT}new dynamodb.TableV2(s, 'A', { a });\nnew dynamodb.TableV2(s, 'B', { a });\nnew dynamodb.TableV2(s, 'C', { a });\n`;
    const sites = ["A", "B", "C"].map((constructId, index) =>
      siteAt(`¦${source}`, "aws_dynamodb.TableV2", {
        constructId,
        position: { line: index + 2, column: 1 },
        replicaRegions: constructId === "C" ? ["us-east-1"] : [],
      }),
    );
    const { text, edits, mended } = makeSourceEditor().mendAll(source, sites, () => PRICES);
    assert.equal(applied(source, edits), text);
    assert.deepEqual(
      mended.map(({ constructId }) => constructId),
      ["A", "B"],
    );
    assert.equal(
      text,
      `${IMPORT}import * as kms from 'aws-cdk-lib/aws-kms';\n` +
        ["A", "B"]
          .map(
            (id) =>
              `const ${id.toLowerCase()}Key = new kms.Key(s, '${id}Key', { enableKeyRotation: true });\n` +
              `new dynamodb.TableV2(s, '${id}', { a, encryption: dynamodb.TableEncryptionV2.customerManagedKey(${id.toLowerCase()}Key) });\n`,
          )
          .join("") +
        "new dynamodb.TableV2(s, 'C', { a });\n",
    );
  });
});
