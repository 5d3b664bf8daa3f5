import assert from "node:assert/strict";
import { makeSourceEditor } from "../../../../server/src/dialects/cdk/source-editor/source-editor.js";
import type { SourceSite } from "../../../../server/src/dialects/cdk/source-editor/source-fix.js";
import { fixed, fixesAt, mended, siteAt } from "../../../support/source-site.js";

const IMPORT = "from aws_cdk import aws_dynamodb as dynamodb\n";

const PYTHON = { path: "/app/stack.py" };

function siteIn(source: string, given: Partial<SourceSite> = {}): SourceSite {
  const site = siteAt(source, "aws_dynamodb.Table", { ...PYTHON, ...given });
  // Python's traces tell the line alone.
  return { ...site, position: { line: site.position.line, column: null } };
}

const WANTED = "encryption=dynamodb.TableEncryption.CUSTOMER_MANAGED";

const MENDED: Readonly<Record<string, readonly [string, string]>> = {
  "a call on one line": [
    `${IMPORT}t = ¦dynamodb.Table(self, "Orders", partition_key=k)\n`,
    `${IMPORT}t = dynamodb.Table(self, "Orders", partition_key=k, ${WANTED})\n`,
  ],
  "a call over several lines, with a trailing comma and a remark": [
    `${IMPORT}class S(Stack):\n    def __init__(self, scope, id, **kwargs):\n        ¦dynamodb.Table(\n            self, 'Orders',\n            partition_key=dynamodb.Attribute(name="a,)", type=x),  # why\n        )\n`,
    `${IMPORT}class S(Stack):\n    def __init__(self, scope, id, **kwargs):\n        dynamodb.Table(\n            self, 'Orders',\n            partition_key=dynamodb.Attribute(name="a,)", type=x),  # why\n            ${WANTED},\n        )\n`,
  ],
  "a call over several lines, without a trailing comma": [
    `${IMPORT}¦dynamodb.Table(self, id="Orders",\n    partition_key=k  # (why,\n)\n`,
    `${IMPORT}dynamodb.Table(self, id="Orders",\n    partition_key=k,  # (why,\n    ${WANTED}\n)\n`,
  ],
  "an encryption that is stated": [
    `${IMPORT}¦dynamodb.Table(self, "Orders", encryption=dynamodb.TableEncryption.DEFAULT, a=b)`,
    `${IMPORT}dynamodb.Table(self, "Orders", encryption=dynamodb.TableEncryption.CUSTOMER_MANAGED, a=b)`,
  ],
  "the library under another name, and text that looks like code": [
    `import aws_cdk as cdk\nx = """\ncdk.aws_dynamodb.Table(self, "Orders")\n"""\n¦cdk.aws_dynamodb.Table(self, "Orders", a=b)\r\n`,
    `import aws_cdk as cdk\nx = """\ncdk.aws_dynamodb.Table(self, "Orders")\n"""\ncdk.aws_dynamodb.Table(self, "Orders", a=b, encryption=cdk.aws_dynamodb.TableEncryption.CUSTOMER_MANAGED)\r\n`,
  ],
  "names that are imported": [
    `from aws_cdk.aws_dynamodb import (\n    Table,  # a table\n    TableEncryption as E,\n)\n¦Table(self, "Orders", a=b)\n`,
    `from aws_cdk.aws_dynamodb import (\n    Table,  # a table\n    TableEncryption as E,\n)\nTable(self, "Orders", a=b, encryption=E.CUSTOMER_MANAGED)\n`,
  ],
  "an annotation with the module's name": [
    `import aws_cdk.aws_dynamodb as dynamodb\ndef f(self, t: dynamodb.Table) -> None:\n    ¦dynamodb.Table(self, "Orders", a=b)\n`,
    `import aws_cdk.aws_dynamodb as dynamodb\ndef f(self, t: dynamodb.Table) -> None:\n    dynamodb.Table(self, "Orders", a=b, ${WANTED})\n`,
  ],
};

