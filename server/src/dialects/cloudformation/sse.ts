import type { Encryption, KeyReference, Read, SseFault } from "../../core/model.js";
import { valueOf, type MapNode } from "../../core/node.js";
import type { Place } from "../../core/span.js";
import { knownText } from "../../core/text.js";
import type { Evaluation } from "./evaluation.js";
import { additionReason } from "./macros.js";
import { isAwsManagedAlias, keyReferenceOf, type DeclaredKeys } from "./key-reference.js";
import { displayValue, isOpen, readBoolean, reasonUnknown, type Value } from "./value.js";

/** What a block says in one world, property by property, before any judgement. */
export interface SseBlock {
  readonly at: Place;
  readonly branched: boolean;
  readonly enabled: Read<boolean> | null;
  readonly type: { readonly at: Place; readonly value: string | null } | null;
  readonly key: KeyReference | null;
}

/** A block, no block, or a reason why there is nothing to read. */
export type SseReading =
  | {
      readonly kind: "block";
      readonly at: Place;
      readonly block: SseBlock;
      readonly faults: readonly SseFault[];
      readonly branched: boolean;
    }
  | { readonly kind: "none"; readonly at: Place; readonly branched: boolean }
  | { readonly kind: "open"; readonly at: Place; readonly reason: string; readonly branched: boolean }
  | { readonly kind: "fault"; readonly at: Place; readonly fault: SseFault; readonly branched: boolean };

/**
 * Reads an `SSESpecification` in one world.
 *
 * @param value the property's value; `globals`, a map that SAM merges below it.
 * @param missingAt the place to point at where there is no block.
 */
export function readSse(
  evaluation: Evaluation,
  value: Value,
  globals: Value,
  missingAt: Place,
  declared: DeclaredKeys,
): SseReading {
  const branched = value.branched || globals.branched;
  if (value.kind === "absent" && globals.kind === "absent") {
    return { kind: "none", at: value.branched ? value.at : missingAt, branched };
  }
  const [top, below] = value.kind === "absent" ? [globals, undefined] : [value, globals];
  if (isOpen(top))
    return { kind: "open", at: top.at, reason: reasonUnknown(top) ?? "it isn't known", branched };
  if (top.kind !== "map") {
    const isNull = top.kind === "text" && top.isNull;
    return {
      kind: "fault",
      at: top.at,
      fault: faultOf(isNull ? "empty-block" : "not-a-map", top.at, top),
      branched,
    };
  }
  const layers = [top.node, ...(below?.kind === "map" ? [below.node] : [])];
  const addition = layers.map(additionReason).find((reason) => reason !== undefined);
  if (addition !== undefined) return { kind: "open", at: top.at, reason: addition, branched };
  return readBlock(evaluation, top, layers, branched, declared);
}

/** The verdict on a table that isn't global, in one world. */
export function judgeSse(reading: SseReading): {
  readonly encryption: Encryption;
  readonly faults: readonly SseFault[];
} {
  const { branched } = reading;
  if (reading.kind === "none") {
    return { encryption: encryption("aws-owned", "no-block", reading.at, branched), faults: [] };
  }
  if (reading.kind === "open") {
    return { encryption: undecided(reading.reason, reading.at, branched, null), faults: [] };
  }
  if (reading.kind === "fault") return refused([reading.fault], reading.at, branched, null);
  const { block } = reading;
  const faults = reading.faults.length > 0 ? reading.faults : contradictions(block);
  if (faults.length > 0) return refused(faults, block.at, branched, block.key);
  return { encryption: verdictOf(block), faults: [] };
}

/** What a fault means, as a clause after "because". */
export function describeFault(fault: SseFault): string {
  switch (fault.kind) {
    case "missing-enabled":
      return "SSESpecification has no SSEEnabled, which CloudFormation requires";
    case "empty-block":
      return "SSESpecification is empty";
    case "not-a-map":
      return "SSESpecification isn't a map";
    case "not-a-boolean":
      return `SSEEnabled is '${fault.value ?? ""}', which is no boolean`;
    case "key-without-type":
    case "key-without-type-global":
      return "KMSMasterKeyId is given without SSEType: KMS";
    case "key-while-disabled":
      return "KMSMasterKeyId is given while SSEEnabled is false";
    case "type-while-disabled":
      return "SSEType is given while SSEEnabled is false";
    case "unsupported-type":
      return `SSEType is '${fault.value ?? ""}', and only KMS is supported`;
    case "key-at-top-level":
      return "a global table takes its keys in Replicas, not in SSESpecification";
    case "replica-key-without-sse":
      return "a replica has a key while the global table has no SSESpecification with SSEEnabled: true";
    case "replica-without-key":
      return "some replicas have a key and others have none";
    case "mixed-key-types":
      return "some replicas use the AWS managed key and others a customer managed key";
  }
}

