import { fillerResources } from "./filler-resources.js";
import type { Random } from "./random.js";

/** The name of the export that tables all over the workspace import their key from. */
export const PLATFORM_EXPORT = "platform-table-key";

/** The export of an app's own key. */
export function exportOf(app: string): string {
  return `${app}-table-key`;
}

/** A template with an app's key; the platform's key stands in that of the first app. */
export function keyTemplate(app: string, hasPlatformKey: boolean): string {
  const platform = hasPlatformKey ? key("PlatformKey") : "";
  const platformOutput = hasPlatformKey ? output("PlatformKey", PLATFORM_EXPORT) : "";
  return `AWSTemplateFormatVersion: "2010-09-09"
Description: The key of ${app}
Resources:
${key("TableKey")}${platform}  TableKeyAlias:
    Type: AWS::KMS::Alias
    Properties:
      AliasName: alias/${app}-tables
      TargetKeyId: !Ref TableKey
Outputs:
${output("TableKey", exportOf(app))}${platformOutput}`;
}

/** A template with tables whose keys other templates export, among resources of other types. */
export function tableTemplate(random: Random, exports: readonly string[]): string {
  return `AWSTemplateFormatVersion: "2010-09-09"
Description: ${random.words(8)}
Parameters:
  Stage:
    Type: String
    Default: dev
Resources:
${exports.map((name, index) => table(`Table${index}`, `!ImportValue ${name}`)).join("")}${fillerResources(random, random.between(4, 30))}`;
}

/** A template that hands the imported key of an app to its nested stacks. */
export function parentTemplate(random: Random, app: string, nested: readonly string[]): string {
  const stacks = nested.map(
    (file, index) => `  Nested${index}:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ./${file}
      Parameters:
        KeyArn: !ImportValue ${exportOf(app)}
`,
  );
  return `AWSTemplateFormatVersion: "2010-09-09"
Parameters:
  Stage:
    Type: String
    Default: dev
Resources:
${stacks.join("")}${fillerResources(random, random.between(2, 12))}Outputs:
  TableName:
    Value: !GetAtt Nested0.Outputs.TableName
    Export:
      Name: ${app}-table-name
`;
}

/** A template whose table's key is a parameter that the parent sets. */
export function nestedTemplate(random: Random): string {
  return `AWSTemplateFormatVersion: "2010-09-09"
Parameters:
  KeyArn:
    Type: String
  Stage:
    Type: String
    Default: dev
Resources:
${table("Table", "!Ref KeyArn")}${fillerResources(random, random.between(2, 20))}Outputs:
  TableName:
    Value: !Ref Table
`;
}

/** A template in JSON whose table imports the key of an app. */
export function jsonTemplate(random: Random, app: string): string {
  const functions = Array.from({ length: random.between(2, 20) }, (_, index) => [
    `Function${index}`,
    {
      Type: "AWS::Lambda::Function",
      Properties: { Handler: `${random.word()}.handler`, Code: { S3Key: random.hex(40) } },
    },
  ]);
  const Resources = {
    Table: {
      Type: "AWS::DynamoDB::Table",
      Properties: {
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
        BillingMode: "PAY_PER_REQUEST",
        SSESpecification: {
          SSEEnabled: true,
          SSEType: "KMS",
          KMSMasterKeyId: { "Fn::ImportValue": exportOf(app) },
        },
      },
    },
    ...(Object.fromEntries(functions) as object),
  };
  return `${JSON.stringify({ AWSTemplateFormatVersion: "2010-09-09", Resources }, null, 2)}\n`;
}

/** A template of about so many bytes with one key and a table in twenty resources. */
export function longTemplate(random: Random, bytes: number): string {
  const parts = [
    `AWSTemplateFormatVersion: "2010-09-09"\nParameters:\n  Stage:\n    Type: String\n    Default: dev\nResources:\n${key("TableKey")}`,
  ];
  for (let length = 0, round = 0; length < bytes; round++) {
    const filler = fillerResources(random, 19).replaceAll(/^ {2}(\w+):$/gm, `  $1R${round}:`);
    const part = table(`Table${round}`, "!GetAtt TableKey.Arn") + filler;
    parts.push(part);
    length += part.length;
  }
  return parts.join("");
}

/** A key with a policy of one statement, as a resource. */
export function key(id: string): string {
  return `  ${id}:
    Type: AWS::KMS::Key
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      Description: A key of tables
      EnableKeyRotation: true
      PendingWindowInDays: 30
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - Sid: Administration
            Effect: Allow
            Principal:
              AWS: !Sub "arn:\${AWS::Partition}:iam::\${AWS::AccountId}:root"
            Action: kms:*
            Resource: "*"
`;
}

function output(id: string, name: string): string {
  return `  ${id}Arn:
    Value: !GetAtt ${id}.Arn
    Export:
      Name: ${name}
`;
}

/** A table with this key, as a resource. */
export function table(id: string, reference: string): string {
  return `  ${id}:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions:
        - AttributeName: id
          AttributeType: S
      KeySchema:
        - AttributeName: id
          KeyType: HASH
      SSESpecification:
        SSEEnabled: true
        SSEType: KMS
        KMSMasterKeyId: ${reference}
`;
}
