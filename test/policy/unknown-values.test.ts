import { allow, deny, hole, iamAllow, keyPolicy, OWN, ROLE, roleOf, textOf } from "./asking.js";
import { judgesAll } from "./table.js";

const THIS_ROOT = allow({
  Principal: { AWS: textOf`arn:${"AWS::Partition"}:iam::${"AWS::AccountId"}:root` },
  Action: "kms:*",
});
const ALL_OF_KMS = iamAllow({ Action: "kms:*" });

describe("what can't be read and what isn't known", () => {
  judgesAll([
    {
      says: "A key policy document must have at least one statement. … The Effect, Principal, Action, and Resource elements are required.",
      page: "kms/key-policy-overview",
      rows: [
        ["a statement that isn't in a list", { key: keyPolicy(allow()) }, "allowed"],
        [
          "a statement without Effect",
          { key: { Principal: "*", Action: "kms:*", Resource: "*" } },
          "undecided",
        ],
        ["an effect in another letter case", { key: allow({ Effect: "allow" }) }, "undecided"],
        [
          "a statement without Principal",
          { key: { Effect: "Allow", Action: "kms:*", Resource: "*" } },
          "undecided",
        ],
        [
          "an unknown operator",
          { key: allow({ Condition: { StringIs: { "kms:ViaService": "x" } } }) },
          "undecided",
        ],
        ["a condition that is no map", { key: allow({ Condition: "sometimes" }) }, "undecided"],
        ["an unreadable statement beside an Allow", { key: [allow(), ["nonsense"]] }, "undecided"],
      ],
    },
    {
      says: "What a template can't show stays open: ours, no page says so",
      page: "docs/policy-semantics.md",
      rows: [
        [
          "a role of the template, named by its ARN",
          { key: allow({ Principal: { AWS: hole("Api.Arn") } }), as: roleOf("Api") },
          "allowed",
        ],
        [
          "another role of the template",
          { key: allow({ Principal: { AWS: hole("Other.Arn") } }), as: roleOf("Api") },
          "not-allowed",
        ],
        [
          "a role of the template, named by its name",
          { key: allow({ Principal: { AWS: ROLE } }), as: roleOf("Api", OWN, "App") },
          "allowed",
        ],
        [
          "a role whose name isn't known",
          { key: allow({ Principal: { AWS: ROLE } }), as: roleOf("Api") },
          "undecided",
        ],
        [
          "a principal that a parameter names",
          { key: allow({ Principal: { AWS: hole("AdminArn") } }) },
          "undecided",
        ],
        [
          "a Deny to it, without an Allow",
          { key: deny({ Principal: { AWS: hole("AdminArn") } }) },
          "not-allowed",
        ],
        [
          "a Deny to it, beside an Allow",
          { key: [allow(), deny({ Principal: { AWS: hole("AdminArn") } })] },
          "undecided",
        ],
        [
          "the account of the template",
          { key: THIS_ROOT, iam: ALL_OF_KMS, as: roleOf("Api", null), own: null },
          "allowed",
        ],
        [
          "the key of the template, in an IAM policy",
          {
            key: THIS_ROOT,
            iam: iamAllow({ Resource: hole("Key.Arn") }),
            as: roleOf("Api", null),
            own: null,
            resource: [hole("Key.Arn")],
          },
          "allowed",
        ],
        [
          "another key of the template",
          {
            key: THIS_ROOT,
            iam: iamAllow({ Resource: hole("Other.Arn") }),
            as: roleOf("Api", null),
            own: null,
            resource: [hole("Key.Arn")],
          },
          "not-allowed",
        ],
        ["an action that a parameter gives", { key: allow({ Action: hole("Actions") }) }, "undecided"],
        [
          "a condition on what nobody knows",
          {
            key: allow({ Condition: { Null: { "aws:SourceIp": "false" } } }),
            others: { reason: "it depends on the request" },
          },
          "undecided",
        ],
        [
          "a literal account where the template's isn't known",
          { key: allow({ Principal: { AWS: OWN } }), iam: ALL_OF_KMS, as: roleOf("Api", null), own: null },
          "undecided",
        ],
        [
          "another partition's ARN for this one's",
          { key: allow({ Principal: { AWS: textOf`arn:${"AWS::Partition"}:iam::111122223333:role/App` } }) },
          "allowed",
        ],
      ],
    },
  ]);
});
