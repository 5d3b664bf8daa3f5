import { CfnStack, NestedStack, Stack, Stage, type App, type CfnResource } from "aws-cdk-lib/core";
import { AttributeType, Table, TableEncryption } from "aws-cdk-lib/aws-dynamodb";
import { Key } from "aws-cdk-lib/aws-kms";
import { Asset } from "aws-cdk-lib/aws-s3-assets";
import * as path from "path";

const partitionKey = { name: "id", type: AttributeType.STRING };
const env = { account: "111122223333", region: "eu-west-1" };

/** An app with a table for each thing that the plugin has to find its way to. */
export class Shop {
  readonly prod: Stage;

  constructor(app: App) {
    const keys = new Stack(app, "Keys", { env });
    const rotating = new Key(keys, "Rotating", { enableKeyRotation: true });
    const disabled = new Key(keys, "Disabled", { enableKeyRotation: true, enabled: false });

    const tables = new Stack(app, "Tables", { env });
    new Table(tables, "Plain", { partitionKey });
    new Table(tables, "OtherPlain", { partitionKey });
    new Table(tables, "OwnKey", { partitionKey, encryptionKey: rotating });
    new Table(tables, "DisabledKey", { partitionKey, encryptionKey: disabled });
    suppressInTemplate(new Table(tables, "Suppressed", { partitionKey }));
    const overridden = new Table(tables, "Overridden", {
      partitionKey,
      encryption: TableEncryption.AWS_MANAGED,
    });
    const resource = overridden.node.defaultChild as CfnResource;
    resource.addPropertyOverride("SSESpecification.SSEEnabled", false);

    const nested = new NestedStack(tables, "Nested");
    new Table(nested, "NestedPlain", { partitionKey });
    new Table(nested, "NestedKey", { partitionKey, encryptionKey: rotating });
    deployTemplate(tables, "Foreign", path.join(process.cwd(), "foreign.template.json"));

    this.prod = new Stage(app, "Prod", { env });
    const prodTables = new Stack(this.prod, "Tables");
    new Table(prodTables, "StagePlain", { partitionKey });
  }
}

function suppressInTemplate(table: Table): void {
  (table.node.defaultChild as CfnResource).addMetadata("DynamoDBEncryption", {
    ignore: [{ rule: "require-customer-managed-key", reason: "Public data." }],
  });
}

/** A nested stack whose template no construct has made. */
function deployTemplate(scope: Stack, id: string, file: string): void {
  const asset = new Asset(scope, `${id}Template`, { path: file });
  const stack = new CfnStack(scope, id, { templateUrl: asset.httpUrl });
  asset.addResourceMetadata(stack, "TemplateURL");
}
