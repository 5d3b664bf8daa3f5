/**
 * A template for a rule's page: a key whose policy has the account's statement, unless told
 * otherwise, and this one.
 *
 * @param statement the lines of its map in YAML, without indentation.
 */
export function keyPolicyExample(statement: string, withAccount = true): string {
  const account = withAccount ? `          - ${indented(ACCOUNT_STATEMENT)}\n` : "";
  return `Resources:
  OrdersKey:
    Type: AWS::KMS::Key
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      EnableKeyRotation: true
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
${account}          - ${indented(statement)}
`;
}

/** The statement that AWS KMS gives a key by default, as YAML. */
export const ACCOUNT_STATEMENT = `Effect: Allow
Principal: { AWS: !Sub "arn:\${AWS::Partition}:iam::\${AWS::AccountId}:root" }
Action: kms:*
Resource: "*"`;

function indented(lines: string): string {
  return lines.trim().replaceAll("\n", `\n${" ".repeat(12)}`);
}
