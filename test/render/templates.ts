/** A template with these resources, in YAML; each is given at the indent of its logical id. */
export function template(...resources: readonly string[]): string {
  return `AWSTemplateFormatVersion: "2010-09-09"
Parameters:
  Env: { Type: String, AllowedValues: [prod, dev] }
  KeyArn: { Type: String, Default: alias/aws/dynamodb }
  Free: { Type: String }
Conditions:
  IsProd: !Equals [!Ref Env, prod]
Resources:
${resources.join("\n")}
`;
}

/** A table named Orders; `sse` is its `SSESpecification` in flow style, or null for none. */
export function table(sse: string | null): string {
  const properties = sse === null ? "TableName: orders" : `SSESpecification: ${sse}`;
  return `  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      ${properties}`;
}

/** A key named OrdersKey with properties in flow style, and attributes one a line. */
export function key(properties: string, ...attributes: readonly string[]): string {
  return [
    "  OrdersKey:",
    "    Type: AWS::KMS::Key",
    ...attributes.map((one) => `    ${one}`),
    `    Properties: ${properties}`,
  ].join("\n");
}

/** A global table named Orders. */
export function globalTable(sse: string | null, ...replicas: readonly string[]): string {
  return [
    "  Orders:",
    "    Type: AWS::DynamoDB::GlobalTable",
    "    Properties:",
    ...(sse === null ? [] : [`      SSESpecification: ${sse}`]),
    "      Replicas:",
    ...replicas.map((replica) => `        - ${replica}`),
  ].join("\n");
}
