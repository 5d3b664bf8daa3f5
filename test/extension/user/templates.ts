/** A table whose key DynamoDB would refuse: `SSEType` is missing. The key itself is as it should be. */
export const ORDERS_YAML = `AWSTemplateFormatVersion: "2010-09-09"
Description: Orders of a web shop

Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions:
        - { AttributeName: orderId, AttributeType: S }
      KeySchema:
        - { AttributeName: orderId, KeyType: HASH }
      SSESpecification:
        SSEEnabled: true
        KMSMasterKeyId: !GetAtt OrdersKey.Arn # the shop's own

  OrdersKey:
    Type: AWS::KMS::Key
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      EnableKeyRotation: true
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              AWS: !Sub arn:\${AWS::Partition}:iam::\${AWS::AccountId}:root
            Action: kms:*
            Resource: "*"
`;

/** A table that an AWS owned key encrypts, in JSON. */
export const SESSIONS_JSON = `{
  "Resources": {
    "Sessions": {
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

/** A table whose key depends on a condition, and a table without a key of anybody's choice. */
export const SHOP_YAML = `Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      SSESpecification: !If
        - IsProd
        - { SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: !GetAtt ShopKey.Arn }
        - !Ref AWS::NoValue

  Carts:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      SSESpecification: { SSEEnabled: true }

  ShopKey:
    Type: AWS::KMS::Key
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      EnableKeyRotation: true
      Description: The key of the shop's tables

Conditions:
  IsProd: !Equals [!Ref Stage, prod]

Parameters:
  Stage: { Type: String, AllowedValues: [dev, prod] }
`;

/** A table under a key of its own, and who may read it: with the key's leave and without. */
export const READERS_YAML = `Resources:
  Items:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      SSESpecification: { SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: !GetAtt ReadKey.Arn }

  ReadKey:
    Type: AWS::KMS::Key
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      EnableKeyRotation: true
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              AWS: !Sub arn:\${AWS::Partition}:iam::\${AWS::AccountId}:root
            Action: kms:*
            Resource: "*"

  Api:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {}
      Policies:
        - PolicyName: items
          PolicyDocument:
            Statement:
              - { Effect: Allow, Action: [dynamodb:GetItem, dynamodb:PutItem], Resource: !GetAtt Items.Arn }
              - { Effect: Allow, Action: kms:Decrypt, Resource: !GetAtt ReadKey.Arn }

  Report:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {}
      Policies:
        - PolicyName: items
          PolicyDocument:
            Statement: [{ Effect: Allow, Action: dynamodb:Query, Resource: !GetAtt Items.Arn }]
`;

/** The same shop, with a role that may decrypt and one that the key keeps out. */
export const SHOP_READERS_YAML = `${SHOP_YAML.slice(0, SHOP_YAML.indexOf("Conditions:"))}  Api:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {}
      Policies:
        - PolicyName: orders
          PolicyDocument:
            Statement:
              - { Effect: Allow, Action: "dynamodb:*", Resource: !GetAtt Orders.Arn }
              - { Effect: Allow, Action: kms:Decrypt, Resource: !GetAtt ShopKey.Arn }

  Report:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {}
      Policies:
        - PolicyName: orders
          PolicyDocument:
            Statement:
              - { Effect: Allow, Action: dynamodb:Query, Resource: !GetAtt Orders.Arn }

${SHOP_YAML.slice(SHOP_YAML.indexOf("Conditions:"))}`;

/** A small workspace: tables under each kind of key, and who reads them. */
export const WORKSPACE_FILES = {
  "orders.yaml": ORDERS_YAML,
  "sessions.json": SESSIONS_JSON,
  "shop.yaml": SHOP_YAML,
  "readers.yaml": READERS_YAML,
};
