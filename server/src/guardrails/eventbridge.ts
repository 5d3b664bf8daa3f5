import { PlainCall, type Plain, type PlainMap } from "../core/plain.js";
import { ownTopic, TOPIC_ID } from "./alert-topic.js";
import { deployCommands } from "./deploy.js";
import { GuardrailRefused, type BuiltGuardrail, type Guardrail, type GuardrailInput } from "./guardrail.js";
import { keyMappings, keysByRegion, mappedKeys } from "./key-arns.js";

const TOPIC_ARN = /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]+$/;
/** Characters of an event pattern, unless the account has a higher quota. */
const PATTERN_LIMIT = 2048;
const EMAIL = /^[^@\s]+@[^@\s]+$/;

/** Alerts of CloudTrail's events about tables. */
export const eventBridge: Guardrail = {
  kind: "eventbridge",
  summary: "EventBridge: alerts within minutes when a table is made or changed to another key than yours.",
  input: ["keyArns", "regions", "email", "topicArn"],
  build,
};

function build({ keyArns, regions, email, topicArn }: GuardrailInput): BuiltGuardrail {
  if (email !== null && topicArn !== null) {
    throw new GuardrailRefused("A topic that is there already has its subscribers: give it or an address.");
  }
  if (email !== null && !EMAIL.test(email)) throw new GuardrailRefused(`'${email}' is no email address.`);
  if (topicArn !== null && !TOPIC_ARN.test(topicArn)) {
    throw new GuardrailRefused(`'${topicArn}' is no ARN of an SNS topic.`);
  }
  const arns = [...new Set(keyArns)];
  const keys = keysByRegion(arns, topicArn === null ? regions : regionsOfTopic(topicArn, regions));
  const listed = arns.length > 0 ? mappedKeys() : null;
  for (const [region, own] of keys) checkLength(region, own);
  const target = topicArn ?? new PlainCall("Ref", TOPIC_ID);
  const topic = topicArn === null ? ownTopic(email) : { parameters: {}, resources: {} };
  const parameters = topic.parameters;
  return {
    description:
      "Alerts when a DynamoDB table is made, changed, restored or replicated with another KMS key than the given ones (CloudTrail, EventBridge, SNS).",
    does: [
      "It alerts at CreateTable without a key: an AWS owned or the AWS managed key then encrypts the table.",
      `It alerts at CreateTable and UpdateTable with ${arns.length > 0 ? "a key that isn't listed" : "any key, as none is listed"}, and the way back to an AWS owned or AWS managed key.`,
      "It alerts at each new or changed replica and each imported or restored table, whatever their keys.",
    ],
    doesNot: [
      "It prevents nothing: it alerts after the call has succeeded. Tables that are there already are never mentioned.",
      "Without a trail that logs write events of the management kind in the Region, EventBridge hears nothing of CloudTrail.",
      "It hears the calls of its own account and Region: deploy it in each. A replica is made by a call in another Region of its table, and the alert comes there.",
      "A listed key that the call names by its ID or an alias is alerted, too: the call holds what was typed, and the list holds ARNs.",
      "It doesn't look at the key's policy, nor at its being disabled or deleted.",
    ],
    deploy: [
      ...deployCommands(
        "table-key-alerts",
        [...keys.keys()],
        "AlertEmail" in parameters ? ["AlertEmail=ADDRESS"] : [],
      ),
      ...(topicArn === null
        ? [
            "The address gets a mail and has to confirm it.",
            "The key of the topic costs about $1.00 a month: EventBridge can't use the AWS managed key aws/sns.",
          ]
        : [
            "The topic's policy has to let events.amazonaws.com call sns:Publish, without a condition: EventBridge gives it nothing to compare.",
            "If the topic is encrypted, its key's policy has to let events.amazonaws.com call kms:Decrypt and kms:GenerateDataKey*. The AWS managed key aws/sns doesn't, and can't be changed.",
          ]),
    ],
    sections: {
      ...(Object.keys(parameters).length > 0 ? { Parameters: parameters } : {}),
      ...(arns.length > 0 ? keyMappings(keys, (own) => own) : {}),
      Resources: {
        NewTables: rule(
          "Tables made with another KMS key than the listed ones.",
          madeWithout(listed),
          target,
        ),
        ChangedTables: rule(
          "Tables changed to another KMS key than the listed ones.",
          changedTo(listed),
          target,
        ),
        CopiedTables: rule("Tables replicated, imported or restored: look at their keys.", copied(), target),
        ...topic.resources,
      },
    },
    policy: null,
  };
}

