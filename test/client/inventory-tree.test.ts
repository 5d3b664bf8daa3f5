import assert from "node:assert/strict";
import type { Case, Inventory, Key, Reader, Table } from "../../client/src/inventory/answer.js";
import { isOpened, treeOf, type Node } from "../../client/src/inventory/tree.js";

const PLACE = { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } } };
const SHOP_KEY = keyCalled("ShopKey", "keys.yaml", 2);
const FOREIGN = { ...keyCalled("arn:aws:kms:eu-west-1:1:key/1", "shop.yaml", 1), place: null };
const API: Reader = {
  id: "Api",
  name: "role 'Api'",
  place: null,
  file: null,
  access: "reads",
  verdict: "allowed",
  reasons: [],
};

const ORDERS = tableCalled("Orders", [
  { region: null, cases: [under("ShopKey", "when IsProd is true"), owned("when IsProd is false")] },
]);
const CARTS = { ...tableCalled("Carts", [{ region: null, cases: [under("ShopKey")] }]), readers: [API] };
const PROFILES = tableCalled("Profiles", [
  { region: "eu-west-1", cases: [under(FOREIGN.id)] },
  { region: "eu-north-1", cases: [owned()] },
]);
const ALL = inventoryOf([ORDERS, CARTS, PROFILES], [SHOP_KEY, FOREIGN]);

describe("the rows of the inventory", () => {
  it("stand by key type, key, table, and who reads it", () => {
    assert.deepEqual(outline(treeOf(ALL, "key", "")), [
      "customer-managed (3)",
      "  ShopKey",
      "    Orders when IsProd is true",
      "    Carts",
      "      role 'Api'",
      "  arn:aws:kms:eu-west-1:1:key/1",
      "    Profiles eu-west-1",
      "aws-owned (2)",
      "  Orders when IsProd is false",
      "  Profiles eu-north-1",
    ]);
  });

  it("stand by file, table, its keys and readers, with the keys that a file declares", () => {
    assert.deepEqual(outline(treeOf(ALL, "file", "")), [
      "keys.yaml",
      "  ShopKey",
      "    Orders when IsProd is true",
      "    Carts",
      "      role 'Api'",
      "shop.yaml",
      "  Orders",
      "    ShopKey when IsProd is true",
      "    aws-owned when IsProd is false",
      "  Carts",
      "    ShopKey",
      "    role 'Api'",
      "  Profiles",
      "    arn:aws:kms:eu-west-1:1:key/1 eu-west-1",
      "    aws-owned eu-north-1",
    ]);
  });

  it("list keys that no table uses", () => {
    const unused = { ...SHOP_KEY, tables: 0 };
    assert.deepEqual(outline(treeOf(inventoryOf([], [unused]), "key", "")), [
      "customer-managed (0)",
      "  ShopKey",
    ]);
  });

  it("have ids of their own, the same each time", () => {
    for (const grouping of ["key", "file"] as const) {
      const ids = idsOf(treeOf(ALL, grouping, ""));
      assert.equal(new Set(ids).size, ids.length);
      assert.deepEqual(idsOf(treeOf(structuredClone(ALL), grouping, "")), ids);
    }
  });

  it("are none where there is nothing", () => {
    assert.deepEqual(treeOf(inventoryOf([], []), "key", ""), []);
    assert.deepEqual(treeOf(inventoryOf([], []), "file", ""), []);
  });

  describe("under a filter", () => {
    it("keep what is above and below a name that fits, however it is written", () => {
      assert.deepEqual(outline(treeOf(ALL, "key", " cart ")), [
        "customer-managed (3)",
        "  ShopKey",
        "    Carts",
        "      role 'Api'",
      ]);
    });

    it("can be looked for by the name of a role", () => {
      assert.equal(outline(treeOf(ALL, "key", "API")).at(-1), "      role 'Api'");
    });

    it("can be looked for by the name of a file, also that of a key", () => {
      assert.deepEqual(outline(treeOf(ALL, "file", "keys.y")), [
        "keys.yaml",
        "  ShopKey",
        "    Orders when IsProd is true",
        "    Carts",
        "      role 'Api'",
        "shop.yaml",
        "  Orders",
        "    ShopKey when IsProd is true",
        "  Carts",
        "    ShopKey",
      ]);
    });

    it("are open down to what fits", () => {
      const [type] = treeOf(ALL, "key", "api");
      const [key] = type?.children ?? [];
      const [table] = key?.children ?? [];
      const [reader] = table?.children ?? [];
      assert.deepEqual(
        [type, key, table, reader].map((node) => node !== undefined && isOpened(node)),
        [true, true, true, false],
      );
    });

    it("are none where nothing fits", () => assert.deepEqual(treeOf(ALL, "key", "no such name"), []));
  });
});

function outline(nodes: readonly Node[], indent = ""): readonly string[] {
  return nodes.flatMap((node) => [`${indent}${nameOf(node)}`, ...outline(node.children, `${indent}  `)]);
}

function nameOf(node: Node): string {
  switch (node.kind) {
    case "type":
      return `${node.type} (${node.tables})`;
    case "choice":
      return [node.type, ...node.when].join(" ");
    case "file":
      return node.file;
    case "key":
      return [node.key.name, ...node.when].join(" ");
    case "table":
      return [node.table.name, ...node.when].join(" ");
    case "reader":
      return node.reader.name;
  }
}

function idsOf(nodes: readonly Node[]): readonly string[] {
  return nodes.flatMap((node) => [node.id, ...idsOf(node.children)]);
}

function inventoryOf(tables: readonly Table[], keys: readonly Key[]): Inventory {
  const summary = {
    templates: 2,
    tables: tables.length,
    withoutCustomerManagedKey: 0,
    undecided: 0,
    findings: 0,
    problems: 0,
    skipped: 0,
    limit: null,
    cost: null,
  };
  return { summary, tables, keys };
}

function tableCalled(
  name: string,
  replicas: readonly { readonly region: string | null; readonly cases: readonly Case[] }[],
): Table {
  const place = { uri: "file:///shop.yaml", ...PLACE };
  return {
    id: name,
    name,
    file: "shop.yaml",
    place,
    construct: null,
    replicas: replicas.map((one) => ({ ...one, place })),
    readers: [],
    findings: 0,
    suppressed: [],
    cost: null,
  };
}

function keyCalled(name: string, file: string, tables: number): Key {
  return {
    id: name,
    name,
    file,
    place: { uri: `file:///${file}`, ...PLACE },
    construct: null,
    region: null,
    rotation: null,
    usable: null,
    retained: null,
    findings: 0,
    suppressed: [],
    cost: null,
    tables,
    allowed: [],
    blocked: [],
  };
}

function under(keyId: string, when = ""): Case {
  return { when, key: "customer-managed", keyId, reason: null };
}

function owned(when = ""): Case {
  return { when, key: "aws-owned", keyId: null, reason: null };
}
