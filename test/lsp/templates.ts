/** Two tables without an encryption block. */
export const TWO_TABLES = `Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions:
        - { AttributeName: id, AttributeType: S }
      KeySchema:
        - { AttributeName: id, KeyType: HASH }
  Customers:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions:
        - { AttributeName: id, AttributeType: S }
      KeySchema:
        - { AttributeName: id, KeyType: HASH }
`;

/** One table without an encryption block. */
export const ONE_TABLE = TWO_TABLES.slice(0, TWO_TABLES.indexOf("  Customers:"));

/** The same as JSON. */
export const ONE_TABLE_JSON = `{
  "Resources": {
    "Orders": {
      "Type": "AWS::DynamoDB::Table",
      "Properties": {
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{ "AttributeName": "id", "AttributeType": "S" }],
        "KeySchema": [{ "AttributeName": "id", "KeyType": "HASH" }]
      }
    }
  }
}
`;

export const KUBERNETES = `apiVersion: v1
kind: ConfigMap
metadata:
  name: notes
data:
  type: AWS::DynamoDB::Table
`;

/** The rule that tables without an encryption block break. */
export const RULE = "require-customer-managed-key";

/** A key, and the export `orders-key` that gives its ARN. */
export const KEY = `Resources:
  TableKey:
    Type: AWS::KMS::Key
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      EnableKeyRotation: true
      Enabled: true
Outputs:
  KeyArn:
    Value: !GetAtt TableKey.Arn
    Export: { Name: orders-key }
`;

/** The same, with the key disabled: DynamoDB refuses it. */
export const DISABLED_KEY = KEY.replace("Enabled: true\nOutputs", "Enabled: false\nOutputs");

/** A table with this key. */
export function tableWith(key: string): string {
  const encryption = ["SSEEnabled: true", "SSEType: KMS", `KMSMasterKeyId: ${key}`];
  return `${ONE_TABLE}      SSESpecification:\n${encryption.map((line) => `        ${line}\n`).join("")}`;
}

/** A table whose key is what another template exports as `orders-key`. */
export const IMPORTING_TABLE = tableWith("!ImportValue orders-key");

/** The rule that a table with a disabled key breaks. */
export const KEY_RULE = "valid-table-key";