function readBlock(
  evaluation: Evaluation,
  top: Value,
  layers: readonly MapNode[],
  branched: boolean,
  declared: DeclaredKeys,
): SseReading {
  if (layers.every((layer) => layer.entries.length === 0)) {
    return { kind: "fault", at: top.at, fault: faultOf("empty-block", top.at, top), branched };
  }
  const property = (name: string): Value => {
    const node = layers.map((layer) => valueOf(layer, name)).find((one) => one !== undefined);
    return evaluation.value(node, top.at);
  };
  const faults: SseFault[] = [];
  const enabledValue = property("SSEEnabled");
  const enabled = readBoolean(enabledValue);
  if (enabled === "malformed") faults.push(faultOf("not-a-boolean", enabledValue.at, enabledValue));
  const typeValue = property("SSEType");
  const keyValue = property("KMSMasterKeyId");
  return {
    kind: "block",
    faults,
    branched,
    at: top.at,
    block: {
      at: top.at,
      branched: branched || enabledValue.branched || typeValue.branched || keyValue.branched,
      enabled: enabled === "malformed" ? null : enabled,
      type:
        typeValue.kind === "absent"
          ? null
          : {
              at: typeValue.at,
              value:
                typeValue.kind === "text" ? (knownText(typeValue.text) ?? null) : displayValue(typeValue),
            },
      key: readKey(keyValue, declared),
    },
  };
}

/** What a key property's value points at; null where there is none. */
export function readKey(value: Value, declared: DeclaredKeys): KeyReference | null {
  if (value.kind === "absent") return null;
  if (value.kind === "text") return keyReferenceOf(value, declared);
  return {
    kind: "malformed",
    reason: "it is no string",
    text: displayValue(value),
    at: value.at,
    trace: value.trace,
  };
}

/** The combinations of the three properties that are refused, most telling first. */
function contradictions(block: SseBlock): readonly SseFault[] {
  const { enabled, type, key } = block;
  if (enabled === null) return [faultAt("missing-enabled", block.at)];
  const unsupported = type !== null && type.value !== null && type.value !== "KMS";
  if (enabled.known && !enabled.value) {
    return [
      ...(type === null ? [] : [faultAt("type-while-disabled", type.at, type.value)]),
      ...(key === null ? [] : [faultAt("key-while-disabled", key.at, key.text)]),
    ];
  }
  if (unsupported) return [faultAt("unsupported-type", type.at, type.value)];
  if (!enabled.known) return [];
  return key !== null && type === null ? [faultAt("key-without-type", key.at, key.text)] : [];
}

function verdictOf(block: SseBlock): Encryption {
  const { enabled, key, branched } = block;
  if (enabled === null || !enabled.known) {
    return undecided(
      `SSEEnabled isn't known: ${enabled?.reason ?? ""}`,
      enabled?.at ?? block.at,
      branched,
      key,
    );
  }
  if (!enabled.value) return encryption("aws-owned", "disabled", enabled.at, branched);
  if (key === null) return encryption("aws-managed", "no-key", enabled.at, branched);
  return keyVerdict(key, branched);
}

/** The verdict where encryption with KMS is on and this key is named. */
export function keyVerdict(key: KeyReference, branched: boolean): Encryption {
  if (key.kind === "unknown") return undecided(key.reason, key.at, branched, key);
  if (isAwsManagedAlias(key)) return { ...encryption("aws-managed", "aws-alias", key.at, branched), key };
  return { ...encryption("customer-managed", "key", key.at, branched), key };
}

export function encryption(
  verdict: Encryption["verdict"],
  because: Encryption["because"],
  at: Place,
  branched: boolean,
): Encryption {
  return { verdict, because, at, branched, key: null, reason: null };
}

export function undecided(
  reason: string,
  at: Place,
  branched: boolean,
  key: KeyReference | null,
): Encryption {
  return { verdict: "undecided", because: "open", at, branched, key, reason };
}

export function refused(
  faults: readonly SseFault[],
  at: Place,
  branched: boolean,
  key: KeyReference | null,
): { readonly encryption: Encryption; readonly faults: readonly SseFault[] } {
  const first = faults[0];
  const reason = first === undefined ? null : describeFault(first);
  return {
    encryption: { verdict: "invalid", because: "fault", at: first?.at ?? at, branched, key, reason },
    faults,
  };
}

export function faultAt(kind: SseFault["kind"], at: Place, value: string | null = null): SseFault {
  return { kind, at, value, replica: null };
}

function faultOf(kind: SseFault["kind"], at: Place, value: Value): SseFault {
  return faultAt(kind, at, displayValue(value));
}
