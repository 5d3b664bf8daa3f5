import { RemovalPolicy, Stack, type StackProps } from "aws-cdk-lib/core";
import { AttributeType, Table, TableEncryption } from "aws-cdk-lib/aws-dynamodb";
import { CfnKey, Key } from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";

/** Keys of tables that don't rotate, or that go with their stack. */
export class KeyStack extends Stack {
    constructor(scope: Construct, id: string, props?: StackProps) {
        super(scope, id, props);
        const keys = {
            none: new Key(this, "None"),
            empty: new Key(this, "Empty", {}),
            off: new Key(this, "Off", { enableKeyRotation: false, description: "off" }),
            destroyed: new Key(this, "Destroyed", {
                enableKeyRotation: true,
                removalPolicy: RemovalPolicy.DESTROY,
            }),
        };
        for (const [name, encryptionKey] of Object.entries(keys)) {
            new Table(this, `Table-${name}`, {
                partitionKey: { name: "pk", type: AttributeType.STRING },
                encryption: TableEncryption.CUSTOMER_MANAGED,
                encryptionKey,
            });
        }
        const low = new CfnKey(this, "LowLevel");
        low.overrideLogicalId("LowLevelKey");
    }
}
