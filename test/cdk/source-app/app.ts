/** An app with every construct that can be mended in its source, and in the ways that people make them. */
import { App, Stack, Stage } from "aws-cdk-lib/core";
import { EverywhereStack, GlobalStack } from "./global";
import { KeyStack } from "./keys";
import { LowLevelStack } from "./low-level";
import { OverrideStack } from "./overrides";
import { ShopStack } from "./shop";

const env = { account: "111122223333", region: "eu-west-1" };
const app = new App();
new ShopStack(app, "Shop", { env });
new GlobalStack(app, "Global", { env });
new EverywhereStack(app, "Everywhere");
new LowLevelStack(app, "LowLevel", { env });
new KeyStack(app, "Keys", { env });
new OverrideStack(app, "Overrides", { env });

const prod = new Stage(app, "Prod", { env });
new ShopStack(prod, "Shop");
const plain = new Stack(prod, "Plain");
new KeyStack(plain, "Keys");
app.synth();
