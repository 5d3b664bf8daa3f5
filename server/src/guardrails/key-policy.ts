import { PlainCall, type Plain, type PlainMap } from "../core/plain.js";
import { DYNAMODB_KEY_PATTERNS } from "../policy/key-actions.js";
import { deployCommands } from "./deploy.js";
import { GuardrailRefused, type BuiltGuardrail, type Guardrail, type GuardrailInput } from "./guardrail.js";
import { accountOf, checkPrincipalArns } from "./principal-arns.js";

/** One key for all tables of a classification. */
export const keyPolicy: Guardrail = {
  kind: "key-policy",
  summary: "A key for the tables of one classification: named administrators, use through DynamoDB only.",
  input: ["regions", "classification", "adminArns", "userArns"],
  build,
};

function build({ regions, classification, adminArns, userArns }: GuardrailInput): BuiltGuardrail {
  checkPrincipalArns(adminArns);
  checkPrincipalArns(userArns);
  const shared = adminArns.find((arn) => userArns.includes(arn));
  if (shared !== undefined) {
    throw new GuardrailRefused(
      `${shared} would both administer and use the key, which this policy keeps apart.`,
    );
  }
  const account = accountOf([...adminArns, ...userArns]);
  const parameters = {
    ...(adminArns.length > 0 ? {} : ADMINISTRATORS),
    ...(classification === null ? CLASSIFICATION : {}),
  };
  const overrides = [
    ...(adminArns.length > 0 ? [] : ["KeyAdministrators=ARN,ARN"]),
    ...(classification === null ? ["Classification=VALUE"] : []),
  ];
  const administrators = adminArns.length > 0 ? adminArns : new PlainCall("Ref", "KeyAdministrators");
  return {
    description: `A KMS key for DynamoDB tables${classification === null ? " of one classification" : ` with ${classification.tag} ${classification.value}`}: named administrators, use through DynamoDB only.`,
    does: [
      "Nobody decrypts with the key but through DynamoDB, administrators included.",
      `${userArns.length > 0 ? "Only the named roles use it" : "Only principals of this account use it"}; no other account does.`,
      "Administrators manage the key and can neither use it nor hand it on by a grant.",
      "Deleting the stack keeps the key, and with it the tables.",
    ],
    doesNot: [
      "Whoever may change the policy can give themselves the use of the key: the administrators, and whom IAM policies of the account allow kms:PutKeyPolicy. The scp guardrail can forbid that to others.",
      "It says who may use the key, not which tables have to: that is for the linter, the config-rule and the eventbridge guardrails.",
      `${userArns.length > 0 ? "Who makes a table under the key has to be among the named roles." : "Whoever DynamoDB's own permissions let read a table can read it: IAM policies on dynamodb: actions decide."}`,
    ],
    deploy: [
      ...deployCommands("classified-table-key", regions, overrides),
      "Whoever deploys it has to be one of the administrators: making the key turns on its rotation and gives it an alias, which they alone may do. KMS refuses a policy that names roles which don't exist yet.",
      "A key encrypts tables of its own Region: a global table needs one in the Region of each replica.",
    ],
    sections: {
      ...(Object.keys(parameters).length > 0 ? { Parameters: parameters } : {}),
      Resources: {
        TableKey: key(classification, { account, administrators, userArns }),
        TableKeyAlias: alias(classification),
      },
      Outputs: {
        KeyArn: {
          Description: "For KMSMasterKeyId of tables.",
          Value: new PlainCall("Fn::GetAtt", ["TableKey", "Arn"]),
          Export: { Name: new PlainCall("Fn::Sub", "${AWS::StackName}-KeyArn") },
        },
      },
    },
    policy: null,
  };
}

/** Whose key it is, and who may do what with it. */
interface KeyPeople {
  /** Null: the account that the template is deployed to. */
  readonly account: string | null;
  readonly administrators: Plain;
  readonly userArns: readonly string[];
}

