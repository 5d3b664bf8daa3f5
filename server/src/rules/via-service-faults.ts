import type { Fix } from "../core/edit.js";
import type { Key } from "../core/model.js";
import type { Place } from "../core/span.js";
import { displayText, knownText } from "../core/text.js";
import { nearestName } from "../core/nearest.js";
import { statementsWith } from "../policy/action-sets.js";
import type { Condition, Statement, Written } from "../policy/document.js";
import { readViaService, VIA_SERVICES, type ViaService } from "../policy/via-service.js";
import { listOf } from "./granted-names.js";
import type { JudgedPolicy } from "./judged-policies.js";
import { isForTablesOnly } from "./tables-of-key.js";
import { removeStatement, writeInstead } from "./via-service-fixes.js";

/** What is wrong with a `kms:ViaService`; the messages stand in `valid-via-service`. */
export interface ViaServiceFault {
  readonly message:
    "malformed" | "otherService" | "misspelt" | "pinned" | "pinnedElsewhere" | "serviceCaller";
  readonly at: Place;
  readonly data: Readonly<Record<string, string>>;
  readonly fixes: readonly Fix[];
}

/** A condition that requests must come through certain services, and what its values mean. */
export interface ServiceCondition {
  readonly statement: Statement;
  readonly condition: Condition;
  readonly values: readonly { readonly written: Written; readonly service: ViaService }[];
}

/** What is wrong whatever the key's tables are. */
export function viaServiceFaults(key: Key, policy: JudgedPolicy): readonly ViaServiceFault[] {
  return serviceConditions(policy).flatMap((found) => [
    ...ofServiceCaller(key, policy, found),
    ...malformed(key, policy, found),
    ...(isForTablesOnly(key) ? ofOtherService(key, policy, found) : []),
  ]);
}

/** The `kms:ViaService` conditions of statements with Allow that ask for a service. */
export function serviceConditions({ document }: JudgedPolicy): readonly ServiceCondition[] {
  return statementsWith(document, "Allow").flatMap((statement) =>
    statement.conditions.flatMap((condition) => {
      const { operator, key, values } = condition;
      if (operator === null || operator.negated || key.toLowerCase() !== "kms:viaservice") return [];
      if (!["equals", "equals-ignoring-case", "like"].includes(operator.compares)) return [];
      const wildcards = operator.compares === "like";
      const read = values.map((written) => ({ written, service: readViaService(written.text, wildcards) }));
      return [{ statement, condition, values: read }];
    }),
  );
}

/** A service that calls as itself has no service between it and KMS. */
function ofServiceCaller(
  key: Key,
  policy: JudgedPolicy,
  { statement, condition }: ServiceCondition,
): readonly ViaServiceFault[] {
  const entries = statement.principals?.negated === false ? statement.principals.entries : [];
  const services = entries.filter(({ type }) => type === "Service");
  const { operator } = condition;
  if (services.length === 0 || operator === null || operator.ifExists || operator.set === "all") return [];
  const data = { service: listOf(services.map(({ text }) => displayText(text))) };
  const fixes = services.length === entries.length ? removeStatement(key, policy, statement) : [];
  return [{ message: "serviceCaller", at: condition.keyAt ?? policy.written.at, data, fixes }];
}

function malformed(
  key: Key,
  policy: JudgedPolicy,
  { statement, condition, values }: ServiceCondition,
): readonly ViaServiceFault[] {
  return values.flatMap(({ written, service }) => {
    const fault = service.kind === "service" ? swapped(service) : service;
    if (fault?.kind !== "malformed") return [];
    const { reason, nearest } = fault;
    const fixes = writeInstead(key, policy, statement, condition, written, nearest);
    const data = { value: displayText(written.text), reason };
    return [{ message: "malformed", at: placeOf(written, policy), data, fixes }];
  });
}

/** The Region before the service: `eu-west-1.dynamodb.amazonaws.com`. */
function swapped({ service, region }: Extract<ViaService, { kind: "service" }>): ViaService | null {
  const name = region.kind === "pinned" ? knownText(region.region) : undefined;
  if (service === null || name === undefined || !/^[a-z]{2}(-[a-z]+)+-\d$/.test(service)) return null;
  return {
    kind: "malformed",
    reason: "the service stands before the Region",
    nearest: `${name}.${service}.amazonaws.com`,
  };
}

/** None of the values takes in DynamoDB, which is all that the key is used through. */
function ofOtherService(
  key: Key,
  policy: JudgedPolicy,
  { statement, condition, values }: ServiceCondition,
): readonly ViaServiceFault[] {
  const others = values.flatMap(({ written, service }) =>
    service.kind === "service" &&
    service.isDynamoDb === false &&
    service.service !== null &&
    swapped(service) === null
      ? [{ written, name: service.service, region: service.region }]
      : [],
  );
  const [first] = others;
  if (first === undefined || others.length < values.length) return [];
  const at = placeOf(first.written, policy);
  const isSlip =
    others.length === 1 &&
    !VIA_SERVICES.includes(first.name) &&
    nearestName(first.name, VIA_SERVICES) === "dynamodb";
  if (!isSlip) {
    return [
      { message: "otherService", at, data: { service: listOf(others.map(({ name }) => name)) }, fixes: [] },
    ];
  }
  const region = first.region.kind === "pinned" ? knownText(first.region.region) : undefined;
  const nearest = `dynamodb.${region ?? "*"}.amazonaws.com`;
  const fixes = writeInstead(key, policy, statement, condition, first.written, nearest);
  return [{ message: "misspelt", at, data: { value: displayText(first.written.text), nearest }, fixes }];
}

/** Where a value stands. */
export function placeOf({ at }: Written, policy: JudgedPolicy): Place {
  return at ?? policy.written.at;
}
