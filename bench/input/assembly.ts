import { capital, type Random } from "./random.js";
import type { GeneratedFile } from "./workspace.js";

/** CloudFormation takes no more than 1 MB; indentation comes on top of this. */
const TEMPLATE_BYTES = 850_000;
const ACCOUNT = "111122223333";
const REGION = "eu-central-1";

/**
 * A CDK assembly of about so many bytes, as `cdk synth` writes it: a manifest that holds the metadata
 * of every construct, and templates of nearly 1 MB; a template in ten has a key that the next ones import.
 */
export function* assemblyFiles(random: Random, bytes: number): Iterable<GeneratedFile> {
  const artifacts: Record<string, object> = {};
  for (let index = 0, written = 0; written < bytes; index++) {
    const stack = `Stack${index}`;
    const resources = resourcesOf(random, stack, index, Math.min(TEMPLATE_BYTES, bytes / 2));
    const text = JSON.stringify({ Resources: resources, Outputs: outputsOf(stack, index) }, null, 1);
    const artifact = artifactOf(stack, Object.keys(resources));
    artifacts[stack] = artifact;
    written += text.length + JSON.stringify(artifact, null, 2).length;
    yield { path: `cdk.out/${stack}.template.json`, text };
  }
  yield { path: "cdk.out/manifest.json", text: JSON.stringify({ version: "36.0.0", artifacts }, null, 2) };
}

function resourcesOf(random: Random, stack: string, index: number, bytes: number): Record<string, object> {
  const resources: Record<string, object> = {};
  const add = (id: string, resource: object): number => {
    const hashed = `${id}${random.hex(8).toUpperCase()}`;
    const Metadata = { "aws:cdk:path": `${stack}/${id}/Resource` };
    resources[hashed] = { ...resource, Metadata };
    return JSON.stringify(resources[hashed], null, 1).length;
  };
  if (index % 10 === 0) resources["TableKey"] = keyOf(stack);
  for (let length = 0, count = 0; length < bytes; count++) {
    const id = `${capital(random.word())}${count}`;
    length += add(id, count % 25 === 0 ? tableOf(index) : functionOf(random));
  }
  return resources;
}

function keyOf(stack: string): object {
  return {
    Type: "AWS::KMS::Key",
    Properties: {
      EnableKeyRotation: true,
      KeyPolicy: {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
            Action: "kms:*",
            Resource: "*",
          },
        ],
      },
    },
    UpdateReplacePolicy: "Retain",
    DeletionPolicy: "Retain",
    Metadata: { "aws:cdk:path": `${stack}/TableKey/Resource` },
  };
}

function tableOf(index: number): object {
  const owner = `Stack${index - (index % 10)}`;
  const key =
    index % 10 === 0
      ? { "Fn::GetAtt": ["TableKey", "Arn"] }
      : { "Fn::ImportValue": `${owner}:ExportsOutputFnGetAttTableKeyArn` };
  return {
    Type: "AWS::DynamoDB::Table",
    Properties: {
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      BillingMode: "PAY_PER_REQUEST",
      SSESpecification: { SSEEnabled: true, SSEType: "KMS", KMSMasterKeyId: key },
    },
    UpdateReplacePolicy: "Retain",
    DeletionPolicy: "Retain",
  };
}

function functionOf(random: Random): object {
  return {
    Type: "AWS::Lambda::Function",
    Properties: {
      Code: { S3Bucket: `cdk-hnb659fds-assets-${ACCOUNT}-${REGION}`, S3Key: `${random.hex(32)}.zip` },
      Description: random.words(12),
      Handler: "index.handler",
      Runtime: "nodejs20.x",
      Environment: { Variables: { STAGE: random.word(), TARGET: random.words(3) } },
    },
  };
}

function outputsOf(stack: string, index: number): object {
  if (index % 10 !== 0) return {};
  return {
    ExportsOutputFnGetAttTableKeyArn: {
      Value: { "Fn::GetAtt": ["TableKey", "Arn"] },
      Export: { Name: `${stack}:ExportsOutputFnGetAttTableKeyArn` },
    },
  };
}

/** What the manifest says of a stack: where it goes, and the construct and its place in the source for each id. */
function artifactOf(stack: string, ids: readonly string[]): object {
  const entries = ids.map((id, index) => [
    `/${stack}/${id}/Resource`,
    [
      {
        type: "aws:cdk:logicalId",
        data: id,
        trace: [
          `new ${stack} (lib/${stack.toLowerCase()}.ts:${index + 10}:5)`,
          `Object.<anonymous> (bin/app.ts:${index + 3}:1)`,
        ],
      },
    ],
  ]);
  return {
    type: "aws:cloudformation:stack",
    environment: `aws://${ACCOUNT}/${REGION}`,
    properties: { templateFile: `${stack}.template.json`, validateOnSynth: false },
    metadata: Object.fromEntries(entries) as object,
    displayName: stack,
  };
}
