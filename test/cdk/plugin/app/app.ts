import {
  App,
  Validations,
  type IPolicyValidationPlugin,
  type IPolicyValidationPluginBeta1,
} from "aws-cdk-lib/core";
import { DynamoDbEncryptionPlugin, type DynamoDbEncryptionPluginOptions } from "dynamodb-encryption-lint/cdk";
import { Shop } from "./shop";

interface Scenario {
  readonly options?: DynamoDbEncryptionPluginOptions;
  readonly registeredBy?: "app" | "stage" | "policyValidationBeta1";
  /** Construct paths and what is acknowledged there. */
  readonly acknowledged?: Readonly<Record<string, string>>;
}

const scenario = JSON.parse(process.env["SCENARIO"] ?? "{}") as Scenario;
const plugin = new DynamoDbEncryptionPlugin(scenario.options);
// One object is both.
const stable: IPolicyValidationPlugin = plugin;
const beta: IPolicyValidationPluginBeta1 = plugin;

const isOld = scenario.registeredBy === "policyValidationBeta1";
const app = new App(isOld ? { policyValidationBeta1: [beta] } : {});
const shop = new Shop(app);
if (!isOld) Validations.of(scenario.registeredBy === "stage" ? shop.prod : app).addPlugins(stable);
for (const [path, rule] of Object.entries(scenario.acknowledged ?? {})) {
  const construct = app.node.findAll().find(({ node }) => node.path === path);
  if (construct === undefined) throw new Error(`There is no construct '${path}'.`);
  Validations.of(construct).acknowledge({ id: `dynamodb-encryption-lint::${rule}`, reason: "Known." });
}
app.synth();
