import assert from "node:assert/strict";
import type { Capacity } from "../server/src/core/model.js";
import { LIST_PRICES } from "../server/src/pricing/prices.js";
import { monthlyInShort, monthlyRange, throughputSentence } from "../server/src/pricing/words.js";
import { basisOf, costInput, estimateCosts, joinedCosts, type Costs } from "../server/src/service.js";
import { openWorkspace, analyse, parseSettings } from "../server/src/service.js";
import { lint, TODAY } from "./support/linting.js";
import { readText } from "./support/read.js";

const TABLE = `
    Type: AWS::DynamoDB::Table
    Properties:`;
const CMK = `
      SSESpecification: { SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: !GetAtt ShopKey.Arn }`;
const KEY = `
  ShopKey:
    Type: AWS::KMS::Key
    Properties: { EnableKeyRotation: true }`;

function costs(body: string, raw = {}): Costs {
  const analysis = lint("t.yaml", `Resources:${body}\n`, raw);
  const input = costInput(analysis);
  assert.ok(input !== null);
  return estimateCosts(input, basisOf(parseSettings(raw).settings));
}

function capacityOf(body: string): Capacity | null {
  const [table] = readText(`Resources:${body}\n`).template.tables;
  return table?.capacity() ?? null;
}

/** `name: before any rotation | over all years`, table by table, key by key, and in all. */
function inWords({ tables, keys, total }: Costs): readonly string[] {
  const line = (name: string, one: Costs["total"]): string =>
    `${name}: ${monthlyInShort(one, LIST_PRICES)} | ${monthlyRange(one, LIST_PRICES)}`;
  return [
    ...[...tables].map(([table, one]) => line(table.resource, one)),
    ...[...keys].map(([key, one]) => line(key.name, one)),
    line("total", total),
  ];
}

const ARN = "arn:aws:kms:eu-west-1:999999999999:key/8f6a2c4e-1b3d-4f5a-9c7e-0d2b4a6c8e1f";

/** What the estimates of requests take for granted. */
const REQUESTS = [
  "10 callers active all month (as cost.activeCallers says): 86,400 to 89,280 KMS requests, one for each caller every five minutes, at $0.03 per 10,000.",
  "The low end has all 20,000 free requests of the account, the high end none.",
] as const;

/** What the estimate of the first table takes for granted. */
function assumed({ tables }: Costs): readonly string[] {
  const [[, first] = []] = [...tables];
  return first?.assumptions ?? [];
}

