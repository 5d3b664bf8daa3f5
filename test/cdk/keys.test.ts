import assert from "node:assert/strict";
import { expectTable, keyEntry, usersOf } from "./expectations.js";
import { recommendedFlags } from "./flags.js";
import { Shop } from "./shop.js";
import { synthesised } from "./synthesis.js";

describe("the keys of a CDK app", () => {
  const shop = synthesised((app) => new Shop(app), recommendedFlags);

  it("are reported with what their constructs ask for", () => {
    const { keys, american, tables } = shop().constructs;
    const facts = (key: Parameters<typeof keyEntry>[1]): unknown[] => {
      const { region, usable, rotation, retained } = keyEntry(shop(), key);
      return [region, usable, rotation, retained];
    };
    assert.deepEqual(facts(keys.rotating), ["eu-west-1", true, true, true]);
    assert.deepEqual(facts(keys.plain), ["eu-west-1", true, false, true]);
    assert.deepEqual(facts(keys.disabled), ["eu-west-1", false, false, true]);
    assert.deepEqual(facts(keys.asymmetric), ["eu-west-1", false, false, true]);
    assert.deepEqual(facts(keys.destroyed), ["eu-west-1", true, false, false]);
    assert.deepEqual(facts(american.rotating), ["us-east-1", true, true, true]);
    assert.deepEqual(facts(tables.automatic.encryptionKey ?? tables), ["eu-west-1", true, true, true]);
  });

  it("know the tables that use them, across templates", () => {
    const { keys, american, tables, nested, crossStack, crossRegion, prod } = shop().constructs;
    const all = [
      ...[tables.ownKey, tables.keyAlone, tables.ownAlias, tables.overridden, tables.lowLevel],
      ...[nested.parentsKey, crossStack.table, crossStack.tableV2, crossRegion.table],
      ...[prod.tables.table, prod.tables.tableV2],
    ];
    assert.deepEqual(usersOf(shop(), keys.plain, all), []);
    assert.deepEqual(usersOf(shop(), keys.rotating, all), [
      "CrossRegion/Table in eu-west-1",
      "CrossStack/Table",
      "CrossStack/TableV2 in eu-west-1",
    ]);
    assert.deepEqual(usersOf(shop(), american.rotating, all), ["CrossRegion/Table in us-east-1"]);
    assert.deepEqual(usersOf(shop(), prod.keys.rotating, all), [
      "Prod/Tables/Table",
      "Prod/Tables/TableV2 in eu-west-1",
    ]);
    assert.deepEqual(usersOf(shop(), tables.key, all), [
      "Tables/KeyAlone",
      "Tables/LowLevel",
      "Tables/Nested/ParentsKey",
      "Tables/Overridden",
      "Tables/OwnAlias",
      "Tables/OwnKey",
    ]);
  });

  it("are found to be disabled where a table uses one that is", () => {
    const { tables } = shop().constructs;
    expectTable(shop(), tables.withDisabledKey).toBeEncryptedWith(tables.disabledKey);
    const { path, resource } = shop().placeOf(tables.withDisabledKey);
    const rules = shop()
      .report.findings.filter((finding) => finding.path === path && finding.resource === resource)
      .map(({ rule }) => rule);
    assert.ok(rules.includes("valid-table-key"), rules.join(", "));
  });
});
