import assert from "node:assert/strict";
import { pictureOf } from "../../../server/src/render/report/picture-model.js";
import { shortened } from "../../../server/src/render/report/short-text.js";
import type { Inventory } from "../../../server/src/service.js";
import { inventoryOf, shopInventory } from "../../support/inventories.js";

const KEYED = (count: number): string =>
  `Resources:\n${Array.from(
    { length: count },
    (_, number) => `  Key${number}: { Type: AWS::KMS::Key }
  Table${number}:
    Type: AWS::DynamoDB::Table
    Properties:
      SSESpecification: { SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: !GetAtt Key${number}.Arn }
`,
  ).join("")}`;

const pictureIn = (inventory: Inventory) => pictureOf({ inventory, nameOf: (path) => path });

describe("the picture of keys, tables and principals", () => {
  it("shows every table where there are few", () => {
    const { groups } = pictureIn(shopInventory(20));
    assert.equal(groups.flatMap(({ tables }) => tables).length, 20);
  });

  it("folds the tables of large groups, and says how many", () => {
    const inventory = shopInventory(200);
    const { groups, principals } = pictureIn(inventory);
    const nodes = groups.flatMap(({ tables }) => tables);
    assert.ok(nodes.length <= 48, `${nodes.length} nodes`);
    const folded = nodes.map(({ label }) => Number(/^and (\d+) more$/.exec(label)?.[1] ?? 1));
    assert.equal(
      folded.reduce((sum, count) => sum + count, 0),
      200,
    );
    assert.ok(principals.length <= 48);
  });

  it("folds keys where there are too many", () => {
    const { groups } = pictureIn(inventoryOf({ "t.yaml": KEYED(40) }));
    assert.deepEqual(
      groups.slice(-2).map(({ label, note }) => [label, note]),
      [
        ["Key14", "1 table · $1.00 a month"],
        ["and 25 more keys", "25 tables"],
      ],
    );
  });

  it("has a line for everybody who reaches a table, to the node that stands for it", () => {
    const inventory = shopInventory(200);
    const { groups, principals, edges } = pictureIn(inventory);
    const tables = new Set(groups.flatMap((group) => group.tables.map(({ id }) => id)));
    const people = new Set(principals.map(({ id }) => id));
    assert.ok(edges.every(({ table, principal }) => tables.has(table) && people.has(principal)));
    assert.ok([...people].every((id) => edges.some(({ principal }) => principal === id)));
  });
});

describe("labels", () => {
  for (const [text, cells, expected] of [
    ["Orders", 6, "Orders"],
    ["OrdersOfTheShop", 10, "Orders…hop"],
    ["注文履歴テーブル", 9, "注文履…ル"],
  ] as const) {
    it(`fit '${text}' into ${cells} cells`, () => {
      assert.equal(shortened(text, cells), expected);
    });
  }
});