describe("the costs of a template", () => {
  const owned = `\n  A:${TABLE} {}`;
  const managed = `\n  A:${TABLE}\n      SSESpecification: { SSEEnabled: true }`;
  const customer = `\n  A:${TABLE}${CMK}${KEY}`;

  it("are nothing under an AWS owned key", () => {
    assert.deepEqual(inWords(costs(owned)), ["A: $0 | $0", "total: $0 | $0"]);
  });

  it("are requests alone under the AWS managed key", () => {
    assert.deepEqual(inWords(costs(managed)), [
      "A: about $0.23 | $0.20 to $0.27",
      "total: about $0.23 | $0.20 to $0.27",
    ]);
  });

  it("are the key's fee and requests under a customer managed key, and rise with rotation", () => {
    assert.deepEqual(inWords(costs(customer)), [
      "A: about $1.23 | $1.20 to $3.27",
      "ShopKey: $1.00 | $1.00 to $3.00",
      "total: about $1.23 | $1.20 to $3.27",
    ]);
  });

  it("count a key once that tables share, and the free requests once for them all", () => {
    const three = ["A", "B", "C"].map((name) => `\n  ${name}:${TABLE}${CMK}`).join("");
    assert.deepEqual(inWords(costs(three + KEY)), [
      "A: about $0.57 | $0.53 to $1.27",
      "B: about $0.57 | $0.53 to $1.27",
      "C: about $0.57 | $0.53 to $1.27",
      "ShopKey: $1.00 | $1.00 to $3.00",
      "total: about $1.76 | $1.72 to $3.80",
    ]);
  });

  it("count the requests of a global table in each of its Regions", () => {
    const global = `
  A:
    Type: AWS::DynamoDB::GlobalTable
    Properties:
      SSESpecification: { SSEEnabled: true, SSEType: KMS }
      Replicas: [{ Region: eu-west-1 }, { Region: us-east-1 }]`;
    assert.deepEqual(inWords(costs(global)), [
      "A: about $0.50 | $0.46 to $0.54",
      "total: about $0.50 | $0.46 to $0.54",
    ]);
  });

  it("take in every case of a condition", () => {
    const { tables } = costs(
      `\n  A:${TABLE}\n      SSESpecification: !If [IsProd, { SSEEnabled: true }, !Ref AWS::NoValue]\nConditions: { IsProd: !Equals [!Ref Stage, prod] }\nParameters: { Stage: { Type: String } }`,
    );
    const [[, estimate] = []] = [...tables];
    assert.equal(estimate && monthlyRange(estimate, LIST_PRICES), "$0 to $0.27");
    assert.deepEqual(
      estimate?.replicas[0]?.map((one) => monthlyInShort(one, LIST_PRICES)),
      ["about $0.23", "$0"],
    );
  });

  it("tell what they take for granted case by case, under a heading for each", () => {
    const conditions = `
Conditions:
  IsProd: !Equals [!Ref AWS::Region, eu-west-1]
  IsTest: !Equals [!Ref AWS::Region, eu-west-2]`;
    const on = "{ SSEEnabled: true }";
    const body = `\n  A:${TABLE}\n      SSESpecification: !If [IsProd, ${on}, !If [IsTest, ${on}, !Ref AWS::NoValue]]${conditions}`;
    assert.deepEqual(assumed(costs(body)), [
      "When IsProd is true; when IsProd is false and IsTest is true:",
      "The AWS managed key has no monthly fee.",
      ...REQUESTS,
      "When IsProd is false and IsTest is false:",
      "The AWS owned key costs nothing, and neither do its requests.",
    ]);
  });

  describe("of a global table", () => {
    const global = (...replicas: readonly string[]): string => `
  A:
    Type: AWS::DynamoDB::GlobalTable
    Properties:
      SSESpecification: { SSEEnabled: true, SSEType: KMS }
      Replicas: [${replicas.join(", ")}]`;
    const keyed = (region: string): string =>
      `{ Region: ${region}, SSESpecification: { KMSMasterKeyId: ${ARN.replace("eu-west-1", region)} } }`;
    const [requests = "", free = ""] = REQUESTS;

    it("are requests in each of its Regions, and say so", () => {
      assert.deepEqual(assumed(costs(global("{ Region: eu-west-1 }", "{ Region: us-east-1 }"))), [
        "The AWS managed key has no monthly fee.",
        requests.replace("KMS requests", "KMS requests in each of the 2 Regions"),
        free,
      ]);
    });

    it("say which Region a sentence is about where they differ", () => {
      const mixed = `${global("{ Region: !Ref AWS::Region, SSESpecification: { KMSMasterKeyId: !GetAtt ShopKey.Arn } }", keyed("us-east-1"), keyed("us-west-2"))}${KEY}`;
      assert.deepEqual(assumed(costs(mixed)), [
        "In AWS::Region:",
        "ShopKey costs $1.00 a month at first, $2.00 from the second year, $3.00 from the third year on.",
        ...REQUESTS,
        "In us-east-1, us-west-2:",
        "The fee of a key that isn't declared in reach isn't counted.",
        requests.replace("KMS requests", "KMS requests in each of the 2 Regions"),
        free,
      ]);
    });
  });

  it("name the fee of a rotated key for what it is, whatever the period", () => {
    const often =
      "\n  ShopKey: { Type: AWS::KMS::Key, Properties: { EnableKeyRotation: true, RotationPeriodInDays: 90 } }";
    const { total } = costs(often);
    assert.ok(
      total.assumptions.includes(
        "The high end has each key that is rotated at $3.00 a month, what it costs once it has been rotated twice.",
      ),
    );
  });

  it("name no requests where there are no callers", () => {
    const found = costs(managed, { cost: { activeCallers: 0 } });
    assert.deepEqual(assumed(found), [
      "The AWS managed key has no monthly fee.",
      "No callers (as cost.activeCallers says), so no KMS requests.",
    ]);
    assert.ok(found.total.assumptions.includes("No callers of a table, unless its metadata says otherwise."));
  });

  it("say of callers out of bounds what the bounds are", () => {
    const body = `${managed}\n    Metadata: { DynamoDBEncryption: { activeCallers: 1000001 } }`;
    assert.ok(
      assumed(costs(body)).includes(
        "The table's metadata gives 'activeCallers' as something else than a whole number from 0 to 1,000,000, so the setting holds.",
      ),
    );
  });

  it("take the table's own callers where its metadata names them", () => {
    const callers = (written: string): string =>
      `\n  A:${TABLE}\n      SSESpecification: { SSEEnabled: true }\n    Metadata: { DynamoDBEncryption: { activeCallers: ${written} } }`;
    assert.deepEqual(inWords(costs(callers("100")))[0], "A: about $2.61 | $2.53 to $2.68");
    const [[, wrong] = []] = [...costs(callers("many")).tables];
    assert.match(wrong?.assumptions.join(" ") ?? "", /gives 'activeCallers' as something else/);
    assert.equal(wrong && monthlyInShort(wrong, LIST_PRICES), "about $0.23");
  });

  it("follow the settings", () => {
    assert.equal(inWords(costs(managed, { cost: { activeCallers: 2 } }))[0], "A: about $0.03 | $0 to $0.05");
    const own = { cost: { prices: { keyMonth: 2, requestsPer10000: 0, asOf: "2027-01-01" } } };
    const { total } = costs(customer, own);
    assert.deepEqual([total.firstYear, total.pricedOn], [{ low: 2, high: 2 }, "2027-01-01"]);
  });

  it("leave out the fee of a key that isn't declared in reach, and say so", () => {
    const foreign = `\n  A:${TABLE}
      SSESpecification:
        SSEEnabled: true
        SSEType: KMS
        KMSMasterKeyId: arn:aws:kms:eu-west-1:444455556666:key/8f6a2c4e-1b3d-4f5a-9c7e-0d2b4a6c8e1f`;
    const { total } = costs(foreign);
    assert.equal(monthlyInShort(total, LIST_PRICES), "about $0.23");
    assert.match(total.assumptions.join(" "), /isn't declared in reach isn't counted/);
  });

  for (const [title, key] of [
    ["a parameter gives", "!Ref Key"],
    ["another stack exports", "!ImportValue nowhere"],
    ["nobody knows", "!Ref Key, SSEEnabled: !Ref Key"],
  ] as const) {
    it(`say that the fee of a key isn't counted that ${title}`, () => {
      const enabled = key.includes("SSEEnabled") ? "" : ", SSEEnabled: true";
      const { total } = costs(
        `\n  A:${TABLE}\n      SSESpecification: { KMSMasterKeyId: ${key}, SSEType: KMS${enabled} }\nParameters: { Key: { Type: String } }`,
      );
      assert.match(total.assumptions.join(" "), /isn't declared in reach isn't counted/);
    });
  }

  it("count requests where a parameter gives a KMS key, and from nothing where all is open", () => {
    const open = `\nParameters: { Key: { Type: String }, On: { Type: String } }`;
    const kms = `\n  A:${TABLE}\n      SSESpecification: { SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: !Ref Key }${open}`;
    const any = `\n  A:${TABLE}\n      SSESpecification: { SSEEnabled: !Ref On }${open}`;
    assert.equal(inWords(costs(kms))[0], "A: about $0.23 | $0.20 to $0.27");
    assert.equal(inWords(costs(any))[0], "A: about $0.13 | $0 to $0.27");
  });

  describe("of a table whose key can't work", () => {
    const under = (key: string): string =>
      `\n  A:${TABLE}\n      SSESpecification: { SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: ${key} }`;
    const declared = (properties: string): string =>
      `${under("!GetAtt ShopKey.Arn")}\n  ShopKey: { Type: AWS::KMS::Key, Properties: { ${properties} } }`;
    for (const [title, body, words] of [
      ["another service's", under("alias/aws/s3"), ["A: $0 | $0", "total: $0 | $0"]],
      [
        "asymmetric",
        declared("KeySpec: RSA_2048, KeyUsage: SIGN_VERIFY"),
        ["A: $0 | $0", "ShopKey: $1.00 | $1.00", "total: $1.00 | $1.00"],
      ],
      [
        "disabled",
        declared("Enabled: false, EnableKeyRotation: true"),
        ["A: $0 | $0", "ShopKey: $1.00 | $1.00 to $3.00", "total: $1.00 | $1.00 to $3.00"],
      ],
    ] as const) {
      it(`are the key's own fee at most, where it is ${title}`, () => {
        const found = costs(body);
        assert.deepEqual(inWords(found), words);
        const [[, table] = []] = [...found.tables];
        assert.deepEqual(table?.assumptions, ["Its key can't work, so no requests are counted."]);
      });
    }

    it("are the key's fee where it is of no use in each of its cases, and all where it is in one", () => {
      const conditions = "\nConditions: { P: !Equals [!Ref AWS::Region, eu-west-1] }";
      const words = (spec: string): string | undefined =>
        inWords(costs(`${declared(`KeySpec: !If [P, ${spec}]`)}${conditions}`)).at(-1);
      assert.equal(words("RSA_2048, ECC_NIST_P256"), "total: $1.00 | $1.00");
      assert.equal(words("RSA_2048, SYMMETRIC_DEFAULT"), "total: about $1.23 | $1.20 to $1.27");
    });

    it("are nothing where the table is refused", () => {
      const refused = costs(`\n  A:${TABLE}\n      SSESpecification: { SSEEnabled: false, SSEType: KMS }`);
      assert.deepEqual(inWords(refused), ["A: $0 | $0", "total: $0 | $0"]);
      const [[, table] = []] = [...refused.tables];
      assert.deepEqual(table?.assumptions, ["It is refused when it is deployed, so it costs nothing."]);
    });
  });

  it("begin at nothing where a condition may take all of it away", () => {
    const when = "Condition: P";
    const body = `\n  A:\n    ${when}${TABLE}${CMK}${KEY}\n    ${when}\nConditions: { P: !Equals [!Ref AWS::Region, eu-west-1] }`;
    const { tables, keys, total } = costs(body);
    const [[, table] = []] = [...tables];
    const [[, key] = []] = [...keys];
    assert.deepEqual(
      [table, key, total].map((one) => [one?.monthly.low, one?.firstYear.low]),
      [
        [0, 0],
        [0, 0],
        [0, 0],
      ],
    );
    assert.ok(table?.assumptions.includes("It costs nothing where its condition is false."));
  });

  it("leave out keys of other services alone", () => {
    const bucket = `\n  Bucket: { Type: AWS::S3::Bucket, Properties: { KmsKey: !Ref ShopKey } }`;
    assert.deepEqual(inWords(costs(owned + KEY + bucket)), ["A: $0 | $0", "total: $0 | $0"]);
  });

  it("name the article's estimate for provisioned capacity, as what it is", () => {
    const provisioned = `\n  A:${TABLE} { ProvisionedThroughput: { ReadCapacityUnits: 1000, WriteCapacityUnits: 1000 } }`;
    const capacity = capacityOf(provisioned);
    assert.deepEqual(capacity, { readUnits: 1000, writeUnits: 1000 });
    assert.match(
      throughputSentence(capacity, LIST_PRICES),
      /which no AWS page supports.* \$0\.16 to \$0\.31 a month/,
    );
    assert.equal(capacityOf(`\n  A:${TABLE} { BillingMode: PAY_PER_REQUEST }`), null);
  });
});

