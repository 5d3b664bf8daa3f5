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
    assert.ok(estimate?.assumptions.includes("When IsProd is true:"));
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
        KMSMasterKeyId: arn:aws:kms:eu-west-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
    const { total } = costs(foreign);
    assert.equal(monthlyInShort(total, LIST_PRICES), "about $0.23");
    assert.match(total.assumptions.join(" "), /isn't declared in reach isn't counted/);
  });

  it("count requests where a parameter gives a KMS key, and from nothing where all is open", () => {
    const open = `\nParameters: { Key: { Type: String }, On: { Type: String } }`;
    const kms = `\n  A:${TABLE}\n      SSESpecification: { SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: !Ref Key }${open}`;
    const any = `\n  A:${TABLE}\n      SSESpecification: { SSEEnabled: !Ref On }${open}`;
    assert.equal(inWords(costs(kms))[0], "A: about $0.23 | $0.20 to $0.27");
    assert.equal(inWords(costs(any))[0], "A: about $0.13 | $0 to $0.27");
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
