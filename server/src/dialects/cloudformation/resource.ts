import { always, enumerate, TOO_MANY_CASES, type Cases, type World } from "../../core/cases.js";
import type { Read, Resource } from "../../core/model.js";
import { entryOf, textOf, valueOf, type Node } from "../../core/node.js";
import type { Place } from "../../core/span.js";
import type { Declared } from "./declarations.js";
import { Evaluation } from "./evaluation.js";
import { withFragment } from "./includes.js";
import { additionReason } from "./macros.js";
import type { Scope } from "./scope.js";
import { isOpen, readString, reasonUnknown, unknownValue, type Value } from "./value.js";

/** A resource as the template declares it, ready to have its properties read. */
export interface ResourceSource extends Resource {
  readonly body: Node;
  readonly bindings: ReadonlyMap<string, string | null>;
  readonly scope: Scope;
}

/** Why nothing is said of, or written into, a resource whose text is broken. */
export const SYNTAX_ERRORS = "its text has syntax errors";

/** Reads a declared resource; undefined where its body is no map or has no type. */
export function resourceSource(scope: Scope, declared: Declared): ResourceSource | undefined {
  const { value, broken } = declared.read();
  const body = value.kind === "map" ? withFragment(scope.surroundings, value) : value;
  const type = entryOf(body, "Type");
  const typeName = textOf(type?.value);
  if (type === undefined || typeName === undefined) return undefined;
  return {
    logicalId: declared.key,
    type: typeName,
    nameAt: declared.keyAt,
    typeAt: type.value,
    at: declared.at,
    broken,
    locked: lockOf(body, broken),
    body,
    condition: textOf(valueOf(body, "Condition")) ?? null,
    bindings: new Map(),
    scope,
  };
}

/** What the model keeps of a resource. */
export function resourceOf(source: ResourceSource): Resource {
  const { logicalId, type, nameAt, typeAt, at, condition, broken, locked } = source;
  return { logicalId, type, nameAt, typeAt, at, condition, broken, locked };
}

/**
 * Reads something of a resource in every world in which the resource exists.
 *
 * @param tooMany what it is taken for where it depends on too much.
 */
export function casesOf<T>(
  resource: ResourceSource,
  read: (evaluation: Evaluation) => T,
  identity: (value: T) => string,
  tooMany: (reason: string) => T,
): Cases<T> {
  const readIn = (world: World): T => {
    const evaluation = new Evaluation(resource.scope, world, resource.bindings);
    if (resource.condition !== null && !evaluation.condition(resource.condition)) world.reject();
    return read(evaluation);
  };
  return enumerate(readIn, identity) ?? always(tooMany(TOO_MANY_CASES));
}

/**
 * The value of a property by its path in one world. Absent where a step of the path is; unknown
 * where a step is, or where a macro may add the property.
 */
export function propertyValue(
  evaluation: Evaluation,
  resource: ResourceSource,
  path: readonly string[],
): Value {
  const properties = entryOf(resource.body, "Properties");
  const bodyAddition = additionReason(resource.body);
  if (properties === undefined && bodyAddition !== undefined) {
    return unknownValue("Properties", bodyAddition, resource.typeAt);
  }
  const whole = evaluation.value(properties?.value, resource.typeAt);
  return valueBelow(evaluation, whole, path, resource.typeAt, bodyAddition);
}

/**
 * What a path leads to below a value, in one world.
 *
 * @param missingAt the place of what isn't there.
 * @param outerAddition why something around it may add what is missing, as a clause.
 */
export function valueBelow(
  evaluation: Evaluation,
  start: Value,
  path: readonly string[],
  missingAt: Place,
  outerAddition?: string,
): Value {
  let value = start;
  let branched = value.branched;
  for (const name of path) {
    if (isOpen(value)) return { ...unknownValue(name, reasonUnknown(value) ?? "", value.at), branched };
    if (value.kind !== "map") return { kind: "absent", at: missingAt, trace: [], branched };
    const found = valueOf(value.node, name);
    const addition = found === undefined ? (additionReason(value.node) ?? outerAddition) : undefined;
    if (addition !== undefined) return { ...unknownValue(name, addition, value.at), branched };
    value = evaluation.value(found, missingAt);
    branched ||= value.branched;
  }
  return { ...value, branched };
}

/** Reads one property of a resource in every world. */
export function propertyCases<T>(
  resource: ResourceSource,
  path: readonly string[],
  read: (value: Value) => Read<T> | null,
): Cases<Read<T> | null> {
  return casesOf<Read<T> | null>(
    resource,
    (evaluation) => read(propertyValue(evaluation, resource, path)),
    readIdentity,
    (reason) => ({ known: false, reason, at: resource.typeAt }),
  );
}

/** Reads an attribute beside `Properties` (`DeletionPolicy`) in every world. */
export function attributeCases(resource: ResourceSource, name: string): Cases<Read<string> | null> {
  return casesOf<Read<string> | null>(
    resource,
    (evaluation) => {
      const node = valueOf(resource.body, name);
      const addition = node === undefined ? additionReason(resource.body) : undefined;
      if (addition !== undefined) return { known: false, reason: addition, at: resource.typeAt };
      return readString(evaluation.value(node, resource.typeAt));
    },
    readIdentity,
    (reason) => ({ known: false, reason, at: resource.typeAt }),
  );
}

/** True where a property is given, null where it isn't, whatever its value. */
export function givenOrNot(value: Value): Read<boolean> | null {
  return value.kind === "absent" ? null : { known: true, value: true, at: value.at };
}

/** Equal for reads of the same value from the same place. */
export function readIdentity(read: Read<unknown> | null): string {
  if (read === null) return "absent";
  return `${read.known ? JSON.stringify(read.value) : `? ${read.reason}`} ${placeIdentity(read.at)}`;
}

/** Equal for the same place of the same document. */
export function placeIdentity(place: Place): string {
  return `${place.origin.offset + place.from}-${place.origin.offset + place.to}`;
}

function lockOf(body: Node, broken: boolean): string | null {
  if (broken) return SYNTAX_ERRORS;
  return body.shared ? "its text serves several places (anchor or alias)" : null;
}
