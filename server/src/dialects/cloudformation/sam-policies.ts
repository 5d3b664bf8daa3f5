import { valueOf, type Entry } from "../../core/node.js";
import type { Place } from "../../core/span.js";
import { knownText, type Text } from "../../core/text.js";
import { plainPolicyValue } from "../../policy/policy-value.js";
import type { Evaluation } from "./evaluation.js";
import {
  document,
  eachItem,
  managedByArn,
  managedByName,
  NOTHING_FOUND,
  reference,
  together,
  unreadable,
  type Found,
} from "./iam-policies.js";
import type { IamResources } from "./iam-resources.js";
import { additionReason } from "./macros.js";
import { propertyValue, valueBelow, type ResourceSource } from "./resource.js";
import { policyTemplate, type AllowStatement } from "./sam-policy-templates.js";
import { reasonUnknown, type MapValue, type Value } from "./value.js";

/**
 * The policies of the role that SAM makes for a function or state machine: its `Policies` (policy
 * templates, managed policies by name or ARN, documents), and what its stream events need.
 */
export function samPolicies(evaluation: Evaluation, source: ResourceSource, iam: IamResources): Found {
  const policies = propertyValue(evaluation, source, ["Policies"]);
  const read = (item: Value): Found => samPolicy(evaluation, source, iam, item);
  const found =
    policies.kind === "list" || policies.kind === "absent"
      ? eachItem(evaluation, policies, read)
      : read(policies);
  return together(found, inheritedPolicies(evaluation), streamEvents(evaluation, source));
}

/** Statements with Allow as a policy that stands where the template names it. */
export function allowing(source: ResourceSource, statements: readonly AllowStatement[], at: Place): Found {
  const value = plainPolicyValue({
    Version: "2012-10-17",
    Statement: statements.map(({ actions, resources }) => ({
      Effect: "Allow",
      Action: actions,
      Resource: resources,
    })),
  });
  return reference(source, value, at);
}

function samPolicy(evaluation: Evaluation, source: ResourceSource, iam: IamResources, item: Value): Found {
  if (item.kind === "text") return namedPolicy(evaluation, source, iam, item.text, item.at);
  if (item.kind !== "map") return unreadable(reasonUnknown(item));
  const addition = additionReason(item.node);
  if (addition !== undefined) return unreadable(addition);
  if (valueOf(item.node, "Statement") !== undefined) return document(evaluation, source, item);
  return together(...item.node.entries.map((entry) => fromTemplate(evaluation, source, item, entry)));
}

/** SAM takes the names of AWS managed policies, too. */
function namedPolicy(
  evaluation: Evaluation,
  source: ResourceSource,
  iam: IamResources,
  text: Text,
  at: Place,
): Found {
  const name = knownText(text);
  return name === undefined || name.startsWith("arn:")
    ? managedByArn(evaluation, source, iam, text, at)
    : managedByName(source, name, at);
}

function fromTemplate(
  evaluation: Evaluation,
  source: ResourceSource,
  item: MapValue,
  { key, value }: Entry,
): Found {
  const parameters = evaluation.value(value, item.at);
  const statements = policyTemplate(key, {
    parameter: (name) => textBelow(evaluation, parameters, name),
    arn: (service, resource) => ({
      parts: [
        "arn:",
        ...pseudo(evaluation, "AWS::Partition", item.at).parts,
        `:${service}:`,
        ...pseudo(evaluation, "AWS::Region", item.at).parts,
        ":",
        ...pseudo(evaluation, "AWS::AccountId", item.at).parts,
        ":",
        ...resource,
      ],
    }),
  });
  if (statements === null) return unreadable(`the policy template '${key}' isn't known`);
  return statements.length === 0 ? NOTHING_FOUND : allowing(source, statements, item.at);
}

function textBelow(evaluation: Evaluation, parameters: Value, name: string): Text {
  const value = valueBelow(evaluation, parameters, [name], parameters.at);
  return value.kind === "text"
    ? value.text
    : { parts: [{ name: `the parameter ${name}`, reason: "it isn't given" }] };
}

function pseudo(evaluation: Evaluation, name: string, at: Place): Text {
  const value = evaluation.named(name, at);
  return value.kind === "text" ? value.text : { parts: [] };
}

/** `Globals` may hold policies for all functions in some release of SAM; what it does with them isn't looked at. */
function inheritedPolicies({ scope }: Evaluation): Found {
  const globals = scope.declarations.globals ?? undefined;
  return valueOf(valueOf(globals, "Function"), "Policies") === undefined
    ? NOTHING_FOUND
    : unreadable("Globals has some, too");
}

/** For an event of a table's stream, SAM lets the role read streams; the one of the event is what it reads. */
function streamEvents(evaluation: Evaluation, source: ResourceSource): Found {
  const events = propertyValue(evaluation, source, ["Events"]);
  if (events.kind !== "map") return NOTHING_FOUND;
  const found = events.node.entries.map(({ value }) => {
    const event = evaluation.value(value, events.at);
    const type = valueBelow(evaluation, event, ["Type"], event.at);
    if (type.kind !== "text" || knownText(type.text) !== "DynamoDB") return NOTHING_FOUND;
    const stream = valueBelow(evaluation, event, ["Properties", "Stream"], event.at);
    if (stream.kind !== "text") return NOTHING_FOUND;
    const actions = ["DescribeStream", "GetRecords", "GetShardIterator"].map((name) => `dynamodb:${name}`);
    return allowing(source, [{ actions, resources: [stream.text] }], stream.at);
  });
  return together(...found);
}
