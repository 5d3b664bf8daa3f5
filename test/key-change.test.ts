import assert from "node:assert/strict";
import { keyChange, tableAt, tablesOf } from "../server/src/key-change.js";
import { analyse, applyEdits, openWorkspace, parseSettings, type Analysis } from "../server/src/service.js";
import { keyChoicesFor } from "./support/all-key-choices.js";
import { choice, choicesOf, KEY, KMS, READER, ROTATED, template, UNDER_MINE } from "./support/key-choices.js";
import { lint, TODAY } from "./support/linting.js";

const { settings } = parseSettings({});
const { settings: here } = parseSettings({ region: "eu-west-1" });

/** What each key costs a table with this specification, and which it has. */
const COSTS: readonly (readonly [title: string, sse: string, costs: Readonly<Record<string, string>>])[] = [
  [
    "an AWS owned key",
    "",
    {
      "new-key": "about $1.23 a month more",
      "key-Mine": "about $0.23 a month more",
      "key-Other": "about $0.23 a month more",
      "new-parameter": "about $0.23 a month more, its own fee extra",
      "aws-managed-key": "about $0.23 a month more",
      "aws-owned-key": "in use",
    },
  ],
  [
    "the AWS managed key",
    "{ SSEEnabled: true }",
    {
      "new-key": "$1.00 a month more",
      "key-Mine": "at no further cost",
      "key-Other": "at no further cost",
      "new-parameter": "at no further cost, its own fee extra",
      "aws-managed-key": "in use",
      "aws-owned-key": "about $0.23 a month less",
    },
  ],
  [
    "a key of the template",
    `{ ${UNDER_MINE} }`,
    {
      "new-key": "$1.00 a month more",
      "key-Mine": "in use",
      "key-Other": "at no further cost",
      "new-parameter": "at no further cost, its own fee extra",
      "aws-managed-key": "at no further cost",
      "aws-owned-key": "about $0.23 a month less",
    },
  ],
  [
    "a key that depends on a condition",
    `!If [IsProd, { ${UNDER_MINE} }, !Ref "AWS::NoValue"]`,
    {
      "new-key": "$1.00 or about $1.23 a month more",
      "key-Mine": "at no further cost or about $0.23 a month more",
      "key-Other": "at no further cost or about $0.23 a month more",
      "new-parameter": "at no further cost or about $0.23 a month more, its own fee extra",
      "aws-managed-key": "at no further cost or about $0.23 a month more",
      "aws-owned-key": "about $0.23 a month less or at no further cost",
    },
  ],
];

const UNUSABLE: readonly (readonly [title: string, key: string])[] = [
  ["is another service's", "alias/aws/s3"],
  ["is asymmetric", "!GetAtt Signing.Arn"],
  ["is disabled", "!GetAtt Off.Arn"],
];

