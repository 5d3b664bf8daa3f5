/** A CDK app, as the CDK leaves it: source, manifest and templates, by URI. */
export const ROOT = "file:///app";
export const OUT = `${ROOT}/cdk.out`;
export const MANIFEST = `${OUT}/manifest.json`;
export const SHOP = `${OUT}/Shop.template.json`;
export const SOURCE = `${ROOT}/lib/shop.ts`;
export const APP = `${ROOT}/bin/app.ts`;

/** An app with a table of its own, and three of a loop. */
export const SOURCE_TEXT = `import { Stack } from "aws-cdk-lib";
import * as dynamodb from "aws-cdk-lib/aws-dynamodb";

export class Shop extends Stack {
  constructor(scope, id) {
    super(scope, id);
    new dynamodb.Table(this, "Orders", { partitionKey: pk });
    for (const name of ["A", "B", "C"]) {
      new dynamodb.Table(this, \`Loop\${name}\`, { partitionKey: pk });
    }
  }
}
`;

export const APP_TEXT = `import { App } from "aws-cdk-lib";
import { Shop } from "../lib/shop";
new Shop(new App(), "Shop");
`;

/** What a construct is, and where it was made: `lib/shop.ts:7:5`. */
export interface Made {
  readonly id: string;
  readonly at?: string;
  /** A `Table` unless something else is given. */
  readonly type?: "AWS::DynamoDB::GlobalTable";
  readonly properties?: object;
  /** Where its encryption was set afterwards. */
  readonly assignedAt?: string;
  readonly stack?: string;
}

export const MADE: readonly Made[] = [
  { id: "Orders", at: "lib/shop.ts:7:5" },
  ...["LoopA", "LoopB", "LoopC"].map((id) => ({ id, at: "lib/shop.ts:9:7" })),
];

/** The files that the CDK writes for tables, synthesised on another machine. */
export function synthesised(made: readonly Made[] = MADE): Record<string, string> {
  const stacks = [...new Set(made.map(({ stack }) => stack ?? "Shop"))];
  const files = stacks.map((stack) => {
    const own = made.filter((one) => (one.stack ?? "Shop") === stack);
    return [`${OUT}/${stack}.template.json`, templateOf(stack, own)] as const;
  });
  const artifacts = stacks.map((stack) => [
    stack,
    {
      type: "aws:cloudformation:stack",
      environment: "aws://111122223333/eu-west-1",
      properties: { templateFile: `${stack}.template.json` },
      displayName: stack,
      metadata: metadataOf(
        stack,
        made.filter((one) => (one.stack ?? "Shop") === stack),
      ),
    },
  ]);
  const manifest = { version: "55.0.0", artifacts: Object.fromEntries(artifacts) as unknown };
  return { ...Object.fromEntries(files), [MANIFEST]: JSON.stringify(manifest) };
}

/** What `tree.json` says of these constructs. */
export function constructTree(made: readonly Made[]): string {
  const children = made.map(({ id, stack = "Shop", type }) => {
    const path = `${stack}/${id}`;
    const fqn = `aws-cdk-lib.aws_dynamodb.${type === undefined ? "Table" : "TableV2"}`;
    return [path, { id, path, constructInfo: { fqn, version: "2.276.0" } }];
  });
  const tree = { id: "App", path: "", children: Object.fromEntries(children) as unknown };
  return JSON.stringify({ version: "tree-0.1", tree });
}

function templateOf(stack: string, made: readonly Made[]): string {
  const resources = made.map(({ id, properties, type = "AWS::DynamoDB::Table" }) => [
    logicalIdOf(id),
    {
      Type: type,
      Properties: { BillingMode: "PAY_PER_REQUEST", ...properties },
      Metadata: { "aws:cdk:path": `${stack}/${id}/Resource` },
    },
  ]);
  return JSON.stringify({ Resources: Object.fromEntries(resources) as unknown }, undefined, 1);
}

function logicalIdOf(id: string): string {
  return `${id.replaceAll("/", "")}0C5AB4F2`;
}

function metadataOf(stack: string, made: readonly Made[]): unknown {
  const entries = made.map(({ id, at, assignedAt }) => [
    `/${stack}/${id}/Resource`,
    [
      { type: "aws:cdk:logicalId", data: logicalIdOf(id) },
      ...(at === undefined
        ? []
        : [{ type: "aws:cdk:creationStack", data: ["...new Table in aws-cdk-lib...", ...trace(at, stack)] }]),
      ...(assignedAt === undefined
        ? []
        : [
            {
              type: "aws:cdk:propertyAssignment",
              data: { propertyName: "SSESpecification", stackTrace: trace(assignedAt, stack) },
            },
          ]),
    ],
  ]);
  return Object.fromEntries(entries);
}

function trace(at: string, stack: string): readonly string[] {
  return [`new ${stack} (/build/machine/${at})`, "<anonymous> (/build/machine/bin/app.ts:3:1)"];
}
