import { capital, type Random } from "./random.js";

/** Resources of a template in YAML that have nothing to do with tables and keys: about 350 bytes each. */
export function fillerResources(random: Random, count: number): string {
  return Array.from({ length: count }, (_, index) => fillerResource(random, index)).join("");
}

function fillerResource(random: Random, index: number): string {
  const id = `${capital(random.word())}${capital(random.word())}${index}`;
  const write = random.pick([lambda, queue, role, alarm]);
  return write(id, random);
}

function lambda(id: string, random: Random): string {
  return `  ${id}Function:
    Type: AWS::Lambda::Function
    Properties:
      Handler: dist/${random.word()}.handler
      Runtime: nodejs20.x
      MemorySize: ${random.between(1, 16) * 128}
      Role: !Sub "arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/${random.word()}"
      Code:
        S3Bucket: !Sub "${random.word()}-artifacts-\${AWS::Region}"
        S3Key: ${random.hex(32)}.zip
      Environment:
        Variables:
          STAGE: !Ref Stage
`;
}

function queue(id: string, random: Random): string {
  return `  ${id}Queue:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: !Sub "\${Stage}-${random.word()}-${random.hex(6)}"
      VisibilityTimeout: ${random.between(30, 900)}
      MessageRetentionPeriod: 1209600
      Tags:
        - Key: team
          Value: ${random.word()}
        - Key: purpose
          Value: ${random.words(6)}
`;
}

function role(id: string, random: Random): string {
  return `  ${id}Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              Service: lambda.amazonaws.com
            Action: sts:AssumeRole
      Tags:
        - Key: team
          Value: ${random.word()}
`;
}

function alarm(id: string, random: Random): string {
  return `  ${id}Alarm:
    Type: AWS::CloudWatch::Alarm
    Properties:
      AlarmDescription: ${random.words(9)}
      Namespace: AWS/Lambda
      MetricName: Errors
      Statistic: Sum
      Period: 60
      EvaluationPeriods: ${random.between(1, 5)}
      Threshold: ${random.between(1, 50)}
      ComparisonOperator: GreaterThanThreshold
`;
}
