import { allow, deny, hole, keyPolicy, OTHER, OWN, textOf, USER } from "./asking.js";
import { judgesAll, when } from "./table.js";

const VIA = "kms:ViaService";
const DYNAMODB = "dynamodb.us-east-1.amazonaws.com";
const TEAM = "aws:PrincipalTag/team";

describe("conditions on strings", () => {
  judgesAll([
    {
      says: "Exact matching, case sensitive",
      page: "iam/reference_policies_elements_condition_operators",
      rows: [
        when("the same string", { StringEquals: { [TEAM]: "pay" } }, { [TEAM]: "pay" }, "allowed"),
        when("another letter case", { StringEquals: { [TEAM]: "pay" } }, { [TEAM]: "Pay" }, "not-allowed"),
        when("another string", { StringEquals: { [TEAM]: "pay" } }, { [TEAM]: "ops" }, "not-allowed"),
        when(
          "a wildcard counts as a character",
          { StringEquals: { [TEAM]: "p*" } },
          { [TEAM]: "pay" },
          "not-allowed",
        ),
        when(
          "one of several values",
          { StringEquals: { [TEAM]: ["ops", "pay"] } },
          { [TEAM]: "pay" },
          "allowed",
        ),
        when(
          "none of several values",
          { StringEquals: { [TEAM]: ["ops", "dev"] } },
          { [TEAM]: "pay" },
          "not-allowed",
        ),
        when("an empty list of values", { StringEquals: { [TEAM]: [] } }, { [TEAM]: "pay" }, "not-allowed"),
      ],
    },
    {
      says: "Exact matching, ignoring case",
      page: "iam/reference_policies_elements_condition_operators",
      rows: [
        when(
          "another letter case",
          { StringEqualsIgnoreCase: { [TEAM]: "PAY" } },
          { [TEAM]: "Pay" },
          "allowed",
        ),
        when(
          "another string",
          { StringEqualsIgnoreCase: { [TEAM]: "pay" } },
          { [TEAM]: "ops" },
          "not-allowed",
        ),
        when("negated", { StringNotEqualsIgnoreCase: { [TEAM]: "PAY" } }, { [TEAM]: "pay" }, "not-allowed"),
      ],
    },
    {
      says: "Case-sensitive matching. The values can include multi-character match wildcards (*) and single-character match wildcards (?) anywhere in the string.",
      page: "iam/reference_policies_elements_condition_operators",
      rows: [
        when(
          "any Region",
          { StringLike: { [VIA]: "dynamodb.*.amazonaws.com" } },
          { [VIA]: DYNAMODB },
          "allowed",
        ),
        when(
          "another service",
          { StringLike: { [VIA]: "dynamodb.*.amazonaws.com" } },
          { [VIA]: "s3.us-east-1.amazonaws.com" },
          "not-allowed",
        ),
        when(
          "one character",
          { StringLike: { [VIA]: "dynamodb.us-east-?.amazonaws.com" } },
          { [VIA]: DYNAMODB },
          "allowed",
        ),
        when("no wildcard", { StringLike: { [VIA]: DYNAMODB } }, { [VIA]: DYNAMODB }, "allowed"),
        when(
          "another letter case",
          { StringLike: { [VIA]: "DynamoDB.*" } },
          { [VIA]: DYNAMODB },
          "not-allowed",
        ),
        when("the wildcard alone", { StringLike: { [VIA]: "*" } }, { [VIA]: DYNAMODB }, "allowed"),
        when("the wildcard alone, without the key", { StringLike: { [VIA]: "*" } }, {}, "not-allowed"),
        when("negated", { StringNotLike: { [VIA]: "dynamodb.*" } }, { [VIA]: DYNAMODB }, "not-allowed"),
        when(
          "the wildcard under StringEquals",
          { StringEquals: { [VIA]: "dynamodb.*.amazonaws.com" } },
          { [VIA]: DYNAMODB },
          "not-allowed",
        ),
      ],
    },
    {
      says: "If the key that you specify in a policy condition is not present in the request context, the values do not match and the condition is false.",
      page: "iam/reference_policies_elements_condition_operators",
      rows: [
        when("StringEquals", { StringEquals: { [VIA]: DYNAMODB } }, {}, "not-allowed"),
        when("StringLike", { StringLike: { [VIA]: "dynamodb.*" } }, {}, "not-allowed"),
        when("NumericLessThan", { NumericLessThan: { "aws:MultiFactorAuthAge": "300" } }, {}, "not-allowed"),
        when(
          "DateGreaterThan",
          { DateGreaterThan: { "aws:TokenIssueTime": "2020-01-01T00:00:01Z" } },
          {},
          "not-allowed",
        ),
        when("Bool", { Bool: { "aws:MultiFactorAuthPresent": "false" } }, {}, "not-allowed"),
        when("IpAddress", { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } }, {}, "not-allowed"),
        when(
          "ArnEquals",
          { ArnEquals: { "aws:SourceArn": "arn:aws:dynamodb:*:*:table/*" } },
          {},
          "not-allowed",
        ),
        when("BinaryEquals", { BinaryEquals: { "aws:userid": "QmluYXJ5" } }, {}, "not-allowed"),
      ],
    },
    {
      says: "If the policy condition requires that the key is not matched … and the right key is not present, the condition is true.",
      page: "iam/reference_policies_elements_condition_operators",
      rows: [
        when("StringNotEquals", { StringNotEquals: { [VIA]: DYNAMODB } }, {}, "allowed"),
        when("StringNotLike", { StringNotLike: { [VIA]: "dynamodb.*" } }, {}, "allowed"),
        when("NumericNotEquals", { NumericNotEquals: { "aws:MultiFactorAuthAge": "300" } }, {}, "allowed"),
        when(
          "DateNotEquals",
          { DateNotEquals: { "aws:TokenIssueTime": "2020-01-01T00:00:01Z" } },
          {},
          "allowed",
        ),
        when("NotIpAddress", { NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" } }, {}, "allowed"),
        when(
          "ArnNotLike",
          { ArnNotLike: { "aws:SourceArn": "arn:aws:dynamodb:*:*:table/*" } },
          {},
          "allowed",
        ),
        [
          "a Deny with StringNotEquals",
          { key: [allow(), deny({ Condition: { StringNotEquals: { [VIA]: DYNAMODB } } })] },
          "denied",
        ],
      ],
    },
    {
      says: "If the key is not present, evaluate the condition element as true.",
      page: "iam/reference_policies_elements_condition_operators",
      rows: [
        when("without the key", { StringEqualsIfExists: { [VIA]: DYNAMODB } }, {}, "allowed"),
        when(
          "with a value that matches",
          { StringLikeIfExists: { [VIA]: "dynamodb.*" } },
          { [VIA]: DYNAMODB },
          "allowed",
        ),
        when(
          "with one that doesn't",
          { StringLikeIfExists: { [VIA]: "s3.*" } },
          { [VIA]: DYNAMODB },
          "not-allowed",
        ),
        when("numbers", { NumericLessThanIfExists: { "aws:MultiFactorAuthAge": "300" } }, {}, "allowed"),
        when("booleans", { BoolIfExists: { "aws:MultiFactorAuthPresent": "true" } }, {}, "allowed"),
        [
          "a Deny with a negated operator",
          { key: [allow(), deny({ Condition: { StringNotEqualsIfExists: { [VIA]: DYNAMODB } } })] },
          "denied",
        ],
      ],
    },
    {
      says: "use either true (the key doesn't exist — it is null) or false (the key exists and its value is not null)",
      page: "iam/reference_policies_elements_condition_operators",
      rows: [
        when("true, without the key", { Null: { [VIA]: "true" } }, {}, "allowed"),
        when("true, with it", { Null: { [VIA]: "true" } }, { [VIA]: DYNAMODB }, "not-allowed"),
        when("false, without it", { Null: { [VIA]: "false" } }, {}, "not-allowed"),
        when("false, with it", { Null: { [VIA]: false } }, { [VIA]: DYNAMODB }, "allowed"),
        when("false, for an empty value", { Null: { [TEAM]: "false" } }, { [TEAM]: "" }, "undecided"),
      ],
    },
    {
      says: "Context key names are not case-sensitive.",
      page: "iam/reference_policies_elements_condition",
      rows: [
        when(
          "another letter case",
          { StringEquals: { "KMS:viaservice": DYNAMODB } },
          { [VIA]: DYNAMODB },
          "allowed",
        ),
        when(
          "that of a tag",
          { StringEquals: { "aws:principaltag/TEAM": "pay" } },
          { [TEAM]: "pay" },
          "allowed",
        ),
      ],
    },
    {
      says: "A Condition element can contain multiple condition operators, and each condition operator can contain multiple context key-value pairs.",
      page: "iam/reference_policies_elements_condition",
      rows: [
        when(
          "two keys, both met",
          { StringEquals: { [VIA]: DYNAMODB, [TEAM]: "pay" } },
          { [VIA]: DYNAMODB, [TEAM]: "pay" },
          "allowed",
        ),
        when(
          "two keys, one met",
          { StringEquals: { [VIA]: DYNAMODB, [TEAM]: "pay" } },
          { [VIA]: DYNAMODB },
          "not-allowed",
        ),
        when(
          "two operators, one met",
          { StringEquals: { [VIA]: DYNAMODB }, Null: { [TEAM]: "true" } },
          { [VIA]: DYNAMODB, [TEAM]: "x" },
          "not-allowed",
        ),
        when("an empty block", {}, {}, "allowed"),
      ],
    },
    {
      says: "When the policy is evaluated, the policy variables are replaced with values that come from the conditional context keys passed in the request.",
      page: "iam/reference_policies_variables",
      rows: [
        when(
          "a variable with the same value",
          { StringEquals: { [TEAM]: "${aws:username}" } },
          { [TEAM]: "alice", "aws:username": "alice" },
          "allowed",
          {
            as: USER,
            key: allow({ Principal: "*", Condition: { StringEquals: { [TEAM]: "${aws:username}" } } }),
          },
        ),
        when(
          "a variable with another value",
          { StringEquals: { [TEAM]: "${aws:PrincipalTag/other}" } },
          { [TEAM]: "a", "aws:PrincipalTag/other": "b" },
          "not-allowed",
        ),
        when(
          "a variable inside a value",
          { StringLike: { [TEAM]: "x-${aws:PrincipalAccount}-*" } },
          { [TEAM]: `x-${OWN}-1` },
          "allowed",
        ),
        when(
          "a variable's letter case",
          { StringEquals: { "kms:CallerAccount": "${AWS:principalaccount}" } },
          {},
          "allowed",
        ),
        when(
          "a default value",
          { StringEquals: { [TEAM]: "${aws:PrincipalTag/other, 'none'}" } },
          { [TEAM]: "none" },
          "allowed",
        ),
        when(
          "a default that isn't needed",
          { StringEquals: { [TEAM]: "${aws:PrincipalTag/other, 'none'}" } },
          { [TEAM]: "none", "aws:PrincipalTag/other": "x" },
          "not-allowed",
        ),
        when(
          "an asterisk that is a character",
          { StringLike: { [TEAM]: "a${*}" } },
          { [TEAM]: "a*" },
          "allowed",
        ),
        when("and no wildcard", { StringLike: { [TEAM]: "a${*}" } }, { [TEAM]: "abc" }, "not-allowed"),
        when("a dollar sign", { StringEquals: { [TEAM]: "${$}5" } }, { [TEAM]: "$5" }, "allowed"),
      ],
    },
    {
      says: "operators like StringEquals or StringLike do not match, and the policy statement does not take effect",
      page: "iam/reference_policies_variables",
      rows: [
        when(
          "a variable without a value",
          { StringEquals: { [TEAM]: "${aws:PrincipalTag/other}" } },
          { [TEAM]: "a" },
          "not-allowed",
        ),
      ],
    },
    {
      says: "Inverted condition operators like StringNotEquals or StringNotLike do match against a null value",
      page: "iam/reference_policies_variables",
      rows: [
        when(
          "a variable without a value, negated",
          { StringNotEquals: { [TEAM]: "${aws:PrincipalTag/other}" } },
          { [TEAM]: "a" },
          "allowed",
        ),
      ],
    },
    {
      says: "If you don't include the Version element … variables like ${aws:username} are treated as literal strings in the policy.",
      page: "iam/reference_policies_variables",
      rows: [
        [
          "no version",
          {
            key: keyPolicy(
              allow({ Condition: { StringEquals: { [TEAM]: "${aws:PrincipalAccount}" } } }),
              null,
            ),
            context: { [TEAM]: OWN },
          },
          "not-allowed",
        ],
        [
          "an old version",
          {
            key: keyPolicy(
              allow({ Condition: { StringEquals: { [TEAM]: "${aws:PrincipalAccount}" } } }),
              "2008-10-17",
            ),
            context: { [TEAM]: OWN },
          },
          "not-allowed",
        ],
      ],
    },
    {
      says: "You can use this condition key to allow or deny access to all identities (users and roles) in an AWS account.",
      page: "kms/conditions-kms",
      rows: [
        when("a principal of the account", { StringEquals: { "kms:CallerAccount": OWN } }, {}, "allowed", {
          key: allow({ Principal: "*", Condition: { StringEquals: { "kms:CallerAccount": OWN } } }),
        }),
        when("of another account", { StringEquals: { "kms:CallerAccount": OTHER } }, {}, "not-allowed"),
        when(
          "of the template's account, as AWS::AccountId",
          { StringEquals: { "kms:CallerAccount": hole("AWS::AccountId") } },
          {},
          "allowed",
          {
            own: null,
            as: {
              kind: "role",
              account: { kind: "this", id: null },
              arn: [textOf`arn:aws:iam::${"AWS::AccountId"}:role/App`],
              session: null,
            },
            key: allow({
              Principal: "*",
              Condition: { StringEquals: { "kms:CallerAccount": hole("AWS::AccountId") } },
            }),
          },
        ),
        when(
          "of an account that a parameter names",
          { StringEquals: { "kms:CallerAccount": hole("Account") } },
          {},
          "undecided",
        ),
      ],
    },
  ]);
});
