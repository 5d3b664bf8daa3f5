import { allow, deny, iamAllow, KEY, OWN, ROOT } from "./asking.js";
import { judgesAll } from "./table.js";

const ROOT_ONLY = allow({ Principal: { AWS: ROOT }, Action: "kms:*" });

describe("the actions and resources of a statement", () => {
  judgesAll([
    {
      says: "The prefix and the action name are case insensitive.",
      page: "iam/reference_policies_elements_action",
      rows: [
        ["the action's own name", { key: allow() }, "allowed"],
        ["another letter case", { key: allow({ Action: "KMS:decrypt" }) }, "allowed"],
        ["another action", { key: allow({ Action: "kms:Encrypt" }) }, "not-allowed"],
        ["a list with the action", { key: allow({ Action: ["kms:Encrypt", "kms:Decrypt"] }) }, "allowed"],
        ["an empty list", { key: allow({ Action: [] }) }, "not-allowed"],
        [
          "another service's action of the same name",
          { key: allow({ Action: "ssm:Decrypt" }) },
          "not-allowed",
        ],
      ],
    },
    {
      says: "You can also use wildcards (* or ?) as part of the action name.",
      page: "iam/reference_policies_elements_action",
      rows: [
        ["all actions of all services", { key: allow({ Action: "*" }) }, "allowed"],
        ["all actions of KMS", { key: allow({ Action: "kms:*" }) }, "allowed"],
        ["all actions of another service", { key: allow({ Action: "dynamodb:*" }) }, "not-allowed"],
        ["a wildcard at the end", { key: allow({ Action: "kms:De*" }) }, "allowed"],
        ["a wildcard in the middle", { key: allow({ Action: "kms:D*t" }) }, "allowed"],
        ["a wildcard at both ends", { key: allow({ Action: "kms:*crypt*" }) }, "allowed"],
        ["a wildcard for one character", { key: allow({ Action: "kms:D?crypt" }) }, "allowed"],
        ["a wildcard for one character too many", { key: allow({ Action: "kms:De?crypt" }) }, "not-allowed"],
        ["a wildcard without the action", { key: allow({ Action: "kms:ReEncrypt*" }) }, "not-allowed"],
        [
          "ReEncryptFrom under ReEncrypt*",
          { key: allow({ Action: "kms:ReEncrypt*" }), action: "kms:ReEncryptFrom" },
          "allowed",
        ],
        [
          "ReEncryptFrom under ReEncrypt, which is no action",
          { key: allow({ Action: "kms:ReEncrypt" }), action: "kms:ReEncryptFrom" },
          "not-allowed",
        ],
        [
          "a data key pair under GenerateDataKey*",
          { key: allow({ Action: "kms:GenerateDataKey*" }), action: "kms:GenerateDataKeyPair" },
          "allowed",
        ],
        [
          "a data key pair under GenerateDataKey",
          { key: allow({ Action: "kms:GenerateDataKey" }), action: "kms:GenerateDataKeyPair" },
          "not-allowed",
        ],
      ],
    },
    {
      says: "NotAction is an advanced policy element that explicitly matches everything except the specified list of actions.",
      page: "iam/reference_policies_elements_notaction",
      rows: [
        ["an action that isn't listed", { key: notAction(["kms:PutKeyPolicy"]) }, "allowed"],
        ["a listed action", { key: notAction(["kms:Decrypt"]) }, "not-allowed"],
        ["an action that a listed wildcard takes in", { key: notAction("kms:De*") }, "not-allowed"],
        ["a listed action in a Deny", { key: [allow(), notAction("kms:Decrypt", "Deny")] }, "allowed"],
        [
          "an action that isn't listed, in a Deny",
          { key: [allow(), notAction("kms:Encrypt", "Deny")] },
          "denied",
        ],
      ],
    },
    {
      says: "If the required Action element is missing from a key policy statement, the policy statement has no effect.",
      page: "kms/key-policy-overview",
      rows: [
        ["no Action", { key: without("Action") }, "not-allowed"],
        ["no Action in a Deny", { key: [allow(), without("Action", "Deny")] }, "allowed"],
        ["no Resource", { key: without("Resource") }, "not-allowed"],
        ["no Resource in a Deny", { key: [allow(), without("Resource", "Deny")] }, "allowed"],
      ],
    },
    {
      says: 'In a key policy, the value of the Resource element is "*", which means "this KMS key."',
      page: "kms/key-policy-overview",
      rows: [
        ["the key's own ARN", { key: allow({ Resource: KEY }) }, "allowed"],
        [
          "another key's ARN",
          { key: allow({ Resource: KEY.replace("1234abcd", "00000000") }) },
          "not-allowed",
        ],
        [
          "a wildcard that takes in the key",
          { key: allow({ Resource: `arn:aws:kms:*:${OWN}:key/*` }) },
          "allowed",
        ],
        [
          "an alias",
          { key: allow({ Resource: `arn:aws:kms:us-east-1:${OWN}:alias/orders` }) },
          "not-allowed",
        ],
        [
          "a Deny on another key's ARN",
          { key: [allow(), deny({ Resource: KEY.replace("1234", "9999") })] },
          "allowed",
        ],
        [
          "all but the key's ARN",
          { key: { Effect: "Allow", Principal: "*", Action: "*", NotResource: KEY } },
          "not-allowed",
        ],
      ],
    },
    {
      says: "You can use wildcard characters (* and ?) within the individual segments of an ARN (the parts separated by colons).",
      page: "iam/reference_policies_elements_resource",
      rows: [
        [
          "any key of the account",
          { key: ROOT_ONLY, iam: iamAllow({ Resource: `arn:aws:kms:*:${OWN}:key/*` }) },
          "allowed",
        ],
        [
          "any key of another Region",
          { key: ROOT_ONLY, iam: iamAllow({ Resource: `arn:aws:kms:eu-west-1:${OWN}:key/*` }) },
          "not-allowed",
        ],
        [
          "one character of the Region",
          { key: ROOT_ONLY, iam: iamAllow({ Resource: `arn:aws:kms:us-east-?:${OWN}:key/*` }) },
          "allowed",
        ],
        [
          "a part of the key id",
          { key: ROOT_ONLY, iam: iamAllow({ Resource: "arn:aws:kms:*:*:key/1234abcd-*" }) },
          "allowed",
        ],
        [
          "a last wildcard that goes beyond colons",
          { key: ROOT_ONLY, iam: iamAllow({ Resource: "arn:aws:kms:*" }) },
          "allowed",
        ],
        [
          "a wildcard inside a segment that would have to",
          { key: allow({ Resource: "arn:aws:kms:us*3:key/*" }) },
          "undecided",
        ],
        [
          "another letter case",
          { key: ROOT_ONLY, iam: iamAllow({ Resource: KEY.toUpperCase() }) },
          "not-allowed",
        ],
        [
          "all but the key",
          { key: ROOT_ONLY, iam: { Effect: "Allow", Action: "kms:*", NotResource: KEY } },
          "not-allowed",
        ],
        [
          "all but another key",
          {
            key: ROOT_ONLY,
            iam: { Effect: "Allow", Action: "kms:*", NotResource: "arn:aws:kms:*:*:key/other" },
          },
          "allowed",
        ],
      ],
    },
    {
      says: "AWS automatically completes the ARN by adding wildcard characters (*) to all missing fields.",
      page: "iam/reference_policies_grammar",
      rows: [
        [
          "an ARN of three parts in an IAM policy",
          { key: ROOT_ONLY, iam: iamAllow({ Resource: "arn:aws:kms" }) },
          "allowed",
        ],
        [
          "one of another service",
          { key: ROOT_ONLY, iam: iamAllow({ Resource: "arn:aws:dynamodb" }) },
          "not-allowed",
        ],
        ["the same in a key policy", { key: allow({ Resource: "arn:aws:kms" }) }, "not-allowed"],
      ],
    },
  ]);
});

function notAction(list: string | readonly string[], effect = "Allow"): object {
  return { Effect: effect, Principal: "*", NotAction: list, Resource: "*" };
}

function without(element: "Action" | "Resource", effect = "Allow"): object {
  const statement = allow({ Effect: effect });
  return Object.fromEntries(Object.entries(statement).filter(([name]) => name !== element));
}
