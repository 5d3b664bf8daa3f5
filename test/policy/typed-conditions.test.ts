import { allow, OWN, ROLE } from "./asking.js";
import { judgesAll, when } from "./table.js";

const AGE = "aws:MultiFactorAuthAge";
const TIME = "aws:CurrentTime";
const IP = "aws:SourceIp";
const KEYS = "kms:EncryptionContextKeys";
const NOW = "2026-06-01T12:00:00Z";
const TABLE = `arn:aws:dynamodb:us-east-1:${OWN}:table/orders`;

describe("conditions on numbers, dates, addresses, ARNs and lists", () => {
  judgesAll([
    {
      says: "restrict access based on comparing a key to an integer or decimal value",
      page: "iam/reference_policies_elements_condition_operators",
      rows: [
        when("less", { NumericLessThan: { [AGE]: "300" } }, { [AGE]: "20" }, "allowed"),
        when("not less", { NumericLessThan: { [AGE]: "300" } }, { [AGE]: "300" }, "not-allowed"),
        when("less or equal", { NumericLessThanEquals: { [AGE]: 300 } }, { [AGE]: "300" }, "allowed"),
        when("greater", { NumericGreaterThan: { [AGE]: "300" } }, { [AGE]: "300.5" }, "allowed"),
        when(
          "greater or equal",
          { NumericGreaterThanEquals: { [AGE]: "300" } },
          { [AGE]: "299" },
          "not-allowed",
        ),
        when("equal, written otherwise", { NumericEquals: { [AGE]: "300.0" } }, { [AGE]: "300" }, "allowed"),
        when("not equal", { NumericNotEquals: { [AGE]: "300" } }, { [AGE]: "300" }, "not-allowed"),
        when("what is no number", { NumericLessThan: { [AGE]: "many" } }, { [AGE]: "3" }, "not-allowed"),
      ],
    },
    {
      says: "You must specify date/time values with one of the W3C implementations of the ISO 8601 date formats or in epoch (UNIX) time.",
      page: "iam/reference_policies_elements_condition_operators",
      rows: [
        when("after", { DateGreaterThan: { [TIME]: "2020-01-01T00:00:01Z" } }, { [TIME]: NOW }, "allowed"),
        when("before", { DateLessThan: { [TIME]: "2020-01-01T00:00:01Z" } }, { [TIME]: NOW }, "not-allowed"),
        when(
          "the same moment in another zone",
          { DateEquals: { [TIME]: "2026-06-01T14:00:00+02:00" } },
          { [TIME]: NOW },
          "allowed",
        ),
        when(
          "a day without a time",
          { DateGreaterThanEquals: { [TIME]: "2026-06-01" } },
          { [TIME]: NOW },
          "allowed",
        ),
        when(
          "seconds since 1970",
          { DateLessThanEquals: { [TIME]: "1900000000" } },
          { [TIME]: NOW },
          "allowed",
        ),
        when("not that moment", { DateNotEquals: { [TIME]: NOW } }, { [TIME]: NOW }, "not-allowed"),
        when("what is no date", { DateLessThan: { [TIME]: "next week" } }, { [TIME]: NOW }, "not-allowed"),
      ],
    },
    {
      says: "Boolean conditions let you construct Condition elements that restrict access based on comparing a key to true or false.",
      page: "iam/reference_policies_elements_condition_operators",
      rows: [
        when(
          "true",
          { Bool: { "aws:SecureTransport": "true" } },
          { "aws:SecureTransport": "true" },
          "allowed",
        ),
        when(
          "a JSON boolean",
          { Bool: { "aws:SecureTransport": true } },
          { "aws:SecureTransport": "true" },
          "allowed",
        ),
        when(
          "false",
          { Bool: { "aws:SecureTransport": "false" } },
          { "aws:SecureTransport": "true" },
          "not-allowed",
        ),
        when(
          "neither",
          { Bool: { "aws:SecureTransport": "yes" } },
          { "aws:SecureTransport": "true" },
          "not-allowed",
        ),
      ],
    },
    {
      says: "It compares the value of the specified key byte for byte against a base-64 encoded representation",
      page: "iam/reference_policies_elements_condition_operators",
      rows: [
        when(
          "the same bytes",
          { BinaryEquals: { "aws:userid": "QmluYXJ5" } },
          { "aws:userid": "QmluYXJ5" },
          "allowed",
        ),
        when(
          "others",
          { BinaryEquals: { "aws:userid": "QmluYXJ5" } },
          { "aws:userid": "qmluYXJ5" },
          "not-allowed",
        ),
      ],
    },
    {
      says: "All IP addresses except the specified IP address or range",
      page: "iam/reference_policies_elements_condition_operators",
      rows: [
        when("in the range", { IpAddress: { [IP]: "203.0.113.0/24" } }, { [IP]: "203.0.113.1" }, "allowed"),
        when("outside", { IpAddress: { [IP]: "203.0.113.0/24" } }, { [IP]: "198.51.100.1" }, "not-allowed"),
        when("one address", { IpAddress: { [IP]: "203.0.113.7" } }, { [IP]: "203.0.113.7" }, "allowed"),
        when(
          "a range that ends inside a byte",
          { IpAddress: { [IP]: "203.0.112.0/23" } },
          { [IP]: "203.0.113.200" },
          "allowed",
        ),
        when(
          "one of several ranges",
          { IpAddress: { [IP]: ["10.0.0.0/8", "2001:DB8:1234:5678::/64"] } },
          { [IP]: "2001:db8:1234:5678::1" },
          "allowed",
        ),
        when(
          "an address of another family",
          { IpAddress: { [IP]: "10.0.0.0/8" } },
          { [IP]: "2001:db8::1" },
          "not-allowed",
        ),
        when(
          "not in the range",
          { NotIpAddress: { [IP]: "10.0.0.0/8" } },
          { [IP]: "203.0.113.1" },
          "allowed",
        ),
        when(
          "not in the range, of another family",
          { NotIpAddress: { [IP]: "10.0.0.0/8" } },
          { [IP]: "2001:db8::1" },
          "allowed",
        ),
        when("what is no range", { IpAddress: { [IP]: "everywhere" } }, { [IP]: "203.0.113.1" }, "undecided"),
      ],
    },
    {
      says: "Each of the six colon-delimited components of the ARN is checked separately",
      page: "iam/reference_policies_elements_condition_operators",
      rows: [
        when("the same ARN", { ArnEquals: { "aws:PrincipalArn": ROLE } }, {}, "allowed"),
        when(
          "a wildcard under ArnEquals",
          { ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::${OWN}:role/*` } },
          {},
          "allowed",
        ),
        when(
          "a wildcard for the account",
          { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/App" } },
          {},
          "allowed",
        ),
        when(
          "a wildcard that would have to go beyond a colon",
          { ArnLike: { "aws:PrincipalArn": "arn:aws:*:role/App" } },
          {},
          "undecided",
        ),
        when(
          "another account",
          { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::444455556666:role/*" } },
          {},
          "not-allowed",
        ),
        when(
          "negated",
          { ArnNotLike: { "aws:PrincipalArn": `arn:aws:iam::${OWN}:role/A*` } },
          {},
          "not-allowed",
        ),
        when(
          "the wildcard alone, which is no ARN",
          { ArnLike: { "aws:PrincipalArn": "*" } },
          {},
          "undecided",
        ),
        when("the wildcard alone as a string", { StringLike: { "aws:PrincipalArn": "*" } }, {}, "allowed"),
        [
          "a service that acts for a table",
          {
            key: allow({
              Principal: { Service: "x.amazonaws.com" },
              Condition: { ArnLike: { "aws:SourceArn": "arn:aws:dynamodb:*:*:table/*" } },
            }),
            as: "x.amazonaws.com",
            context: { "aws:SourceArn": TABLE },
          },
          "allowed",
        ],
      ],
    },
    {
      says: "The condition returns true if every context key value in the request matches a context key value in the policy. It also returns true if there are no context keys in the request.",
      page: "iam/reference_policies_condition-single-vs-multi-valued-context-keys",
      rows: [
        when(
          "all listed",
          { "ForAllValues:StringEquals": { [KEYS]: ["a", "b"] } },
          { [KEYS]: ["a", "b"] },
          "allowed",
        ),
        when(
          "one that isn't listed",
          { "ForAllValues:StringEquals": { [KEYS]: ["a"] } },
          { [KEYS]: ["a", "b"] },
          "not-allowed",
        ),
        when("without the key", { "ForAllValues:StringEquals": { [KEYS]: ["a"] } }, {}, "allowed"),
        when(
          "without the key, beside a Null condition",
          { "ForAllValues:StringEquals": { [KEYS]: ["a"] }, Null: { [KEYS]: "false" } },
          {},
          "not-allowed",
        ),
        when(
          "wildcards",
          { "ForAllValues:StringLike": { [KEYS]: ["aws:dynamodb:*"] } },
          { [KEYS]: ["aws:dynamodb:tableName", "aws:dynamodb:subscriberId"] },
          "allowed",
        ),
        when(
          "negated, all others",
          { "ForAllValues:StringNotEquals": { [KEYS]: ["x"] } },
          { [KEYS]: ["a", "b"] },
          "allowed",
        ),
        when(
          "negated, one listed",
          { "ForAllValues:StringNotEquals": { [KEYS]: ["b"] } },
          { [KEYS]: ["a", "b"] },
          "not-allowed",
        ),
      ],
    },
    {
      says: "No aws:ResourceOrgPaths: in the request. – No match",
      page: "iam/reference_policies_elements_condition_operators, against the sentence above",
      rows: [
        when(
          "a negated ForAllValues without the key",
          { "ForAllValues:StringNotLike": { [KEYS]: ["x*"] } },
          {},
          "undecided",
        ),
      ],
    },
    {
      says: "The condition returns true if any one of the context key values in the request matches any one of the context key values in the policy. For no matching context key or if the key does not exist, the condition returns false.",
      page: "iam/reference_policies_condition-single-vs-multi-valued-context-keys",
      rows: [
        when(
          "one listed",
          { "ForAnyValue:StringEquals": { [KEYS]: ["b", "c"] } },
          { [KEYS]: ["a", "b"] },
          "allowed",
        ),
        when(
          "none listed",
          { "ForAnyValue:StringEquals": { [KEYS]: ["c"] } },
          { [KEYS]: ["a", "b"] },
          "not-allowed",
        ),
        when("without the key", { "ForAnyValue:StringEquals": { [KEYS]: ["c"] } }, {}, "not-allowed"),
        when(
          "negated, one that isn't listed",
          { "ForAnyValue:StringNotEquals": { [KEYS]: ["a"] } },
          { [KEYS]: ["a", "b"] },
          "allowed",
        ),
        when(
          "negated, without the key",
          { "ForAnyValue:StringNotEquals": { [KEYS]: ["a"] } },
          {},
          "not-allowed",
        ),
        when(
          "with IfExists and without the key, of which two sentences disagree",
          { "ForAnyValue:StringEqualsIfExists": { [KEYS]: ["a"] } },
          {},
          "undecided",
        ),
      ],
    },
    {
      says: "To compare your condition context key against a request context key with multiple values, you must use the ForAllValues or ForAnyValue set operators.",
      page: "iam/reference_policies_condition-single-vs-multi-valued-context-keys",
      rows: [
        when(
          "several values without a set operator",
          { StringEquals: { [KEYS]: ["a"] } },
          { [KEYS]: ["a", "b"] },
          "undecided",
        ),
        when(
          "one value without a set operator",
          { StringEquals: { [KEYS]: ["a"] } },
          { [KEYS]: ["a"] },
          "allowed",
        ),
      ],
    },
  ]);
});
