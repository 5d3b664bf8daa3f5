import { App, Stack, Validations } from "aws-cdk-lib";
import { AttributeType, Table } from "aws-cdk-lib/aws-dynamodb";
import { DynamoDbEncryptionPlugin } from "dynamodb-encryption-lint/cdk";

const app = new App();
Validations.of(app).addPlugins(new DynamoDbEncryptionPlugin());
new Table(new Stack(app, "Tables"), "Plain", { partitionKey: { name: "id", type: AttributeType.STRING } });
app.synth();