function key(classification: GuardrailInput["classification"], people: KeyPeople): PlainMap {
  const tag = {
    Key: classification?.tag ?? new PlainCall("Ref", "ClassificationTag"),
    Value: classification?.value ?? new PlainCall("Ref", "Classification"),
  };
  const words = classification?.value ?? "${Classification}";
  const description = `Encrypts DynamoDB tables with the classification ${words}`;
  return {
    Type: "AWS::KMS::Key",
    DeletionPolicy: "Retain",
    UpdateReplacePolicy: "Retain",
    Properties: {
      Description: classification === null ? new PlainCall("Fn::Sub", description) : description,
      EnableKeyRotation: true,
      PendingWindowInDays: 30,
      Tags: [tag],
      KeyPolicy: {
        Version: "2012-10-17",
        Statement: [keepManageable(people), administer(people), useThroughDynamoDb(people)],
      },
    },
  };
}

/** Without it, the key could never be changed again once its administrators are gone. */
function keepManageable({ account }: KeyPeople): PlainMap {
  const root = `arn:\${AWS::Partition}:iam::${account ?? "${AWS::AccountId}"}:root`;
  return {
    Sid: "Let IAM policies of this account look at the key and change its policy",
    Effect: "Allow",
    Principal: { AWS: new PlainCall("Fn::Sub", root) },
    Action: [
      "kms:DescribeKey",
      "kms:GetKeyPolicy",
      "kms:GetKeyRotationStatus",
      "kms:List*",
      "kms:PutKeyPolicy",
    ],
    Resource: "*",
  };
}

/** What the console gives administrators, but for kms:CreateGrant, with which they could hand on the use. */
function administer({ administrators }: KeyPeople): PlainMap {
  return {
    Sid: "Let administrators manage the key, not use it",
    Effect: "Allow",
    Principal: { AWS: administrators },
    Action: [
      "kms:CreateAlias",
      "kms:UpdateAlias",
      "kms:DeleteAlias",
      "kms:Describe*",
      "kms:Get*",
      "kms:List*",
      "kms:PutKeyPolicy",
      "kms:UpdateKeyDescription",
      "kms:EnableKey",
      "kms:DisableKey",
      "kms:EnableKeyRotation",
      "kms:DisableKeyRotation",
      "kms:RotateKeyOnDemand",
      "kms:ScheduleKeyDeletion",
      "kms:CancelKeyDeletion",
      "kms:RevokeGrant",
      "kms:TagResource",
      "kms:UntagResource",
    ],
    Resource: "*",
  };
}

/** Any Region: DynamoDB makes calls across Regions for global tables. */
function useThroughDynamoDb({ account, userArns }: KeyPeople): PlainMap {
  return {
    Sid: "Let the key be used through DynamoDB only",
    Effect: "Allow",
    Principal: { AWS: userArns.length > 0 ? userArns : "*" },
    Action: [...DYNAMODB_KEY_PATTERNS],
    Resource: "*",
    Condition: {
      StringEquals: { "kms:CallerAccount": account ?? new PlainCall("Ref", "AWS::AccountId") },
      StringLike: { "kms:ViaService": "dynamodb.*.amazonaws.com" },
    },
  };
}

function alias(classification: GuardrailInput["classification"]): PlainMap {
  const name = classification?.value.toLowerCase().replace(/[^a-z0-9/_-]+/g, "-");
  return {
    Type: "AWS::KMS::Alias",
    Properties: {
      AliasName:
        name === undefined
          ? new PlainCall("Fn::Sub", "alias/dynamodb-${Classification}")
          : `alias/dynamodb-${name}`,
      TargetKeyId: new PlainCall("Ref", "TableKey"),
    },
  };
}

const ADMINISTRATORS: PlainMap = {
  KeyAdministrators: {
    Type: "CommaDelimitedList",
    Description: "ARNs of the roles that administer the key, the deploying one among them.",
  },
};

const CLASSIFICATION: PlainMap = {
  ClassificationTag: {
    Type: "String",
    Description: "The tag that says how tables and keys are classified.",
    Default: "data-classification",
  },
  Classification: {
    Type: "String",
    Description: "The classification that the key is for, such as restricted.",
    AllowedPattern: "^[a-zA-Z0-9/_-]+$",
  },
};
