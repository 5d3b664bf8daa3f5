import { PlainCall, type Plain, type PlainMap } from "../core/plain.js";
import { GuardrailRefused, type BuiltGuardrail, type Guardrail, type GuardrailInput } from "./guardrail.js";
import { checkKeyArns } from "./key-arns.js";
import { checkPrincipalPatterns } from "./principal-arns.js";

/** Bytes of a service control policy, the least that AWS Organizations has ever taken. */
const SIZE_LIMIT = 5120;
const TARGET = /^(r-[0-9a-z]{4,32}|\d{12}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32})$/;

/** What takes a key away from its tables. */
const LOSING = [
  "kms:DisableKey",
  "kms:ScheduleKeyDeletion",
  "kms:DeleteImportedKeyMaterial",
  "kms:RevokeGrant",
];

/** A policy of the organisation under which the tables' keys stay. */
export const scp: Guardrail = {
  kind: "scp",
  summary: "Service control policy: nobody disables or deletes the keys of your tables.",
  input: ["keyArns", "classification", "exemptArns", "targets"],
  build,
};

function build({ keyArns, classification, exemptArns, targets }: GuardrailInput): BuiltGuardrail {
  checkKeyArns(keyArns);
  checkPrincipalPatterns(exemptArns);
  if (keyArns.length > 0 && classification !== null) {
    throw new GuardrailRefused("Keys are named by their ARNs or by a tag, not by both.");
  }
  const wrong = targets.find((target) => !TARGET.test(target));
  if (wrong !== undefined) {
    throw new GuardrailRefused(
      `'${wrong}' is no root (r-…), organisational unit (ou-…) or account (twelve digits).`,
    );
  }
  const named = keyArns.length > 0 || classification !== null;
  const document = policyDocument(named ? [...new Set(keyArns)] : null, classification, exemptArns);
  if (named) checkSize(document);
  return {
    description: "A service control policy: nobody disables or deletes the KMS keys of DynamoDB tables.",
    does: [
      "It denies disabling a key, scheduling its deletion and deleting imported key material: its tables can't be read without it.",
      "It denies revoking grants on a key: without its own, DynamoDB can't maintain the tables.",
      ...(classification === null
        ? []
        : ["It denies taking the tag off a key, or changing it, which would lift the protection."]),
      ...(exemptArns.length === 0
        ? []
        : ["It denies changing the policy of a key, by which DynamoDB could be shut out."]),
      "It binds the root users of member accounts, and CloudFormation deleting a key that its stack doesn't retain.",
    ],
    doesNot: [
      "It doesn't bind the management account of the organisation, nor service-linked roles: no service control policy does.",
      "It doesn't stop a deletion that is scheduled already: somebody has to cancel it (kms:CancelKeyDeletion, then kms:EnableKey).",
      ...(exemptArns.length === 0
        ? [
            "It lets a key's policy be changed, by which DynamoDB could be shut out. That is denied, too, where --exempt-arn says who still may.",
          ]
        : [`It doesn't bind ${exemptArns.join(" and ")}.`]),
      ...(classification === null ? [] : [`It leaves keys without the tag ${classification.tag} alone.`]),
      "It grants nothing, and says nothing of which key a table uses.",
    ],
    deploy: [
      "In the management account, where service control policies are turned on:",
      `aws cloudformation deploy --region us-east-1 --stack-name keep-table-keys --template-file FILE${overridesOf(targets, named)}`,
      "Try it on one organisational unit first: stacks that delete such keys fail from then on.",
    ],
    sections: {
      ...parametersOf(targets, named),
      Resources: {
        KeepTableKeys: {
          Type: "AWS::Organizations::Policy",
          Properties: {
            Name: "keep-dynamodb-table-keys",
            Description: "Nobody disables or deletes the KMS keys of DynamoDB tables.",
            Type: "SERVICE_CONTROL_POLICY",
            TargetIds: targets.length > 0 ? targets : new PlainCall("Ref", "TargetIds"),
            Content: document,
          },
        },
      },
    },
    policy: named ? document : null,
  };
}

function policyDocument(
  keyArns: readonly string[] | null,
  classification: GuardrailInput["classification"],
  exemptArns: readonly string[],
): PlainMap {
  const resource: Plain =
    keyArns === null ? new PlainCall("Ref", "KeyArns") : classification === null ? keyArns : "*";
  const exempt = exemptArns.length === 0 ? {} : { ArnNotLike: { "aws:PrincipalArn": exemptArns } };
  const tagged =
    classification === null
      ? {}
      : { StringEquals: { [`aws:ResourceTag/${classification.tag}`]: classification.value } };
  const deny = (sid: string, actions: readonly string[], conditions: PlainMap): PlainMap => ({
    Sid: sid,
    Effect: "Deny",
    Action: actions,
    Resource: resource,
    ...(Object.keys(conditions).length > 0 ? { Condition: conditions } : {}),
  });
  const retagging = (): PlainMap => ({
    ...tagged,
    ...exempt,
    "ForAnyValue:StringEquals": { "aws:TagKeys": [classification?.tag ?? ""] },
  });
  return {
    Version: "2012-10-17",
    Statement: [
      deny("KeepTheKeys", LOSING, { ...tagged, ...exempt }),
      ...(classification === null
        ? []
        : [deny("KeepTheTag", ["kms:TagResource", "kms:UntagResource"], retagging())]),
      ...(exemptArns.length === 0
        ? []
        : [deny("KeepThePolicies", ["kms:PutKeyPolicy"], { ...tagged, ...exempt })]),
    ],
  };
}

function checkSize(document: PlainMap): void {
  const size = new TextEncoder().encode(JSON.stringify(document)).length;
  if (size <= SIZE_LIMIT) return;
  throw new GuardrailRefused(
    `The policy takes ${size} bytes, and a service control policy may have ${SIZE_LIMIT}: name the keys by a tag (--classification) instead.`,
  );
}

function parametersOf(targets: readonly string[], named: boolean): PlainMap {
  const parameters = {
    ...(targets.length > 0 ? {} : { TargetIds: TARGETS }),
    ...(named ? {} : { KeyArns: KEYS }),
  };
  return Object.keys(parameters).length > 0 ? { Parameters: parameters } : {};
}

function overridesOf(targets: readonly string[], named: boolean): string {
  const overrides = [...(targets.length > 0 ? [] : ["TargetIds=OU"]), ...(named ? [] : ["KeyArns=ARN,ARN"])];
  return overrides.length > 0 ? ` --parameter-overrides ${overrides.join(" ")}` : "";
}

const TARGETS: PlainMap = {
  Type: "CommaDelimitedList",
  Description: "The root (r-…), organisational units (ou-…) or accounts that the policy is attached to.",
};

const KEYS: PlainMap = {
  Type: "CommaDelimitedList",
  Description: "ARNs of the KMS keys of your tables.",
};
