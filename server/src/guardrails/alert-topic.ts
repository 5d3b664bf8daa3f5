import { PlainCall, type PlainMap } from "../core/plain.js";

/** The logical id of the topic. */
export const TOPIC_ID = "AlertTopic";

/**
 * An encrypted SNS topic that EventBridge can publish to, with its key and its subscriber.
 *
 * Neither policy has a condition on its source: EventBridge sends none to an encrypted topic, and the
 * documentation of SNS says that such a condition isn't supported there.
 */
export function ownTopic(email: string | null): {
  readonly parameters: PlainMap;
  readonly resources: PlainMap;
} {
  return {
    parameters: email === null ? { AlertEmail: EMAIL_PARAMETER } : {},
    resources: {
      [TOPIC_ID]: {
        Type: "AWS::SNS::Topic",
        Properties: { KmsMasterKeyId: new PlainCall("Ref", "AlertKey") },
      },
      AlertTopicPolicy: {
        Type: "AWS::SNS::TopicPolicy",
        Properties: { Topics: [new PlainCall("Ref", TOPIC_ID)], PolicyDocument: PUBLISH },
      },
      AlertSubscription: {
        Type: "AWS::SNS::Subscription",
        Properties: {
          TopicArn: new PlainCall("Ref", TOPIC_ID),
          Protocol: "email",
          Endpoint: email ?? new PlainCall("Ref", "AlertEmail"),
        },
      },
      AlertKey: {
        Type: "AWS::KMS::Key",
        // Nothing is kept under it: SNS holds a message until it is delivered.
        DeletionPolicy: "Delete",
        UpdateReplacePolicy: "Delete",
        Properties: {
          Description: "Encrypts the topic of alerts about DynamoDB tables",
          EnableKeyRotation: true,
          KeyPolicy: KEY_POLICY,
        },
      },
    },
  };
}

const EMAIL_PARAMETER: PlainMap = {
  Type: "String",
  Description: "Who is told. The address has to confirm the subscription.",
  AllowedPattern: "^[^@ ]+@[^@ ]+$",
};

const PUBLISH: PlainMap = {
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "LetEventBridgePublish",
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "sns:Publish",
      Resource: new PlainCall("Ref", TOPIC_ID),
    },
  ],
};

const KEY_POLICY: PlainMap = {
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "Let IAM policies of this account decide",
      Effect: "Allow",
      Principal: { AWS: new PlainCall("Fn::Sub", "arn:${AWS::Partition}:iam::${AWS::AccountId}:root") },
      Action: "kms:*",
      Resource: "*",
    },
    {
      Sid: "Let EventBridge publish to the encrypted topic",
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
      Resource: "*",
    },
  ],
};
