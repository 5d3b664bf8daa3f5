import { App, type IPolicyValidationPluginBeta1 } from "aws-cdk-lib/core";
import { DynamoDbEncryptionPlugin, type DynamoDbEncryptionPluginOptions } from "dynamodb-encryption-lint/cdk";
import { Shop } from "./shop";

const { options } = JSON.parse(process.env["SCENARIO"] ?? "{}") as {
  readonly options?: DynamoDbEncryptionPluginOptions;
};
const plugin: IPolicyValidationPluginBeta1 = new DynamoDbEncryptionPlugin(options);
const app = new App({ policyValidationBeta1: [plugin] });
new Shop(app);
app.synth();
