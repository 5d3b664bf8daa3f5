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