describe("the keys that a table could have", () => {
  for (const [title, key] of UNUSABLE) {
    it(`take the place of nothing where the table's key ${title}`, () => {
      const text = template(
        `{ ${KMS}, KMSMasterKeyId: ${key} }`,
        `  Signing: { ${KEY}, Properties: { KeySpec: RSA_2048, KeyUsage: SIGN_VERIFY } }
  Off: { ${KEY}, Properties: { Enabled: false, EnableKeyRotation: true } }
`,
      );
      const found = choicesOf(text);
      const costs = ["key-Mine", "aws-managed-key", "aws-owned-key"].map((id) => choice(found, id).cost);
      assert.deepEqual(costs, ["about $0.23 a month more", "about $0.23 a month more", "at no further cost"]);
      assert.deepEqual(choice(found, "key-Mine").afterwards, []);
    });
  }

  it("cost a range more where nobody knows what the table has now", () => {
    const found = choicesOf(template("{ SSEEnabled: !Ref On }", "Parameters: { On: { Type: String } }\n"));
    assert.equal(choice(found, "new-key").cost, "$1.00 to $1.27 a month more");
  });

  it("have each a fee of its own where parameters give them to replicas", () => {
    const replicas = "[{ Region: !Ref AWS::Region }, { Region: us-west-2 }]";
    const global = template("").replace(/Orders: \{.*\n/, () => {
      return `Orders: { Type: AWS::DynamoDB::GlobalTable, Properties: { Replicas: ${replicas} } }\n`;
    });
    assert.equal(
      choice(choicesOf(global), "new-parameter").cost,
      "about $0.50 a month more, each key's own fee extra",
    );
  });

  for (const [title, sse, costs] of COSTS) {
    it(`stand in their order, each with its price, for a table under ${title}`, () => {
      const { choices } = choicesOf(template(sse));
      assert.deepEqual(Object.fromEntries(choices.map(({ id, cost }) => [id, cost])), costs);
      assert.deepEqual(
        choices.map(({ id }) => id),
        Object.keys(costs),
      );
      assert.deepEqual(
        choices.filter(({ current }) => current).map(({ cost }) => cost),
        choices.filter(({ cost }) => cost === "in use").map(({ cost }) => cost),
      );
    });
  }

  it("cost what the callers make them cost that the table states", () => {
    const many = template("").replace(
      "Type: AWS::DynamoDB::Table,",
      "Type: AWS::DynamoDB::Table, Metadata: { DynamoDBEncryption: { activeCallers: 100 } },",
    );
    assert.equal(choice(choicesOf(many), "aws-managed-key").cost, "about $2.61 a month more");
  });

  it("are asked for case by case where a condition decides", () => {
    const text = template(`!If [IsProd, { ${UNDER_MINE} }, !Ref "AWS::NoValue"]`);
    const all = choicesOf(text);
    assert.equal(all.key, "depends on IsProd: customer managed Mine / AWS owned");
    assert.deepEqual(all.cases, [
      { when: "when IsProd is true", key: "customer managed key Mine" },
      { when: "when IsProd is false", key: "AWS owned key" },
    ]);
    assert.equal(choice(choicesOf(text, 0), "key-Mine").current, true);
    assert.equal(choice(choicesOf(text, 1), "key-Mine").cost, "about $0.23 a month more");
    assert.equal(keyChoicesFor(lint("template.yaml", text), "Orders", 2, settings), null);
  });

  it("say whom the edit lets decrypt, and who has to be let in by hand", () => {
    const granted = choice(choicesOf(template("", READER)), "key-Mine");
    assert.ok(granted.changes.includes("The same edit lets role 'Api' decrypt with the key."));
    const given = choice(choicesOf(template("", READER)), "new-parameter");
    assert.ok(
      given.beforeDeploying.includes(
        "Make sure that role 'Api' may decrypt with the key (kms:Decrypt): the template doesn't tell.",
      ),
    );
    const closed = template("", READER).replace(
      `Mine: { ${KEY}, ${ROTATED} }`,
      `Mine: { ${KEY}, Properties: { EnableKeyRotation: true, KeyPolicy: { Statement: { Effect: Allow, Action: "kms:*", Resource: "*", Principal: { AWS: "arn:aws:iam::123456789012:role/Admin" } } } } }`,
    );
    assert.match(
      choice(choicesOf(closed), "key-Mine").beforeDeploying[0] ?? "",
      /^Let role 'Api' decrypt with the key: .*policy of the key 'Mine'/,
    );
  });

  it("say whom a new key that leaves it to IAM lets decrypt, and what its deployer needs", () => {
    const listed = READER.replace(/Statement: (.*)/, "Statement: [$1]");
    const { settings: iam } = parseSettings({ "newKey.policy": "iam" });
    const analysis = analyse(
      { path: "template.yaml", text: template("", listed) },
      { settings: iam, today: TODAY },
    );
    const found = keyChoicesFor(analysis, "Orders", null, iam);
    assert.ok(found !== null);
    const { changes, beforeDeploying } = choice(found, "new-key");
    assert.ok(changes.includes("The same edit lets role 'Api' decrypt with the key."));
    assert.match(beforeDeploying.join("\n"), /^Whoever deploys needs .*kms:.*CreateGrant.*with the key\.$/);
    const usual = choice(choicesOf(template("", listed)), "new-key");
    assert.ok(!usual.changes.some((one) => one.includes("decrypt with the key")));
    assert.deepEqual(usual.beforeDeploying, []);
  });

  it("say nothing of what they would change where they can't be written", () => {
    const text = template("").replace("Mine: {", "Mine: { DependsOn: Orders,");
    const { summary, changes, beforeDeploying, afterwards } = choice(choicesOf(text), "key-Mine");
    assert.deepEqual(
      { summary, said: [...changes, ...beforeDeploying, ...afterwards] },
      { summary: "", said: [] },
    );
  });

  it("speak of DAX only where the template has a cluster", () => {
    const dax = (text: string): boolean =>
      choice(choicesOf(text), "new-key").changes.some((one) => one.includes("DAX"));
    assert.equal(dax(template("")), false);
    assert.equal(dax(template("", "  Cache: { Type: AWS::DAX::Cluster, Properties: {} }\n")), true);
  });

  it("limit how often a table can change keys, but never for the AWS owned one", () => {
    const limited = ({ changes }: { readonly changes: readonly string[] }): boolean =>
      changes.some((one) => one.includes("four times in 24 hours"));
    const found = choicesOf(template(`{ ${UNDER_MINE} }`));
    assert.equal(limited(choice(found, "aws-managed-key")), true);
    assert.equal(limited(choice(found, "aws-owned-key")), false);
  });

  it("are none that can't be used, and say why those can't be written that the text doesn't allow", () => {
    const unusable = template("").replace("Other: {", "Other: { Condition: IsProd,");
    assert.ok(!choicesOf(unusable).choices.some(({ id }) => id === "key-Other"));
    const loop = `Resources:
  Fn::ForEach::Each: [Name, [A, B], { "T\${Name}": { Type: AWS::DynamoDB::Table, Properties: {} } }]
`;
    const reasons = choicesOf(loop, null, "TA").choices.map(({ blocked }) => blocked);
    const why = "its text makes several resources (Fn::ForEach)";
    assert.deepEqual(reasons, [why, why, why, null]);
  });

  it("refuse what would change another case, too", () => {
    const text = template(`{ ${KMS}, KMSMasterKeyId: !If [IsProd, !GetAtt Mine.Arn, !Ref "AWS::NoValue"] }`);
    assert.equal(choice(choicesOf(text, 0), "aws-owned-key").blocked, "other cases would change, too");
  });

  it("refuse it in the words of what decides: a condition's branches, or a parameter's values", () => {
    const branch = template("{ SSEEnabled: !If [IsProd, true, false] }");
    assert.equal(
      choice(choicesOf(branch, 0), "new-key").blocked,
      "other branches of its conditions would change, too",
    );
    const value = `Parameters: { On: { Type: String, AllowedValues: ["true", "false"] } }
${template("{ SSEEnabled: !Ref On }")}`;
    assert.equal(
      choice(choicesOf(value, 0), "new-key").blocked,
      "the table would change at other values of the parameter 'On', too",
    );
  });

  it("have a title for each case, also for a parameter's values that don't matter", () => {
    const table = template("{ SSEEnabled: !Ref On, SSEType: KMS, KMSMasterKeyId: !GetAtt Mine.Arn }");
    const asked = table.replace("!Equals [!Ref AWS::Region, eu-west-1]", '!Equals [!Ref On, "true"]');
    const text = `Parameters: { On: { Type: String } }\n${asked}`;
    assert.deepEqual(choicesOf(text, null).cases, [
      { when: "when parameter On is true", key: "customer managed key Mine" },
      { when: "otherwise", key: "key can't be decided" },
    ]);
  });

  it("refuse what would bring an error, be it only one of a rule that mostly warns", () => {
    const retained = template("")
      .replace("Type: AWS::DynamoDB::Table,", "Type: AWS::DynamoDB::Table, DeletionPolicy: Retain,")
      .replace(`Mine: { ${KEY},`, "Mine: { Type: AWS::KMS::Key,");
    assert.match(
      choice(choicesOf(retained), "key-Mine").blocked ?? "",
      /^it would bring a new error: Key 'Mine' .*stack/,
    );
    assert.equal(choice(choicesOf(retained), "key-Other").blocked, null);
  });

  it("refuse a key that itself needs the table", () => {
    const text = template("").replace("Mine: {", "Mine: { DependsOn: Orders,");
    assert.equal(choice(choicesOf(text), "key-Mine").blocked, "key 'Mine' itself needs 'Orders'");
  });

  it("keep the keys that other replicas of a global table have", () => {
    const text = `Parameters: { FarKeyArn: { Type: String } }
Resources:
  Orders:
    Type: AWS::DynamoDB::GlobalTable
    Properties:
      SSESpecification: { ${KMS} }
      Replicas:
        - { Region: !Ref AWS::Region, SSESpecification: { KMSMasterKeyId: !GetAtt Mine.Arn } }
        - { Region: eu-central-1, SSESpecification: { KMSMasterKeyId: !Ref FarKeyArn } }
  Mine: { ${KEY}, ${ROTATED} }
  Other: { ${KEY}, ${ROTATED} }
`;
    const analysis = lint("template.yaml", text);
    const change = keyChange(analysis, "Orders", null, "key-Other");
    assert.ok("edits" in change);
    assert.equal(applyEdits(text, change.edits), text.replace("!GetAtt Mine.Arn", "!GetAtt Other.Arn"));
  });

  it("leave out the fees of keys that are made elsewhere, and say whose", () => {
    const text = `Resources:
  Orders:
    Type: AWS::DynamoDB::GlobalTable
    Properties: { Replicas: [{ Region: !Ref AWS::Region }, { Region: eu-central-1 }] }
`;
    const costs = choicesOf(text).choices.map(({ id, cost }) => [id, cost.split(", ")[1]]);
    assert.deepEqual(Object.fromEntries(costs), {
      "new-key": "key fees in other Regions extra",
      "new-parameter": "each key's own fee extra",
      "aws-managed-key": undefined,
      "aws-owned-key": undefined,
    });
  });

  it("need to know where the stack lies, for a global table whose Regions are written out", () => {
    const text = `Resources:
  Orders: { Type: AWS::DynamoDB::GlobalTable, Properties: { Replicas: [{ Region: eu-west-1 }] } }
`;
    assert.match(choice(choicesOf(text), "new-key").blocked ?? "", /^none of its replicas is known/);
    const known = analyse({ path: "t.yaml", text }, { settings: here, today: TODAY });
    const found = keyChoicesFor(known, "Orders", null, here);
    assert.ok(found !== null);
    assert.equal(choice(found, "new-key").blocked, null);
  });

  it("are those that other templates export, too", () => {
    const workspace = openWorkspace();
    const keys = `Resources:
  Shared: { ${KEY}, ${ROTATED} }
Outputs:
  Arn: { Value: !GetAtt Shared.Arn, Export: { Name: shared-key } }
`;
    const text = "Resources:\n  Orders: { Type: AWS::DynamoDB::Table, Properties: {} }\n";
    workspace.put("keys.yaml", keys);
    workspace.put("tables.yaml", text);
    const analysis = analyse({ path: "tables.yaml", text }, { settings, today: TODAY, workspace });
    const found = keyChoicesFor(analysis, "Orders", null, settings);
    assert.ok(found !== null);
    const shared = choice(found, "import-shared-key");
    assert.equal(shared.label, "Key 'Shared' of keys.yaml, exported as 'shared-key'");
    assert.equal(shared.blocked, null);
    assert.match(written(analysis, "import-shared-key"), /KMSMasterKeyId: !ImportValue shared-key/);
  });
});

describe("the change of a table's key", () => {
  it("refuses a table, a case or a key that isn't there, and the key that is in use", () => {
    const analysis = lint("template.yaml", template(""));
    const refusal = (resource: string, id: string): string => {
      const change = keyChange(analysis, resource, null, id);
      return "refused" in change ? change.refused : "";
    };
    assert.equal(refusal("Nowhere", "new-key"), "there is no table 'Nowhere' any more");
    const gone = keyChange(analysis, "Orders", 1, "new-key");
    assert.deepEqual(gone, { refused: "what 'Orders' depends on has no such case" });
    assert.equal(refusal("Orders", "key-Gone"), "the template no longer has that key to offer");
    assert.equal(refusal("Orders", "aws-owned-key"), "the table has that key already");
  });

  it("says that encryption is switched off, so that the AWS owned key is a choice to be seen", () => {
    const text = template(`{ ${UNDER_MINE} }`);
    assert.equal(
      written(lint("template.yaml", text), "aws-owned-key"),
      text.replace(UNDER_MINE, "SSEEnabled: false"),
    );
  });

  it("takes back what SAM's Globals say", () => {
    const text = `Transform: AWS::Serverless-2016-10-31
Globals:
  SimpleTable:
    SSESpecification: { ${UNDER_MINE} }
Resources:
  Orders:
    Type: AWS::Serverless::SimpleTable
  Mine: { ${KEY}, ${ROTATED} }
`;
    assert.match(
      written(lint("template.yaml", text), "aws-owned-key"),
      /SSEEnabled: false\n +SSEType: !Ref "?AWS::NoValue"?\n +KMSMasterKeyId: !Ref "?AWS::NoValue"?\n/,
    );
  });
});

describe("the tables whose key can be changed", () => {
  it("are all of a template, and the one that a place lies in", () => {
    const text = template("");
    const analysis = lint("template.yaml", text);
    assert.deepEqual(tablesOf(analysis), [{ resource: "Orders", key: "AWS owned key" }]);
    assert.equal(tableAt(analysis, text.indexOf("BillingMode")), "Orders");
    assert.equal(tableAt(analysis, text.indexOf("Mine")), null);
  });
});

function written(analysis: Analysis, id: string): string {
  const change = keyChange(analysis, "Orders", null, id);
  assert.ok("edits" in change, JSON.stringify(change));
  return applyEdits(analysis.source.text, change.edits);
}
