import { PlainCall, type PlainMap } from "../core/plain.js";
import { GuardrailRefused, type BuiltGuardrail, type Guardrail, type GuardrailInput } from "./guardrail.js";
import { KEY_ARN_PATTERN, keyMappings, keysByRegion, mappedKeys } from "./key-arns.js";
import { deployCommands } from "./deploy.js";

/** `InputParameters` of a rule, as JSON. */
const INPUT_LIMIT = 1024;

/** AWS Config's managed rule, told which keys tables may use. */
export const configRule: Guardrail = {
  kind: "config-rule",
  summary: "AWS Config: reports tables that another key than yours encrypts.",
  input: ["keyArns", "regions"],
  build,
};

function build({ keyArns, regions }: GuardrailInput): BuiltGuardrail {
  const keys = keysByRegion(keyArns, regions);
  for (const [region, arns] of keys) checkLength(region, arns);
  return {
    description:
      "Reports DynamoDB tables that another KMS key than the given ones encrypts (AWS Config, dynamodb-table-encrypted-kms).",
    does: [
      "It reports tables under an AWS owned key, which is what CreateTable gives where it says nothing.",
      "It reports tables under the AWS managed key aws/dynamodb, and under any key that isn't listed.",
      "It sees every table of the Region: those made by hand, by other tools, and before the rule was there.",
    ],
    doesNot: [
      "It prevents nothing: it reports once AWS Config has recorded the table, which is after it was made.",
      "Without a configuration recorder that records AWS::DynamoDB::Table in the Region, it sees nothing.",
      "Each replica of a global table is a table of its own Region: deploy the rule in every one of them.",
      "It doesn't ask whether a key works: not its policy, its rotation, or its deletion.",
      "It doesn't look at DAX clusters, exports and backups.",
    ],
    deploy: deployCommands("table-keys", [...keys.keys()], keyArns.length > 0 ? [] : ["KeyArns=ARN,ARN"]),
    sections: {
      ...(keyArns.length > 0 ? keyMappings(keys, (arns) => arns.join(",")) : parameters()),
      Resources: { TableKeys: rule(keyArns) },
    },
    policy: null,
  };
}

function rule(keyArns: readonly string[]): PlainMap {
  return {
    Type: "AWS::Config::ConfigRule",
    Properties: {
      ConfigRuleName: "dynamodb-table-encrypted-kms",
      Description: "DynamoDB tables are encrypted with one of the listed customer managed keys.",
      Scope: { ComplianceResourceTypes: ["AWS::DynamoDB::Table"] },
      Source: { Owner: "AWS", SourceIdentifier: "DYNAMODB_TABLE_ENCRYPTED_KMS" },
      InputParameters: { kmsKeyArns: keyArns.length > 0 ? mappedKeys() : new PlainCall("Ref", "KeyArns") },
    },
  };
}

function parameters(): PlainMap {
  return {
    Parameters: {
      KeyArns: {
        Type: "String",
        Description: "ARNs of the KMS keys that tables of this Region may use, separated by commas.",
        AllowedPattern: `^${KEY_ARN_PATTERN}(,${KEY_ARN_PATTERN})*$`,
        ConstraintDescription: "must be ARNs of keys (not aliases), separated by commas without spaces.",
      },
    },
  };
}

function checkLength(region: string, arns: readonly string[]): void {
  const length = JSON.stringify({ kmsKeyArns: arns.join(",") }).length;
  if (length <= INPUT_LIMIT) return;
  throw new GuardrailRefused(
    `AWS Config takes at most ${INPUT_LIMIT} characters of parameters, and the ${arns.length} keys of ${region} need ${length}.`,
  );
}
