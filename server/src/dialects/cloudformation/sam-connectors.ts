import { textOf, valueOf } from "../../core/node.js";
import { knownText, soleHole, type Text } from "../../core/text.js";
import type { Evaluation } from "./evaluation.js";
import { NOTHING_FOUND, together, unreadable, type Found } from "./iam-policies.js";
import type { IamResources } from "./iam-resources.js";
import { valueBelow, type ResourceSource } from "./resource.js";
import { allowing } from "./sam-policies.js";
import type { AllowStatement } from "./sam-policy-templates.js";
import { reasonUnknown, type Value } from "./value.js";

/** What a connector from a function or state machine to a table allows. Source: the translator's profiles. */
const TABLE_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  Read: ["GetItem", "Query", "Scan", "BatchGetItem", "ConditionCheckItem", "PartiQLSelect"],
  Write: [
    "PutItem",
    "UpdateItem",
    "DeleteItem",
    "BatchWriteItem",
    "PartiQLDelete",
    "PartiQLInsert",
    "PartiQLUpdate",
  ],
};

/** What a connector from a table to a function allows: the function reads its stream. */
const STREAM_ACTIONS = ["DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"];

const TABLES = /^AWS::(DynamoDB::(Global)?Table|Serverless::SimpleTable)$/;
const FUNCTIONS = /^AWS::(Serverless|Lambda)::Function$/;

/**
 * The policies that connectors give to the role of this principal: `AWS::Serverless::Connector`, and
 * the `Connectors` of a resource, whose source that resource is.
 *
 * @param principal the logical id of the function, state machine or role.
 */
export function connectorPolicies(evaluation: Evaluation, iam: IamResources, principal: string): Found {
  const found = iam.sources.flatMap((source) => {
    const own = evaluation.withBindings(source.bindings);
    if (source.type === "AWS::Serverless::Connector") {
      const properties = own.value(valueOf(source.body, "Properties"), source.typeAt);
      const from = valueBelow(own, properties, ["Source"], source.typeAt);
      if (!concerns(own, from, properties, principal)) return [];
      if (source.condition !== null && !own.assumeCondition(source.condition)) return [];
      return [connector(own, source, from, properties, principal)];
    }
    const embedded = own.value(valueOf(source.body, "Connectors"), source.typeAt);
    if (embedded.kind !== "map" || roleOf(own, source.logicalId) !== principal) return [];
    return embedded.node.entries.map(({ value }) => {
      const properties = valueBelow(own, own.value(value, embedded.at), ["Properties"], embedded.at);
      return connector(own, source, null, properties, principal);
    });
  });
  return together(...found);
}

/** Whether the connector begins or ends at something that calls as the principal. */
function concerns(evaluation: Evaluation, from: Value, properties: Value, principal: string): boolean {
  return [from, ...destinationsOf(evaluation, properties)].some(
    (end) => callerOf(evaluation, end) === principal,
  );
}

/** @param from its source; null for the resource that has the connector, which is the principal. */
function connector(
  evaluation: Evaluation,
  holder: ResourceSource,
  from: Value | null,
  properties: Value,
  principal: string,
): Found {
  const permissions = permissionsOf(evaluation, properties);
  if (permissions === null) return unreadable("what a connector permits isn't known");
  const found = destinationsOf(evaluation, properties).map((to) => {
    if (from === null || callerOf(evaluation, from) === principal) {
      const table = tableArn(evaluation, to);
      return table === null ? NOTHING_FOUND : allowing(holder, [tableStatement(table, permissions)], to.at);
    }
    const table = tableArn(evaluation, from);
    if (table === null || !permissions.includes("Read") || callerOf(evaluation, to) !== principal) {
      return NOTHING_FOUND;
    }
    const actions = STREAM_ACTIONS.map((name) => `dynamodb:${name}`);
    return allowing(holder, [{ actions, resources: [below(table, "/stream/*")] }], from.at);
  });
  return together(...found);
}

function tableStatement(table: Text, permissions: readonly string[]): AllowStatement {
  const actions = permissions.flatMap((name) => TABLE_ACTIONS[name] ?? []);
  return {
    actions: actions.map((name) => `dynamodb:${name}`),
    resources: [table, below(table, "/index/*")],
  };
}

function permissionsOf(evaluation: Evaluation, properties: Value): readonly string[] | null {
  const items = evaluation.items(valueBelow(evaluation, properties, ["Permissions"], properties.at));
  const names = items?.map((item) => (item.kind === "text" ? knownText(item.text) : undefined));
  return names?.every((name) => name !== undefined) === true ? names : null;
}

function destinationsOf(evaluation: Evaluation, properties: Value): readonly Value[] {
  const value = valueBelow(evaluation, properties, ["Destination"], properties.at);
  return evaluation.items(value) ?? (reasonUnknown(value) === undefined ? [value] : []);
}

/** The logical id of the principal that an end of a connector calls as, or null. */
function callerOf(evaluation: Evaluation, end: Value): string | null {
  const id = idOf(evaluation, end);
  if (id !== null) return roleOf(evaluation, id);
  const role = valueBelow(evaluation, end, ["RoleName"], end.at);
  return role.kind === "text" ? (soleHole(role.text)?.resource?.logicalId ?? null) : null;
}

/** The role that a function or state machine names, or itself where SAM makes one for it. */
function roleOf(evaluation: Evaluation, logicalId: string): string | null {
  const body = evaluation.scope.declarations.sections.Resources.get(logicalId)?.read().value;
  const type = textOf(valueOf(body, "Type")) ?? "";
  if (!FUNCTIONS.test(type) && !/StateMachine$/.test(type)) return null;
  const properties = valueOf(body, "Properties");
  const role = evaluation.value(valueOf(properties, "Role") ?? valueOf(properties, "RoleArn"));
  if (role.kind === "absent") return logicalId;
  return role.kind === "text" ? (soleHole(role.text)?.resource?.logicalId ?? null) : null;
}

function tableArn(evaluation: Evaluation, end: Value): Text | null {
  const id = idOf(evaluation, end);
  if (id !== null) {
    if (!TABLES.test(evaluation.scope.resourceType(id) ?? "")) return null;
    const value = evaluation.resource(id, "Arn", end.at);
    return value.kind === "text" ? value.text : null;
  }
  const type = valueBelow(evaluation, end, ["Type"], end.at);
  const arn = valueBelow(evaluation, end, ["Arn"], end.at);
  const isTable = type.kind === "text" && TABLES.test(knownText(type.text) ?? "");
  return isTable && arn.kind === "text" ? arn.text : null;
}

function idOf(evaluation: Evaluation, end: Value): string | null {
  const id = valueBelow(evaluation, end, ["Id"], end.at);
  return id.kind === "text" ? (knownText(id.text) ?? null) : null;
}

function below(arn: Text, suffix: string): Text {
  return { parts: [...arn.parts, suffix] };
}
