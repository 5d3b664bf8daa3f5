import { allow, deny, iamAllow, OTHER, OWN, ROLE, ROOT, STRANGER, USER } from "./asking.js";
import { judgesAll } from "./table.js";

const SESSION = `arn:aws:sts::${OWN}:assumed-role/App/i-1234`;
const ADMIN = `arn:aws:iam::${OWN}:role/Admin`;
const ALL_OF_KMS = iamAllow({ Action: "kms:*" });

describe("the principals of a statement", () => {
  judgesAll([
    {
      says: "This is a logical OR and not a logical AND, because you authenticate as one principal at a time.",
      page: "iam/reference_policies_elements_principal",
      rows: [
        ["the role itself", { key: to(ROLE) }, "allowed"],
        ["another role", { key: to(ADMIN) }, "not-allowed"],
        ["a list with the role", { key: to([ADMIN, ROLE]) }, "allowed"],
        ["an empty list", { key: to([]) }, "not-allowed"],
        ["a user", { key: to(USER), as: USER }, "allowed"],
        ["a user of the role's name", { key: to(ROLE.replace("role", "user")) }, "not-allowed"],
        ["a role of the same name in another account", { key: to(STRANGER) }, "not-allowed"],
      ],
    },
    {
      says: "In a Principal element, the user name part of the Amazon Resource Name (ARN) is case sensitive.",
      page: "iam/reference_policies_elements_principal",
      rows: [["another letter case", { key: to(USER.replace("alice", "Alice")), as: USER }, "not-allowed"]],
    },
    {
      says: "When they use those session credentials to perform operations in AWS, they become a role session principal.",
      page: "iam/reference_policies_elements_principal",
      rows: [
        ["a session of the role", { key: to(ROLE), as: SESSION }, "allowed"],
        ["the session by its own ARN", { key: to(SESSION), as: SESSION }, "allowed"],
        [
          "another session of the role",
          { key: to(SESSION.replace("1234", "5678")), as: SESSION },
          "not-allowed",
        ],
        ["one session, where the caller is any of the role's", { key: to(SESSION) }, "undecided"],
        ["a session of another role", { key: to(`arn:aws:sts::${OWN}:assumed-role/Admin/x`) }, "not-allowed"],
        [
          "a federated user's session",
          { key: to(`arn:aws:sts::${OWN}:federated-user/alice`), as: USER },
          "not-allowed",
        ],
      ],
    },
    {
      says: "the policy statement doesn't give permission to any IAM principal. Instead, it gives the AWS account permission to use IAM policies to delegate",
      page: "kms/key-policy-overview",
      rows: [
        ["the account alone", { key: to(ROOT) }, "not-allowed"],
        ["the account, and an IAM policy", { key: to(ROOT), iam: ALL_OF_KMS }, "allowed"],
        ["the account's root user", { key: to(ROOT), as: ROOT }, "allowed"],
        ["the account of the root user isn't named", { key: to(ROLE), as: ROOT }, "not-allowed"],
      ],
    },
    {
      says: "The account ARN and the shortened account ID behave the same way.",
      page: "iam/reference_policies_elements_principal",
      rows: [
        ["the bare account id alone", { key: to(OWN) }, "not-allowed"],
        ["the bare account id, and an IAM policy", { key: to(OWN), iam: ALL_OF_KMS }, "allowed"],
        ["another account's id, and an IAM policy", { key: to(OTHER), iam: ALL_OF_KMS }, "not-allowed"],
        [
          "a Deny to the account takes in its roles",
          { key: [allow(), deny({ Principal: { AWS: OWN } })] },
          "denied",
        ],
        [
          "a Deny to another account doesn't",
          { key: [allow(), deny({ Principal: { AWS: OTHER } })] },
          "allowed",
        ],
      ],
    },
    {
      says: "For IAM users and role principals within your account, no other permissions are required.",
      page: "iam/reference_policies_elements_principal",
      rows: [
        ["everyone", { key: allow({ Principal: "*" }) }, "allowed"],
        ["everyone, in the map's form", { key: to("*") }, "allowed"],
        ["everyone, in a list", { key: to([ADMIN, "*"]) }, "allowed"],
        [
          "everyone, as a service",
          { key: allow({ Principal: "*" }), as: "dynamodb.amazonaws.com" },
          "allowed",
        ],
        [
          "everyone, without an IAM policy from another account",
          { key: allow({ Principal: "*" }), as: STRANGER },
          "not-allowed",
        ],
        ["everyone, with one", { key: allow({ Principal: "*" }), as: STRANGER, iam: ALL_OF_KMS }, "allowed"],
      ],
    },
    {
      says: "You cannot use a wildcard to match part of a principal name or ARN.",
      page: "iam/reference_policies_elements_principal",
      rows: [
        ["a wildcard for the account", { key: to("arn:aws:iam::*:root") }, "undecided"],
        ["a wildcard for the name", { key: to(`arn:aws:iam::${OWN}:role/*`) }, "not-allowed"],
      ],
    },
    {
      says: "IAM user groups are not a valid principal in any policy type.",
      page: "kms/key-policy-overview",
      rows: [["a group", { key: to(`arn:aws:iam::${OWN}:group/Developers`), as: USER }, "not-allowed"]],
    },
    {
      says: "OIDC federated principals are not supported in policy types other than role trust policies.",
      page: "iam/reference_policies_elements_principal",
      rows: [
        [
          "an identity provider",
          { key: allow({ Principal: { Federated: "accounts.google.com" } }) },
          "not-allowed",
        ],
        [
          "a canonical user",
          { key: allow({ Principal: { CanonicalUser: "79a59df900b949e55d96a1e698fbaced" } }) },
          "not-allowed",
        ],
      ],
    },
    {
      says: "A service principal is an identifier for a service.",
      page: "iam/reference_policies_elements_principal",
      rows: [
        ["the service", { key: service("dynamodb.amazonaws.com"), as: "dynamodb.amazonaws.com" }, "allowed"],
        [
          "another service",
          { key: service("s3.amazonaws.com"), as: "dynamodb.amazonaws.com" },
          "not-allowed",
        ],
        ["a role, where the service is named", { key: service("dynamodb.amazonaws.com") }, "not-allowed"],
        [
          "a role through DynamoDB, where the service is named",
          {
            key: service("dynamodb.amazonaws.com"),
            context: { "kms:ViaService": "dynamodb.us-east-1.amazonaws.com" },
          },
          "not-allowed",
        ],
        [
          "the service, where the account is named",
          { key: to(ROOT), as: "dynamodb.amazonaws.com" },
          "not-allowed",
        ],
        [
          "the service, where a list names it beside a role",
          {
            key: allow({ Principal: { AWS: ROLE, Service: ["s3.amazonaws.com", "dynamodb.amazonaws.com"] } }),
            as: "dynamodb.amazonaws.com",
          },
          "allowed",
        ],
      ],
    },
    {
      says: 'The service principal in an IAM policy can\'t be "Service": "*".',
      page: "iam/reference_policies_elements_principal",
      rows: [
        ["any service, as one", { key: service("*"), as: "dynamodb.amazonaws.com" }, "undecided"],
        ["any service, as a role", { key: service("*") }, "not-allowed"],
      ],
    },
    {
      says: "When you use NotPrincipal, you must also specify the account ARN of the not-denied principal.",
      page: "iam/reference_policies_elements_notprincipal",
      rows: [
        ["the role and its account are spared", { key: [allow(), allBut([ROLE, ROOT])] }, "allowed"],
        ["the role alone might be denied", { key: [allow(), allBut([ROLE])] }, "undecided"],
        [
          "another role is denied",
          { key: [allow({ Principal: "*" }), allBut([ROLE, ROOT])], as: ADMIN },
          "denied",
        ],
        ["the account alone spares no role of it", { key: [allow(), allBut([ROOT])] }, "denied"],
        [
          "a service that isn't named is denied",
          { key: [service("s3.amazonaws.com"), allBut([ROLE, ROOT])], as: "s3.amazonaws.com" },
          "denied",
        ],
      ],
    },
    {
      says: 'Using it with "Effect":"Allow" is not supported.',
      page: "iam/reference_policies_elements_notprincipal",
      rows: [
        ["all but another role", { key: allBut([ADMIN], "Allow") }, "undecided"],
        ["all but the role", { key: allBut([ROLE], "Allow") }, "not-allowed"],
      ],
    },
    {
      says: "if you delete the role, then you break the relationship. … the new role has a new principal ID",
      page: "iam/reference_policies_elements_principal",
      rows: [["the id of a principal", { key: to("AROA123456789EXAMPLE") }, "undecided"]],
    },
  ]);
});

function to(principals: string | readonly string[]): object {
  return allow({ Principal: { AWS: principals } });
}

function service(name: string): object {
  return allow({ Principal: { Service: name } });
}

function allBut(principals: readonly string[], effect = "Deny"): object {
  return { Effect: effect, NotPrincipal: { AWS: principals }, Action: "kms:*", Resource: "*" };
}