const DOUBTFUL: Readonly<Record<string, readonly [string, Partial<SourceSite>?]>> = {
  "an id that is worked out": [`${IMPORT}¦dynamodb.Table(self, name, a=b)`],
  "an id with a hole": [`${IMPORT}¦dynamodb.Table(self, f"Orders", a=b)`],
  "another id": [`${IMPORT}¦dynamodb.Table(self, "Items", a=b)`],
  "two calls on the line": [`${IMPORT}¦dynamodb.Table(a, "Orders"); dynamodb.Table(b, "Orders")`],
  "somebody else's class": [`from acme import dynamodb\n¦dynamodb.Table(self, "Orders", a=b)`],
  "a name that is given something else": [`${IMPORT}dynamodb = fake\n¦dynamodb.Table(self, "Orders", a=b)`],
  "a parameter of the module's name": [
    `${IMPORT}def f(dynamodb=x):\n    ¦dynamodb.Table(self, "Orders", a=b)`,
  ],
  "another class than the template's": [
    `${IMPORT}¦dynamodb.Table(self, "Orders", a=b)`,
    { constructFqn: "aws-cdk-lib.aws_dynamodb.TableV2" },
  ],
  "a call within a string": [`${IMPORT}"""\n¦dynamodb.Table(self, "Orders", a=b)\n"""`],
  "a call within a comment": [`${IMPORT}# ¦dynamodb.Table(self, "Orders", a=b)`],
  "a bracket that isn't closed": [`${IMPORT}¦dynamodb.Table(self, "Orders", a=b)\nfoo(`],
  "a mapping that is unpacked": [`${IMPORT}¦dynamodb.Table(self, "Orders", **props)`],
  "a key that is given": [`${IMPORT}¦dynamodb.Table(self, "Orders", encryption_key=key)`],
  "a choice that is worked out": [`${IMPORT}¦dynamodb.Table(self, "Orders", encryption=choice)`],
  "an enum that isn't imported": [`from aws_cdk.aws_dynamodb import Table\n¦Table(self, "Orders", a=b)`],
  "a TableV2": [
    `${IMPORT}¦dynamodb.TableV2(self, "Orders", a=b)`,
    { cfnType: "AWS::DynamoDB::GlobalTable", constructFqn: "aws-cdk-lib.aws_dynamodb.TableV2" },
  ],
};

describe("the fix in Python gives a customer managed key to", () => {
  for (const [title, [before, after]] of Object.entries(MENDED)) {
    it(title, () => {
      const site = siteIn(before);
      const { fixes } = fixesAt(site);
      assert.deepEqual(
        fixes.map(({ id, isPreferred }) => [id, isPreferred]),
        [["new-key", true]],
      );
      const [fix] = fixes;
      assert.ok(fix);
      assert.equal(fixed(site, fix), after);
      assert.deepEqual(fixesAt(mended(site, fix)).fixes, []);
    });
  }
});

describe("no fix is offered in Python for", () => {
  for (const [title, [source, given]] of Object.entries(DOUBTFUL)) {
    it(title, () => assert.deepEqual(fixesAt(siteIn(source, given)), { fixes: [], refusals: [] }));
  }

  it("a table that is replicated, but the AWS managed key", () => {
    const { fixes, refusals } = fixesAt(
      siteIn(`${IMPORT}¦dynamodb.Table(self, "Orders", replication_regions=r)`),
    );
    assert.deepEqual(
      fixes.map(({ id, isPreferred }) => [id, isPreferred]),
      [["aws-managed-key", false]],
    );
    assert.match(refusals.join(), /a Table with `replicationRegions`/);
  });
});

describe("a fix in Python that would change another table, too,", () => {
  it("says so, and isn't for all at once", () => {
    const source = `${IMPORT}¦dynamodb.Table(self, "Orders", sort_key=s)`;
    const [fix] = fixesAt(siteIn(source, { others: ["Prod/Orders"] })).fixes;
    assert.match(fix?.title ?? "", /; this line makes 'Prod\/Orders' as well, which would be changed, too$/);
    assert.equal(fix?.isPreferred, false);
  });
});

describe("what is underlined in Python", () => {
  it("is the construct, and its encryption where that is stated", () => {
    const site = siteIn(`${IMPORT}t = ¦dynamodb.Table(self, "Orders", encryption=choice)`);
    const range = makeSourceEditor().locate(site);
    const texts = [range?.construct, range?.property].map(
      (span) => span && site.text.slice(span.start, span.end),
    );
    assert.deepEqual(texts, ["dynamodb.Table", "encryption=choice"]);
  });
});
