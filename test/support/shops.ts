/**
 * Templates of an organisation with so many tables, for what shows them all together: ten tables to a
 * template, under keys of other templates, of their own, of AWS, or of nobody known, each read by a few roles.
 */
export function shopTemplates(tables: number): Readonly<Record<string, string>> {
  const stacks = Math.ceil(tables / 10);
  const keys = Math.max(1, Math.ceil(tables / 16));
  const files: Record<string, string> = { "platform/keys.yaml": keysTemplate(keys) };
  for (let stack = 0; stack < stacks; stack += 1) {
    const first = stack * 10;
    const count = Math.min(10, tables - first);
    const bodies = Array.from({ length: count }, (_, index) => tableText(first + index, keys));
    files[`services/${AREAS[stack % AREAS.length]}-${stack}/template.yaml`] =
      `Parameters:\n  PartnerKeyArn: { Type: String }\nConditions:\n  IsProd: !Equals [!Ref AWS::StackName, prod]\nResources:\n` +
      bodies.join("") +
      rolesText(first, count, keys);
  }
  return files;
}

const AREAS = ["checkout", "catalogue", "identity", "billing", "fulfilment", "search", "loyalty"];
const THINGS = [
  "Orders",
  "Customers",
  "Sessions",
  "Invoices",
  "PriceHistory",
  "Carts",
  "AuditTrail",
  "Flags",
];

function keysTemplate(count: number): string {
  const numbers = Array.from({ length: count }, (_, index) => index);
  const keys = numbers.map(
    (number) => `  SharedKey${number}:
    Type: AWS::KMS::Key
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      EnableKeyRotation: ${number % 4 !== 3}
      PendingWindowInDays: 30
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - { Effect: Allow, Principal: { AWS: !Sub "arn:aws:iam::\${AWS::AccountId}:root" }, Action: "kms:*", Resource: "*" }
`,
  );
  const exports = numbers.map(
    (number) =>
      `  Key${number}: { Value: !GetAtt SharedKey${number}.Arn, Export: { Name: shared-key-${number} } }\n`,
  );
  return `Resources:\n${keys.join("")}Outputs:\n${exports.join("")}`;
}

function tableName(number: number): string {
  return `${THINGS[number % THINGS.length]}${number}`;
}

function tableText(number: number, keys: number): string {
  const key = (value: string): string =>
    `\n      SSESpecification: { SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: ${value} }`;
  const shared = `!ImportValue shared-key-${number % keys}`;
  const encryption = [
    key(shared),
    key(shared),
    key(shared),
    "\n      SSESpecification: { SSEEnabled: true }",
    key(`!ImportValue shared-key-0`),
    "",
    key("!Ref PartnerKeyArn"),
    key(`!If [IsProd, ${shared}, !Ref AWS::NoValue]`),
  ][number % 8];
  const tag = ["pii", "internal", "payment"][number % 3];
  return `  ${tableName(number)}:
    Type: AWS::DynamoDB::Table
    Properties:
      Tags: [{ Key: data-class, Value: ${tag} }]${encryption}
`;
}

/** One role for three tables; every second one may use the first shared key. */
function rolesText(first: number, count: number, keys: number): string {
  const roles = Array.from({ length: Math.ceil(count / 3) }, (_, index) => first + index * 3);
  return roles
    .map((number, index) => {
      const reached = [number, number + 1, number + 2].filter((one) => one < first + count);
      const statements = reached.map(
        (one) =>
          `              - { Effect: Allow, Action: ["dynamodb:GetItem", "dynamodb:PutItem"], Resource: !GetAtt ${tableName(one)}.Arn }\n`,
      );
      const decrypt =
        index % 2 === 0
          ? `              - { Effect: Allow, Action: "kms:Decrypt", Resource: !ImportValue shared-key-${number % keys} }\n`
          : "";
      return `  Service${number}Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" }]
      Policies:
        - PolicyName: tables
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
${statements.join("")}${decrypt}`;
    })
    .join("");
}
