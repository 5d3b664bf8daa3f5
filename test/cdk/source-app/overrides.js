const { Stack } = require("aws-cdk-lib/core");
const dynamodb = require("aws-cdk-lib/aws-dynamodb");

const partitionKey = { name: "pk", type: dynamodb.AttributeType.STRING };

/** Tables whose resources are changed behind their constructors, in JavaScript. */
class OverrideStack extends Stack {
  constructor(scope, id, props) {
    super(scope, id, props);
    const whole = new dynamodb.Table(this, "Whole", { partitionKey });
    whole.node.defaultChild.addPropertyOverride("SSESpecification", { SSEEnabled: true });

    const dotted = new dynamodb.Table(this, "Dotted", {
      partitionKey,
    });
    const resource = dotted.node.defaultChild;
    resource.addPropertyOverride("SSESpecification.SSEEnabled", false);

    this.deleted = new dynamodb.Table(this, "Deleted", {
      partitionKey,
      encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED,
    });
    this.deleted.node.defaultChild.addPropertyDeletionOverride("SSESpecification");

    const mutated = new dynamodb.Table(this, "Mutated", { partitionKey });
    mutated.node.defaultChild.sseSpecification = { sseEnabled: false };

    const global = new dynamodb.TableV2(this, "Global", { partitionKey });
    global.node.defaultChild.addPropertyOverride("SSESpecification", { SSEEnabled: true, SSEType: "KMS" });
  }
}

module.exports = { OverrideStack };
