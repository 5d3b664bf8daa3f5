import { defineRule, type Report } from "../core/rule.js";
import { reportOnPolicies } from "./allow-statements.js";
import { acrossCases, policyCases } from "./policy-reports.js";
import { whereUsed } from "./tables-of-key.js";
import { viaServiceFaults, type ViaServiceFault } from "./via-service-faults.js";
import { pinnedRegions } from "./via-service-regions.js";
import { keyPolicyExample } from "./policy-examples.js";

type Message = ViaServiceFault["message"];

export const validViaService = defineRule<Message>({
  id: "valid-via-service",
  severity: "warning",
  fixable: "review",
  docs: {
    summary: "A kms:ViaService condition should let the table's requests through.",
    why:
      "`kms:ViaService` lets requests through that a service makes on somebody's behalf. Its value has the form " +
      "`<service>.<region>.amazonaws.com`, in every partition; with anything else in it the statement never applies, " +
      "and neither does it with another service than the one that calls. DynamoDB calls across Regions for global " +
      "tables, so their keys need a wildcard for the Region. A service that calls as itself (`Principal: { Service: … " +
      "}`) has no such service between it and KMS: the condition keeps it out.",
    bad: example("eu-west-1.dynamodb.amazonaws.com"),
    good: example("dynamodb.*.amazonaws.com"),
    cost: "Free. Principals that the statement was meant for can then use the key, through DynamoDB.",
    references: [
      "https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html",
      "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html",
    ],
  },
  messages: {
    malformed: "Key '{{key}}' asks for kms:ViaService '{{value}}', which no request has, as {{reason}}.",
    misspelt:
      "Key '{{key}}' asks for kms:ViaService '{{value}}', a service that KMS doesn't know. '{{nearest}}' was probably meant.",
    otherService:
      "Key '{{key}}' can by this statement be used through {{service}} only, and all that uses it are tables, through DynamoDB.",
    pinned:
      "Key '{{key}}' lets DynamoDB call from {{regions}} only, while global table '{{table}}' has replicas in {{left}}.",
    pinnedElsewhere:
      "Key '{{key}}' lets DynamoDB call from {{regions}} only, while table '{{table}}' is in {{left}}.",
    serviceCaller:
      "Key '{{key}}' asks for kms:ViaService of {{service}}, which calls KMS as itself, so the statement gives it nothing.",
  },
  key(key, context) {
    const { template } = context;
    const complete = (fault: ViaServiceFault): Report<Message> => ({
      ...fault,
      data: { ...fault.data, key: key.logicalId },
      resource: key.logicalId,
    });
    reportOnPolicies(key, context, (policy) => viaServiceFaults(key, policy).map(complete));
    const policies = policyCases(key, context);
    for (const table of template.tablesUnder(key)) {
      const used = whereUsed(policies, table, key, template.canHold).map(({ when, value: policy }) => ({
        when,
        value: policy === null ? [] : pinnedRegions(key, policy, table).map(complete),
      }));
      for (const report of acrossCases(used)) context.report(report);
    }
  },
});

function example(service: string): string {
  return keyPolicyExample(`Effect: Allow
Principal: { AWS: !Sub "arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/orders-api" }
Action: kms:Decrypt
Resource: "*"
Condition:
  StringLike:
    kms:ViaService: ${service}`);
}