describe("the costs of several templates", () => {
  const { settings } = parseSettings({});
  const files = {
    "keys.yaml": `Resources:${KEY}\nOutputs: { Key: { Value: !GetAtt ShopKey.Arn, Export: { Name: shop-key } } }\n`,
    "a.yaml": `Resources:\n  A:${TABLE}${CMK.replace("!GetAtt ShopKey.Arn", "!ImportValue shop-key")}\n`,
    "b.yaml": `Resources:\n  B:${TABLE}${CMK.replace("!GetAtt ShopKey.Arn", "!ImportValue shop-key")}\n`,
  };

  it("count a key once that tables of all of them share", () => {
    const workspace = openWorkspace();
    for (const [path, text] of Object.entries(files)) workspace.put(path, text);
    const inputs = Object.entries(files).map(([path, text]) => {
      const input = costInput(analyse({ path, text }, { settings, today: TODAY, workspace }));
      assert.ok(input !== null);
      return input;
    });
    const joined = estimateCosts(joinedCosts(inputs), basisOf(settings));
    assert.deepEqual(inWords(joined), [
      "A: about $0.73 | $0.70 to $1.77",
      "B: about $0.73 | $0.70 to $1.77",
      "ShopKey: $1.00 | $1.00 to $3.00",
      "total: about $1.50 | $1.46 to $3.54",
    ]);
  });

  it("count the fee of another template's key there, where one is looked at alone", () => {
    const workspace = openWorkspace();
    for (const [path, text] of Object.entries(files)) workspace.put(path, text);
    const analysis = analyse(
      { path: "a.yaml", text: files["a.yaml"] },
      { settings, today: TODAY, workspace },
    );
    const input = costInput(analysis);
    assert.ok(input !== null);
    const alone = estimateCosts(input, basisOf(settings));
    assert.equal(inWords(alone)[0], "A: about $0.23 | $0.20 to $0.27");
    const [[, estimate] = []] = [...alone.tables];
    assert.match(
      estimate?.assumptions.join(" ") ?? "",
      /ShopKey of keys\.yaml.* counted where it is declared/,
    );
  });
});
