import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What an app is synthesised with: the context that the `cdk` command and `cdk.json` give it. */
export type Context = Readonly<Record<string, unknown>>;

const RECOMMENDED = join(import.meta.dirname, "node_modules/aws-cdk-lib/recommended-feature-flags.json");

/** As in a new project: references between stacks are weak (`Fn::GetStackOutput`). */
export function recommendedFlags(): Context {
  return JSON.parse(readFileSync(RECOMMENDED, "utf8")) as Context;
}

/** As in a project from before there were flags: references between stacks are exports. */
export const NO_FLAGS: Context = {};