/** An EventBridge rule publishes to topics of its own Region alone. */
function regionsOfTopic(topicArn: string, regions: readonly string[]): readonly string[] {
  const region = topicArn.split(":")[3] ?? "";
  const other = regions.find((one) => one !== region);
  if (other !== undefined) {
    throw new GuardrailRefused(`The topic lies in ${region}; a rule in ${other} can't publish to it.`);
  }
  return [region];
}

function rule(description: string, detail: PlainMap, target: Plain): PlainMap {
  return {
    Type: "AWS::Events::Rule",
    Properties: {
      Description: description,
      EventPattern: pattern(detail),
      Targets: [{ Id: "Alert", Arn: target, InputTransformer: MESSAGE }],
    },
  };
}

function pattern(detail: PlainMap): PlainMap {
  return {
    source: ["aws.dynamodb"],
    "detail-type": ["AWS API Call via CloudTrail"],
    detail: { eventSource: ["dynamodb.amazonaws.com"], errorCode: [ABSENT], ...detail },
  };
}

/** Of the two patterns that hold the list, the one with more around it. */
function checkLength(region: string, arns: readonly string[]): void {
  const { length } = JSON.stringify(pattern(changedTo(arns)));
  if (length <= PATTERN_LIMIT) return;
  throw new GuardrailRefused(
    `EventBridge takes patterns of ${PATTERN_LIMIT} characters, and the ${arns.length} keys of ${region} need ${length}.`,
  );
}

const ABSENT: PlainMap = { exists: false };
const PRESENT: PlainMap = { exists: true };

/** CloudTrail writes the members of a request with a small first letter. */
function otherKey(listed: Plain | null): readonly Plain[] {
  return [ABSENT, listed === null ? PRESENT : { "anything-but": listed }];
}

function madeWithout(listed: Plain | null): PlainMap {
  return {
    eventName: ["CreateTable"],
    requestParameters: { sSESpecification: { kMSMasterKeyId: otherKey(listed) } },
  };
}

/** A call that changes something else has no sSESpecification at all. */
function changedTo(listed: Plain | null): PlainMap {
  const said = ["enabled", "sSEType", "kMSMasterKeyId"].map((member) => ({
    sSESpecification: { [member]: [PRESENT] },
  }));
  return {
    eventName: ["UpdateTable"],
    requestParameters: { sSESpecification: { kMSMasterKeyId: otherKey(listed) }, $or: said },
  };
}

function copied(): PlainMap {
  const replica = (change: string): PlainMap => ({
    eventName: ["UpdateTable"],
    requestParameters: { replicaUpdates: { [change]: { regionName: [PRESENT] } } },
  });
  return {
    $or: [
      { eventName: ["ImportTable", "RestoreTableFromBackup", "RestoreTableToPointInTime"] },
      replica("create"),
      replica("update"),
    ],
  };
}

const MESSAGE: PlainMap = {
  InputPathsMap: {
    action: "$.detail.eventName",
    table: "$.detail.requestParameters.tableName",
    restored: "$.detail.requestParameters.targetTableName",
    key: "$.detail.requestParameters.sSESpecification.kMSMasterKeyId",
    caller: "$.detail.userIdentity.arn",
    account: "$.account",
    region: "$.region",
    time: "$.time",
  },
  InputTemplate:
    '"DynamoDB <action> of table <table><restored> in account <account>, <region>, at <time>, by <caller>. Key named in the call: <key>. Where none is named, an AWS owned key, or the AWS managed key, encrypts the table."',
};
