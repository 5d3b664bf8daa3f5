import { expectTable, type TableExpectation } from "./expectations.js";
import { NO_FLAGS, recommendedFlags } from "./flags.js";
import { IMPORTED_KEY, REPLICA_KEY, Shop } from "./shop.js";
import { synthesised } from "./synthesis.js";

/** What a table of the app is encrypted with, as its constructs say. */
const TABLES: Readonly<Record<string, (shop: Shop, expect: Expect) => void>> = {
  "Table without encryption": ({ tables }, expect) => expect(tables.unsaid).toBe("aws-owned"),
  "Table with DEFAULT": ({ tables }, expect) => expect(tables.byDefault).toBe("aws-owned"),
  "Table with AWS_MANAGED": ({ tables }, expect) => expect(tables.awsManaged).toBe("aws-managed"),
  "Table with CUSTOMER_MANAGED alone: the key the CDK makes": ({ tables }, expect) =>
    expect(tables.automatic).toBeEncryptedWith(made(tables.automatic.encryptionKey)),
  "Table with CUSTOMER_MANAGED and a key": ({ tables }, expect) =>
    expect(tables.ownKey).toBeEncryptedWith(tables.key),
  "Table with a key alone": ({ tables }, expect) => expect(tables.keyAlone).toBeEncryptedWith(tables.key),
  "Table with an alias of the app: the key behind it": ({ tables }, expect) =>
    expect(tables.ownAlias).toBeEncryptedWith(tables.key),
  "Table with a disabled key": ({ tables }, expect) =>
    expect(tables.withDisabledKey).toBeEncryptedWith(tables.disabledKey),
  "Table with a key imported by ARN": ({ tables }, expect) =>
    expect(tables.importedKey).toBeEncryptedWithKeyNamed(new RegExp(`^${IMPORTED_KEY}$`)),
  "Table with a key imported by alias": ({ tables }, expect) =>
    expect(tables.importedAlias).toBeEncryptedWithKeyNamed(
      // The partition is spelt out by a flag.
      /^arn:(aws|\$\{AWS::Partition\}):kms:eu-west-1:111122223333:alias\/elsewhere$/,
    ),
  "Table with a key imported from an export of no stack here": ({ tables }, expect) =>
    expect(tables.importedValue).toBeUndecided(/NobodysKey/),
  "Table with a property override": ({ tables }, expect) =>
    expect(tables.overridden).toBeEncryptedWith(tables.key),
  "Table with its encryption deleted": ({ tables }, expect) => expect(tables.deleted).toBe("aws-owned"),
  "Table with its L1 mutated": ({ tables }, expect) => expect(tables.mutated).toBe("aws-managed"),
  "CfnTable with a key's id": ({ tables }, expect) => expect(tables.lowLevel).toBeEncryptedWith(tables.key),
  "CfnSimpleTable with encryption": ({ tables }, expect) => expect(tables.simple).toBe("aws-managed"),
  "CfnSimpleTable without": ({ tables }, expect) => expect(tables.simpleUnsaid).toBe("aws-owned"),

  "TableV2 without encryption": ({ global }, expect) => expect(global.unsaid, "eu-west-1").toBe("aws-owned"),
  "TableV2 with the owned key": ({ global }, expect) => expect(global.owned, "eu-west-1").toBe("aws-owned"),
  "TableV2 with the AWS managed key, each replica": ({ global }, expect) => {
    expect(global.awsManaged, "eu-west-1").toBe("aws-managed");
    expect(global.awsManaged, "us-east-1").toBe("aws-managed");
  },
  "TableV2 with a key, each replica with its own": ({ global }, expect) => {
    expect(global.ownKey, "eu-west-1").toBeEncryptedWith(global.key);
    expect(global.ownKey, "us-east-1").toBeEncryptedWithKeyNamed(new RegExp(`^${REPLICA_KEY}$`));
  },

  "Table of a nested stack without encryption": ({ nested }, expect) =>
    expect(nested.unsaid).toBe("aws-owned"),
  "Table of a nested stack with its parent's key": ({ nested, tables }, expect) =>
    expect(nested.parentsKey).toBeEncryptedWith(tables.key),
  "Table with another stack's key": ({ crossStack, keys }, expect) => {
    expect(crossStack.table).toBeEncryptedWith(keys.rotating);
    expect(crossStack.tableV2, "eu-west-1").toBeEncryptedWith(keys.rotating);
  },
  "Table of a stage with the key of another of its stacks": ({ prod }, expect) => {
    expect(prod.tables.table).toBeEncryptedWith(prod.keys.rotating);
    expect(prod.tables.tableV2, "eu-west-1").toBeEncryptedWith(prod.keys.rotating);
  },
  "TableV2 with another stack's key": ({ crossRegion, keys }, expect) =>
    expect(crossRegion.table, "eu-west-1").toBeEncryptedWith(keys.rotating),
  "TableV2 whose replica uses a key of a stack in that Region": ({ crossRegion, american }, expect) =>
    expect(crossRegion.table, "us-east-1").toBeEncryptedWith(american.rotating),
  "Tables of two stacks of one class": ({ twins }, expect) => {
    for (const { table, key } of twins) expect(table).toBeEncryptedWith(key);
  },
};

type Expect = (
  table: Parameters<typeof expectTable>[1],
  replica?: Parameters<typeof expectTable>[2],
) => TableExpectation;

for (const [kind, flags] of [
  ["a new CDK app (weak references between stacks)", recommendedFlags],
  ["an old CDK app (exports between stacks)", () => NO_FLAGS],
] as const) {
  describe(`in ${kind}, the key is right of a`, () => {
    const shop = synthesised((app) => new Shop(app), flags);

    const expect: Expect = (table, replica = null) => expectTable(shop(), table, replica);
    for (const [what, check] of Object.entries(TABLES)) {
      it(what, () => check(shop().constructs, expect));
    }
  });
}

function made<T>(construct: T | undefined): T {
  if (construct === undefined) throw new Error("The CDK has made no key.");
  return construct;
}
