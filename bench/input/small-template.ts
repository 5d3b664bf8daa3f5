import { capital, type Random } from "./random.js";

/** A SAM template of 50 lines, as an application begins: an API, a function, two tables and a key. */
export function smallTemplate(random: Random): string {
  const [service, entity] = [random.word(), random.word()];
  return `AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Description: ${random.words(6)}
Parameters:
  Stage:
    Type: String
    Default: dev
Globals:
  Function:
    Runtime: nodejs20.x
    Timeout: ${random.between(3, 30)}
Resources:
  Api:
    Type: AWS::Serverless::Function
    Properties:
      Handler: dist/${service}.handler
      Environment:
        Variables:
          TABLE: !Ref ${capital(entity)}Table
      Policies:
        - DynamoDBCrudPolicy:
            TableName: !Ref ${capital(entity)}Table
  Sessions:
    Type: AWS::Serverless::SimpleTable
    Properties:
      PrimaryKey: { Name: id, Type: String }
  ${capital(entity)}Table: # ${random.words(4)}
    Type: AWS::DynamoDB::Table
    Properties:
      TableName: !Sub "\${Stage}-${service}-${random.hex(8)}"
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: pk, AttributeType: S }]
      KeySchema: [{ AttributeName: pk, KeyType: HASH }]
      SSESpecification:
        SSEEnabled: true
        SSEType: KMS
        KMSMasterKeyId: !GetAtt TableKey.Arn
  TableKey:
    Type: AWS::KMS::Key
    Properties:
      EnableKeyRotation: ${random.pick(["true", "false"])}
      KeyPolicy:
        Statement:
          - Effect: Allow
            Principal: { AWS: !Sub "arn:\${AWS::Partition}:iam::\${AWS::AccountId}:root" }
            Action: kms:*
            Resource: "*"
`;
}
