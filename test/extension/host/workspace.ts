import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Writes a workspace of two folders, `orders` and `strict`; the second has a setting of its own.
 *
 * @param parent an existing folder.
 * @returns the path of its `.code-workspace` file.
 */
export function writeWorkspace(parent: string): string {
  for (const [path, text] of Object.entries(FILES)) {
    const file = join(parent, path);
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, text);
  }
  const workspace = join(parent, "both.code-workspace");
  writeFileSync(workspace, JSON.stringify({ folders: [{ path: "orders" }, { path: "strict" }] }));
  return workspace;
}

/** A table that is encrypted with an AWS owned key: one finding. What follows it must stay as it is. */
export const PLAIN_TABLE = `Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions:
        - { AttributeName: id, AttributeType: S }
      KeySchema:
        - { AttributeName: id, KeyType: HASH }
  Queue:
    Type: AWS::SQS::Queue
`;

/** No template, though it looks a little like one. */
export const MANIFEST = `apiVersion: v1
kind: ConfigMap
metadata:
  name: orders
data:
  type: "AWS::DynamoDB::Table"
`;

const JSON_TABLE = JSON.stringify(
  { Resources: { Orders: { Type: "AWS::DynamoDB::Table", Properties: { BillingMode: "PAY_PER_REQUEST" } } } },
  null,
  2,
);

const SETTINGS = { "dynamodbEncryption.rules": { "require-customer-managed-key": "error" } };

/** A project's configuration: what it ignores is told nothing of, and what lies deeper has one of its own. */
export const SHOP_CONFIG = `rules:
  require-customer-managed-key: info
ignore: legacy/
`;

const INNER_CONFIG = JSON.stringify(
  { "dynamodb-encryption-lint": { rules: { "require-customer-managed-key": "error" } } },
  null,
  2,
);

const FILES = {
  "orders/readme.md": "# Orders\n",
  "orders/first.yaml": PLAIN_TABLE,
  "orders/template.json": JSON_TABLE,
  "orders/orders.template": PLAIN_TABLE,
  "orders/manifest.yaml": MANIFEST,
  "orders/renamed.yaml": PLAIN_TABLE,
  "orders/deleted.yaml": PLAIN_TABLE,
  "orders/shop/.dynamodb-encryption-lint.yaml": SHOP_CONFIG,
  "orders/shop/template.yaml": PLAIN_TABLE,
  "orders/shop/legacy/template.yaml": PLAIN_TABLE,
  "orders/shop/inner/package.json": INNER_CONFIG,
  "orders/shop/inner/template.yaml": PLAIN_TABLE,
  "strict/template.yaml": PLAIN_TABLE,
  "strict/.vscode/settings.json": JSON.stringify(SETTINGS),
};
