import assert from "node:assert/strict";
import { inventoryOf } from "../support/inventories.js";

const KEYS = `Resources:
  ShopKey:
    Type: AWS::KMS::Key
    Properties: { EnableKeyRotation: true }
Outputs:
  ShopKeyArn:
    Value: !GetAtt ShopKey.Arn
    Export: { Name: shop-key }
`;

const TABLES = `Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      Tags: [{ Key: data, Value: pii }]
      SSESpecification: { SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: !ImportValue shop-key }
  Notes:
    Type: AWS::DynamoDB::Table
  Api:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {}
      Policies:
        - PolicyName: read
          PolicyDocument:
            Statement:
              - { Effect: Allow, Action: "dynamodb:GetItem", Resource: !GetAtt Orders.Arn }
              - { Effect: Allow, Action: "dynamodb:GetItem", Resource: !GetAtt Notes.Arn }
`;

const name = (id: string): string => id.replace("\n", "/");

describe("the inventory of several templates", () => {
  const inventory = inventoryOf({ "keys.yaml": KEYS, "tables.yaml": TABLES });

  it("has each key with the tables of whichever template it encrypts", () => {
    assert.deepEqual(
      inventory.keys.map(({ id, tables }) => [name(id), tables.map(name)]),
      [["keys.yaml/ShopKey", ["tables.yaml/Orders"]]],
    );
  });

  it("says where tables, keys and principals are declared, by offset and line", () => {
    const { tables, keys, principals } = inventory;
    const spots = [...tables, ...keys, ...principals].map(({ at }) => at);
    assert.deepEqual(
      spots.map((at) => [at?.path, at?.line]),
      [
        ["tables.yaml", 2],
        ["tables.yaml", 7],
        ["keys.yaml", 2],
        ["tables.yaml", 9],
      ],
    );
    assert.equal(TABLES.slice(tables[0]?.at.span.start, tables[0]?.at.span.end), "Orders");
  });

  it("counts tables by the key that encrypts them", () => {
    assert.deepEqual(inventory.totals, {
      count: 2,
      replicas: false,
      byVerdict: [
        { verdict: "customer-managed", count: 1 },
        { verdict: "aws-owned", count: 1 },
      ],
    });
  });

  it("says of each table and each key who can decrypt and whom the key keeps out", () => {
    assert.deepEqual(
      [...inventory.tables, ...inventory.keys].map(({ resource, access }) => ({
        resource,
        allowed: access.allowed.map(name),
        blocked: access.blocked.map(name),
      })),
      [
        { resource: "Orders", allowed: [], blocked: ["tables.yaml/Api"] },
        { resource: "Notes", allowed: ["tables.yaml/Api"], blocked: [] },
        { resource: "ShopKey", allowed: [], blocked: ["tables.yaml/Api"] },
      ],
    );
    assert.deepEqual(
      inventory.principals[0]?.uses.map(({ table, key, verdict }) => [name(table), key, verdict]),
      [
        ["tables.yaml/Orders", "keys.yaml\nShopKey", "blocked-by-key"],
        ["tables.yaml/Notes", null, "allowed"],
      ],
    );
  });

  it("is plain data, so that it can be sent", () => {
    assert.deepEqual(JSON.parse(JSON.stringify(inventory)), inventory);
  });

  it("estimates the costs as they are, with a key for each table, and with shared ones", () => {
    const { total, ownKeys, sharedKeys } = inventory.costs;
    assert.equal(total.monthly.low.toFixed(2), "1.20");
    assert.deepEqual([ownKeys.keys, ownKeys.estimate.monthly.low.toFixed(2)], [2, "2.46"]);
    assert.deepEqual([sharedKeys.by, sharedKeys.keys], ["template", 1]);
  });

  it("counts a replica in the stack's own Region with the tables there, whether that is known or not", () => {
    const both = `Resources:
  Orders: { Type: AWS::DynamoDB::Table }
  Notes:
    Type: AWS::DynamoDB::GlobalTable
    Properties: { Replicas: [{ Region: !Ref AWS::Region }, { Region: us-east-1 }] }
`;
    for (const raw of [{}, { region: "eu-west-1" }]) {
      assert.equal(inventoryOf({ "t.yaml": both }, raw).costs.sharedKeys.keys, 2);
    }
  });

  it("takes new keys for no less conditional than the tables they are for", () => {
    const maybe = `Conditions: { P: !Equals [!Ref AWS::Region, eu-west-1] }
Resources:
  Orders: { Type: AWS::DynamoDB::Table, Condition: P }
`;
    const { ownKeys, sharedKeys } = inventoryOf({ "t.yaml": maybe }).costs;
    assert.deepEqual(
      [ownKeys, sharedKeys].map(({ estimate }) => estimate.monthly.low),
      [0, 0],
    );
  });

  it("shares keys by classification where tables have one", () => {
    const raw = { "classification.tags": { data: [] } };
    const { tables, costs } = inventoryOf({ "keys.yaml": KEYS, "tables.yaml": TABLES }, raw);
    assert.deepEqual(
      tables.map(({ classification }) => classification),
      ["data: pii", null],
    );
    assert.deepEqual([costs.sharedKeys.by, costs.sharedKeys.keys], ["classification", 2]);
  });
});

describe("keys that no template declares", () => {
  const table = (key: string): string => `Parameters: { KeyArn: { Type: String } }
Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      SSESpecification: { SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: ${key} }
`;
  const keysOf = (key: string) =>
    inventoryOf({ "a.yaml": table(key), "b.yaml": table(key) }).keys.map(({ resource, path, tables }) => ({
      resource,
      path,
      tables: tables.length,
    }));

  it("are one where templates name one ARN", () => {
    const arn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    assert.deepEqual(keysOf(arn), [{ resource: arn, path: null, tables: 2 }]);
  });

  it("are one each where parameters name them", () => {
    assert.deepEqual(
      keysOf("!Sub 'arn:aws:kms:eu-west-1:111122223333:key/${KeyArn}'").map(({ path, tables }) => [
        path,
        tables,
      ]),
      [
        ["a.yaml", 1],
        ["b.yaml", 1],
      ],
    );
  });
});

describe("suppressions in the inventory", () => {
  it("come with their reason, their last day and what they set aside", () => {
    const { suppressions } = inventoryOf({
      "t.yaml": `Resources:
  # dynamodb-encryption-ignore require-customer-managed-key until 2026-02-01 -- test data
  Notes:
    Type: AWS::DynamoDB::Table
  # dynamodb-encryption-ignore require-customer-managed-key until 2025-12-31 -- old
  Old:
    Type: AWS::DynamoDB::Table
`,
    });
    assert.deepEqual(
      suppressions.map(({ reason, until, expired, inForce, findings, resources, at }) => ({
        reason,
        until,
        expired,
        inForce,
        findings,
        resources,
        line: at.line,
      })),
      [
        {
          reason: "test data",
          until: "2026-02-01",
          expired: false,
          inForce: true,
          findings: 1,
          resources: ["Notes"],
          line: 2,
        },
        {
          reason: "old",
          until: "2025-12-31",
          expired: true,
          inForce: false,
          findings: 0,
          resources: [],
          line: 5,
        },
      ],
    );
  });
});
