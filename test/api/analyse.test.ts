import assert from "node:assert/strict";
import { analyse, applyEdits, rules, type DocumentAnalysis, type Edit } from "../../server/src/api/index.js";
import { rules as allRules } from "../../server/src/service.js";

const TABLE = "Resources:\n  Orders:\n    Type: AWS::DynamoDB::Table\n";
const RULE = "require-customer-managed-key";

describe("the library", () => {
  it("gives plain data that survives JSON", () => {
    const result = analyse({ path: "template.yaml", text: TABLE });
    assert.deepEqual(JSON.parse(JSON.stringify(result)), result);
  });

  it("says where a finding stands, in lines, columns and offsets", () => {
    const [finding] = one(TABLE).findings;
    assert.deepEqual(finding?.start, { line: 3, column: 11, offset: TABLE.indexOf("AWS::") });
    assert.deepEqual(finding?.end.offset, TABLE.indexOf("AWS::") + "AWS::DynamoDB::Table".length);
    assert.equal(finding?.rule, RULE);
    assert.match(finding?.docs ?? "", new RegExp(`${RULE}\\.md$`));
  });

  it("gives a document for each that was given, in their order, templates or not", () => {
    const texts = ["hello: world\n", TABLE, "{ broken"];
    const { documents } = analyse(texts.map((text, index) => ({ path: `${index}.yaml`, text })));
    assert.deepEqual(
      documents.map(({ path, dialect, findings }) => [path, dialect, findings.length]),
      [
        ["0.yaml", null, 0],
        ["1.yaml", "cloudformation", 1],
        ["2.yaml", null, 0],
      ],
    );
  });

  it("says what can't be read", () => {
    const { problems } = one(`${TABLE}    Properties: [\n`);
    assert.equal(problems.length > 0, true);
    assert.equal(problems[0]?.range?.start.line, 5);
  });

  it("links the documents with one another", () => {
    const { documents } = analyse([
      { path: "app/orders.yaml", text: `${TABLE}    Properties:\n      SSESpecification: ${IMPORTED}\n` },
      { path: "app/keys.yaml", text: KEYS },
    ]);
    assert.deepEqual(documents[0]?.tables[0]?.cases, [
      {
        when: [],
        key: "customer-managed",
        reference: "TableKey.Arn",
        reason: null,
        keyAt: { path: "app/keys.yaml", resource: "TableKey" },
      },
    ]);
    const [key] = documents[1]?.keys ?? [];
    assert.deepEqual([key?.resource, key?.rotation, key?.retained], ["TableKey", true, true]);
  });

  it("reads how templates are deployed", () => {
    const text = `Parameters:\n  KeyArn: { Type: String, Default: "" }\n${TABLE}    Properties:\n      SSESpecification: { SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: !Ref KeyArn }\n`;
    const config =
      'version = 0.1\n[default.deploy.parameters]\nparameter_overrides = "KeyArn=alias/aws/dynamodb"\n';
    const { documents } = analyse([
      { path: "template.yaml", text },
      { path: "samconfig.toml", text: config },
    ]);
    assert.deepEqual(
      documents[0]?.tables[0]?.cases.map(({ key }) => key),
      ["aws-managed"],
    );
  });

  it("says at its place what is wrong in a file that says how templates are deployed", () => {
    const { documents } = analyse([
      { path: "template.yaml", text: TABLE },
      { path: "samconfig.toml", text: "version = 0.1\nwrong\n" },
    ]);
    assert.deepEqual(
      documents[1]?.problems.map(({ range }) => range?.start.line),
      [2],
    );
  });

  it("takes settings by the names of the README, and says which are wrong", () => {
    const settings = { rules: { [RULE]: "off" }, region: "nowhere", reportUndecided: 1 } as const;
    const { documents, settingProblems } = analyse({ path: "t.yaml", text: TABLE }, { settings });
    assert.deepEqual(documents[0]?.findings, []);
    assert.equal(settingProblems.length, 2);
  });

  it("judges suppressions on the day that it is told, or else today", () => {
    const text = `Resources:\n  # dynamodb-encryption-ignore ${RULE} until 2026-06-30 -- soon\n  Orders:\n    Type: AWS::DynamoDB::Table\n`;
    const rulesOn = (today: string): (string | null)[] =>
      one(text, { today }).findings.map(({ rule, suppressed }) => suppressed?.until ?? rule);
    assert.deepEqual(rulesOn("2026-06-30"), ["2026-06-30"]);
    assert.deepEqual(rulesOn("2026-07-01").sort(), ["no-expired-suppression", RULE]);
    const past = text.replace("2026-06-30", "2020-01-01");
    assert.equal(one(past, {}).findings.length, 2);
  });

  it("gives fixes whose edits can be applied", () => {
    const [fix] = one(TABLE).findings[0]?.fixes ?? [];
    const fixed = applyEdits(TABLE, fix?.edits ?? []);
    assert.deepEqual(one(fixed).findings, []);
    assert.equal(one(fixed).tables[0]?.cases[0]?.key, "customer-managed");
  });

  it("leaves the fixes out where they aren't wanted", () => {
    assert.deepEqual(one(TABLE, { fixes: false }).findings[0]?.fixes, []);
  });

  it("lists the rules", () => {
    assert.deepEqual(
      rules.map(({ id }) => id),
      allRules.map(({ id }) => id),
    );
  });

  const wrong: readonly [string, unknown, unknown, RegExp][] = [
    ["no document", undefined, {}, /takes a document, or a list/],
    ["a text alone", TABLE, {}, /takes a document, or a list/],
    ["a document without a path", { path: "", text: "" }, {}, /takes a document, or a list/],
    ["one path twice", [doc("a.yaml"), doc("a.yaml")], {}, /Two documents have the path 'a\.yaml'/],
    ["a day that is none", doc("a.yaml"), { today: new Date() }, /today is a date/],
    ["settings that are a list", doc("a.yaml"), { settings: [] }, /settings is an object/],
  ];
  for (const [what, documents, options, message] of wrong) {
    it(`refuses ${what}`, () => {
      const call = analyse as (documents: unknown, options: unknown) => unknown;
      assert.throws(
        () => call(documents, options),
        (error) => error instanceof TypeError && message.test(error.message),
      );
    });
  }

  it("refuses edits that overlap, aren't in order or were made for another text", () => {
    const edit = (start: number, end: number): Edit => ({
      start: { line: 1, column: start + 1, offset: start },
      end: { line: 1, column: end + 1, offset: end },
      newText: "x",
    });
    assert.equal(applyEdits("abcd", [edit(0, 1), edit(1, 2), edit(4, 4)]), "xxcdx");
    for (const edits of [[edit(0, 2), edit(1, 3)], [edit(2, 3), edit(0, 1)], [edit(3, 2)], [edit(4, 5)]]) {
      assert.throws(() => applyEdits("abcd", edits), RangeError);
    }
  });
});

const IMPORTED = "{ SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: !ImportValue table-key }";
const KEYS = `Resources:
  TableKey:
    Type: AWS::KMS::Key
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      EnableKeyRotation: true
      PendingWindowInDays: 30
Outputs:
  KeyArn:
    Value: !GetAtt TableKey.Arn
    Export: { Name: table-key }
`;

function one(text: string, options: Parameters<typeof analyse>[1] = {}): DocumentAnalysis {
  const [document] = analyse({ path: "template.yaml", text }, options).documents;
  assert.ok(document);
  return document;
}

function doc(path: string): { readonly path: string; readonly text: string } {
  return { path, text: "" };
}
