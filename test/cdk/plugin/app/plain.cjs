const { App, Stack, Validations } = require("aws-cdk-lib");
const { AttributeType, Table } = require("aws-cdk-lib/aws-dynamodb");
const { DynamoDbEncryptionPlugin } = require("dynamodb-encryption-lint/cdk");

const app = new App();
Validations.of(app).addPlugins(new DynamoDbEncryptionPlugin());
new Table(new Stack(app, "Tables"), "Plain", { partitionKey: { name: "id", type: AttributeType.STRING } });
app.synth();
