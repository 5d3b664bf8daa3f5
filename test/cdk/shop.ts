import { Fn, NestedStack, RemovalPolicy, Stack, Stage, type App } from "aws-cdk-lib/core";
import {
  AttributeType,
  CfnTable,
  Table,
  TableEncryption,
  TableEncryptionV2,
  TableV2,
  type TableProps,
} from "aws-cdk-lib/aws-dynamodb";
import { Alias, Key, KeySpec, type IKey } from "aws-cdk-lib/aws-kms";
import { CfnSimpleTable } from "aws-cdk-lib/aws-sam";
import type { Construct } from "constructs";

const partitionKey = { name: "id", type: AttributeType.STRING };
const account = "111122223333";
const env = { account, region: "eu-west-1" };

export const IMPORTED_KEY = `arn:aws:kms:eu-west-1:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
export const REPLICA_KEY = `arn:aws:kms:us-east-1:${account}:key/4321abcd-12ab-34cd-56ef-1234567890ab`;

/** An app that encrypts its tables in all the ways there are. Its constructs are what tests ask about. */
export class Shop {
  readonly keys: KeyStack;
  readonly american: KeyStack;
  readonly tables: TableStack;
  readonly global: GlobalTableStack;
  readonly nested: NestedTables;
  readonly crossStack: CrossStackTables;
  readonly crossRegion: CrossRegionTables;
  readonly prod: ProdStage;
  readonly twins: readonly [KeyedTable, KeyedTable];

  constructor(app: App) {
    this.keys = new KeyStack(app, "Keys", { env });
    this.american = new KeyStack(app, "AmericanKeys", {
      env: { account, region: "us-east-1" },
      crossRegionReferences: true,
    });
    this.tables = new TableStack(app, "Tables", { env });
    this.global = new GlobalTableStack(app, "GlobalTables", { env });
    this.nested = new NestedTables(this.tables, "Nested", this.tables.key);
    this.crossStack = new CrossStackTables(app, "CrossStack", this.keys.rotating);
    this.crossRegion = new CrossRegionTables(app, "CrossRegion", this.keys.rotating, this.american.rotating);
    this.prod = new ProdStage(app, "Prod", { env });
    this.twins = [new KeyedTable(app, "TwinA"), new KeyedTable(app, "TwinB")];
  }
}

/** Keys of all kinds. */
class KeyStack extends Stack {
  readonly rotating = new Key(this, "Rotating", { enableKeyRotation: true, alias: "alias/shop/rotating" });
  readonly plain = new Key(this, "Plain");
  readonly disabled = new Key(this, "Disabled", { enabled: false });
  readonly asymmetric = new Key(this, "Asymmetric", { keySpec: KeySpec.RSA_2048 });
  readonly destroyed = new Key(this, "Destroyed", { removalPolicy: RemovalPolicy.DESTROY });
}

/** Tables with keys that stand beside them, or that are named. */
class TableStack extends Stack {
  readonly key = new Key(this, "Key", { enableKeyRotation: true });
  readonly disabledKey = new Key(this, "DisabledKey", { enabled: false });
  readonly alias = new Alias(this, "Alias", { aliasName: "alias/shop/own", targetKey: this.key });

  readonly unsaid = this.table("Unsaid");
  readonly byDefault = this.table("ByDefault", { encryption: TableEncryption.DEFAULT });
  readonly awsManaged = this.table("AwsManaged", { encryption: TableEncryption.AWS_MANAGED });
  readonly automatic = this.table("Automatic", { encryption: TableEncryption.CUSTOMER_MANAGED });
  readonly ownKey = this.table("OwnKey", {
    encryption: TableEncryption.CUSTOMER_MANAGED,
    encryptionKey: this.key,
  });
  readonly keyAlone = this.table("KeyAlone", { encryptionKey: this.key });
  readonly ownAlias = this.table("OwnAlias", { encryptionKey: this.alias });
  readonly withDisabledKey = this.table("WithDisabledKey", { encryptionKey: this.disabledKey });
  readonly importedKey = this.table("ImportedKey", {
    encryptionKey: Key.fromKeyArn(this, "ImportedKeyByArn", IMPORTED_KEY),
  });
  readonly importedAlias = this.table("ImportedAlias", {
    encryptionKey: Alias.fromAliasName(this, "ImportedKeyByAlias", "alias/elsewhere"),
  });
  readonly importedValue = this.table("ImportedValue", {
    encryptionKey: Key.fromKeyArn(this, "ImportedKeyByExport", Fn.importValue("NobodysKey")),
  });
  readonly overridden = this.table("Overridden");
  readonly deleted = this.table("Deleted", { encryption: TableEncryption.AWS_MANAGED });
  readonly mutated = this.table("Mutated");
  readonly lowLevel = new CfnTable(this, "LowLevel", {
    keySchema: [{ attributeName: "id", keyType: "HASH" }],
    attributeDefinitions: [{ attributeName: "id", attributeType: "S" }],
    billingMode: "PAY_PER_REQUEST",
    sseSpecification: { sseEnabled: true, sseType: "KMS", kmsMasterKeyId: this.key.keyId },
  });
  readonly simple = new CfnSimpleTable(this, "Simple", { sseSpecification: { sseEnabled: true } });
  readonly simpleUnsaid = new CfnSimpleTable(this, "SimpleUnsaid");

  constructor(scope: Construct, id: string, props: object) {
    super(scope, id, props);
    (this.overridden.node.defaultChild as CfnTable).addPropertyOverride("SSESpecification", {
      SSEEnabled: true,
      SSEType: "KMS",
      KMSMasterKeyId: this.key.keyArn,
    });
    (this.deleted.node.defaultChild as CfnTable).addPropertyDeletionOverride("SSESpecification");
    (this.mutated.node.defaultChild as CfnTable).sseSpecification = { sseEnabled: true };
  }

  private table(id: string, props: Partial<TableProps> = {}): Table {
    return new Table(this, id, { partitionKey, ...props });
  }
}

/** `TableV2`: a global table, each replica with a key of its own Region. */
class GlobalTableStack extends Stack {
  readonly key = new Key(this, "Key", { enableKeyRotation: true });
  readonly unsaid = new TableV2(this, "Unsaid", { partitionKey });
  readonly owned = new TableV2(this, "Owned", {
    partitionKey,
    encryption: TableEncryptionV2.dynamoOwnedKey(),
  });
  readonly awsManaged = new TableV2(this, "AwsManaged", {
    partitionKey,
    encryption: TableEncryptionV2.awsManagedKey(),
    replicas: [{ region: "us-east-1" }],
  });
  readonly ownKey = new TableV2(this, "OwnKey", {
    partitionKey,
    encryption: TableEncryptionV2.customerManagedKey(this.key, { "us-east-1": REPLICA_KEY }),
    replicas: [{ region: "us-east-1" }],
  });
}

/** A nested stack with its parent's key. */
class NestedTables extends NestedStack {
  readonly unsaid = new Table(this, "Unsaid", { partitionKey });
  readonly parentsKey: Table;

  constructor(scope: Construct, id: string, key: IKey) {
    super(scope, id);
    this.parentsKey = new Table(this, "ParentsKey", { partitionKey, encryptionKey: key });
  }
}

/** A stack that uses another stack's key. */
class CrossStackTables extends Stack {
  readonly table: Table;
  readonly tableV2: TableV2;

  constructor(scope: Construct, id: string, key: IKey) {
    super(scope, id, { env });
    this.table = new Table(this, "Table", { partitionKey, encryptionKey: key });
    const encryption = TableEncryptionV2.customerManagedKey(key);
    this.tableV2 = new TableV2(this, "TableV2", { partitionKey, encryption });
  }
}

/** A global table whose replica uses the key of a stack in the replica's Region. */
class CrossRegionTables extends Stack {
  readonly table: TableV2;

  constructor(scope: Construct, id: string, key: IKey, american: IKey) {
    super(scope, id, { env, crossRegionReferences: true });
    this.table = new TableV2(this, "Table", {
      partitionKey,
      encryption: TableEncryptionV2.customerManagedKey(key, { "us-east-1": american.keyArn }),
      replicas: [{ region: "us-east-1" }],
    });
  }
}

/** Stacks with names and folders of their own. */
class ProdStage extends Stage {
  readonly keys = new KeyStack(this, "Keys");
  readonly tables = new CrossStackTables(this, "Tables", this.keys.rotating);
}

/** One class, two stacks: their logical ids are the same. */
class KeyedTable extends Stack {
  readonly key = new Key(this, "Key", { enableKeyRotation: true });
  readonly table = new Table(this, "Table", { partitionKey, encryptionKey: this.key });
}
