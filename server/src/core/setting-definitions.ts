import { COST_BOUNDS, COST_DEFAULTS, PRICE_PROPERTIES } from "./cost-settings.js";
import { FRAMEWORKS } from "./frameworks.js";
import { PEERS } from "./peers.js";
import { WORKSPACE_BOUNDS, WORKSPACE_DEFAULTS } from "./workspace-settings.js";

/** Every setting but `rules`, as editors show it (below `dynamodbEncryption.`). */
export const SETTING_DEFINITIONS = [
  {
    name: "region",
    type: "string",
    default: "",
    pattern: "^([a-z]{2,4}(-[a-z]+)+-\\d)?$",
    description: "Region the templates are deployed to, for example `eu-west-1`. Empty: not known.",
  },
  {
    name: "account",
    type: "string",
    default: "",
    pattern: "^(\\d{12})?$",
    description: "Account the templates are deployed to, twelve digits. Empty: not known.",
  },
  {
    name: "partition",
    type: "string",
    default: "",
    pattern: "^(aws[a-z-]*)?$",
    description:
      "Partition of that account: `aws`, `aws-cn`, `aws-us-gov` … Empty: taken from the Region, if known.",
  },
  {
    name: "parameters",
    type: "object",
    default: {},
    description: "Values of template parameters, by name. They replace the parameters' defaults.",
  },
  {
    name: "parameterFiles",
    type: ["object", "array"],
    default: {},
    additionalProperties: { type: ["array", "string"], items: { type: "string" } },
    items: { type: "string" },
    description:
      'Parameter files that templates are deployed with, one deployment to a file: a map from a template to its files, `{ "stacks/orders.yaml": ["parameters/dev.json", "parameters/prod.json"] }`, or a list of files, each for every template that declares all the parameters it sets. Paths are relative to the workspace folder and may be globs. A `samconfig.toml` is found without this.',
  },
  {
    name: "reportUndecided",
    type: "boolean",
    default: false,
    description: "Report, as information, every table whose key can't be decided from the template.",
  },
  {
    name: "allKeys",
    type: "boolean",
    default: false,
    description: "Also judge keys that only resources of other services use.",
  },
  {
    name: "trustedAccounts",
    type: "array",
    default: [],
    items: { type: "string", pattern: "^\\d{12}$" },
    description:
      "Other accounts that key policies may let in, twelve digits each. `no-external-key-access` doesn't report them.",
  },
  {
    name: "newKey.policy",
    type: "string",
    default: "account-through-dynamodb",
    values: ["account-through-dynamodb", "iam"],
    description:
      "Key policy that a fix gives to a new key: `account-through-dynamodb` lets principals of the account use it through DynamoDB, like the AWS managed key; `iam` leaves all to IAM policies.",
  },
  {
    name: "classification.tags",
    type: "object",
    default: {},
    description:
      "Tags that mark a table as classified: tag key to a list of values (an empty list takes any value). Used by `require-customer-managed-key` with `when: classified`.",
  },
  {
    name: "cost.show",
    type: "boolean",
    default: true,
    description:
      "Show in the editor, beside each table's key and each key, what it costs a month. Rest the mouse on a hint to see the working.",
  },
  {
    name: "cost.activeCallers",
    type: "integer",
    default: COST_DEFAULTS.activeCallers,
    ...COST_BOUNDS.activeCallers,
    description:
      "How many callers (roles or users) use each table all month, for estimates: DynamoDB asks KMS once every five minutes for each. A table may state its own in `Metadata.DynamoDBEncryption.activeCallers`.",
  },
  {
    name: "cost.currency",
    type: "string",
    default: COST_DEFAULTS.currency,
    description:
      "What stands before amounts: `$`, or for example `EUR`. It converts nothing: set `cost.prices` in that currency.",
  },
  {
    name: "cost.prices",
    type: "object",
    default: {},
    additionalProperties: false,
    properties: PRICE_PROPERTIES,
    description:
      'Prices that take the place of AWS\'s list prices in estimates, for example `{ "keyMonth": 0.9, "asOf": "2026-10-01" }`.',
  },
  {
    name: "codeLens.enabled",
    type: "boolean",
    default: false,
    description:
      "Show a line above each table (its key, who can decrypt, *Change key…*) and above each key (its tables, rotation, cost).",
  },
  {
    name: "cdk.sourceDiagnostics",
    type: "string",
    default: "auto",
    values: ["auto", "on", "off"],
    description:
      "Show what is found in the templates of a CDK app (`cdk.out`) on the lines of source that made the resources. `auto` leaves out what AWS's own `cdk lsp` already shows on the same line, because the app uses our validation plugin.",
  },
  {
    name: "frameworks",
    type: "array",
    default: [],
    uniqueItems: true,
    items: { type: "string", enum: FRAMEWORKS.map(({ id }) => id) },
    description:
      "Frameworks whose control ids stand beside findings, in diagnostics, SARIF and reports. They say what a control checks; no framework here requires a customer managed key on a table.",
  },
  {
    name: "honourSuppressionsOf",
    type: "array",
    default: PEERS.map(({ id }) => id),
    uniqueItems: true,
    items: { type: "string", enum: PEERS.map(({ id }) => id) },
    description:
      "Other tools whose suppressions also set our findings aside, each for the rules that are the same check (`cdk`: acknowledgements of our rules in a CDK app). An empty list honours none.",
  },
  {
    name: "workspace.maxFiles",
    type: "integer",
    default: WORKSPACE_DEFAULTS.maxFiles,
    ...WORKSPACE_BOUNDS.maxFiles,
    description: "How many files of the workspace are read at most.",
  },
  {
    name: "workspace.maxFileSize",
    type: "number",
    default: WORKSPACE_DEFAULTS.maxFileSize,
    ...WORKSPACE_BOUNDS.maxFileSize,
    description: "Size of the largest file of the workspace that is read, in megabytes.",
  },
  {
    name: "workspace.exclude",
    type: "array",
    default: WORKSPACE_DEFAULTS.exclude,
    items: { type: "string" },
    description:
      "Files of the workspace that are never read unless they are open: globs, relative to the workspace folder, for example `**/build/**`. They take the place of the default.",
  },
] as const;

/** Settings of an editor and whoever sits before it: a project's file has none of them. */
export const EDITOR_SETTINGS: readonly string[] = [
  "cost.show",
  "cdk.sourceDiagnostics",
  "codeLens.enabled",
  "workspace.maxFiles",
  "workspace.maxFileSize",
  "workspace.exclude",
];

/** Settings that can be other ones for some files of a project; all else holds for a whole report. */
export const SETTINGS_BY_PATH: readonly string[] = [
  "rules",
  "region",
  "account",
  "partition",
  "parameters",
  "reportUndecided",
  "allKeys",
  "trustedAccounts",
  "newKey.policy",
  "classification.tags",
  "honourSuppressionsOf",
];
