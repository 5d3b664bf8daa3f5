import { AttributeType, TableEncryptionV2, TableV2, TableV2MultiAccountReplica, type TablePropsV2 } from "aws-cdk-lib/aws-dynamodb";
import { Role, AccountRootPrincipal } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import { Stack, type StackProps } from "aws-cdk-lib/core";
import type { Construct } from "constructs";

const partitionKey = { name: "pk", type: AttributeType.STRING };

/** Global tables. */
export class GlobalStack extends Stack {
  readonly field = new TableV2(this, "Field", { partitionKey });
  readonly assigned: TableV2;

  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    // Nobody names this one.
    new TableV2(this, "Bare", { partitionKey });
    const owned = new TableV2(this, "Owned", {
      partitionKey,
      encryption: TableEncryptionV2.dynamoOwnedKey(),
    });
    owned.grantReadData(new Role(this, "Reader", { assumedBy: new AccountRootPrincipal() }));
    this.assigned = new TableV2(this, "Assigned", {
      partitionKey,
      encryption: TableEncryptionV2.awsManagedKey(),
    });
    for (const name of ["LoopA", "LoopB"]) new TableV2(this, `${name}Table`, { partitionKey });
    new Audited(this, "Audited", { partitionKey });
    new TableV2(this, "Replicas", {
      partitionKey,
      replicas: [{ region: "us-east-1" }, { region: "us-west-2" }],
    });

    const source = TableV2.fromTableArn(this, "Source", "arn:aws:dynamodb:us-east-1:999988887777:table/orders");
    const key = new Key(this, "Key", { enableKeyRotation: true });
    new TableV2MultiAccountReplica(this, "Elsewhere", {
      tableName: "orders",
      replicaSourceTable: source,
      encryption: TableEncryptionV2.customerManagedKey(key),
    });
  }
}

class Audited extends TableV2 {
  constructor(scope: Construct, id: string, props: TablePropsV2) {
    super(scope, id, props);
  }
}

/** No right fix: a stack without a Region of its own. */
export class EverywhereStack extends Stack {
  readonly table = new TableV2(this, "Table", { partitionKey });
}
