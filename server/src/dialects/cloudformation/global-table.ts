import { mapCases, type Case, type Cases } from "../../core/cases.js";
import type { Encryption, KeyReference, Replica, SseFault, Table } from "../../core/model.js";
import { entryOf, textOf, valueOf, type Node } from "../../core/node.js";
import type { Place } from "../../core/span.js";
import { displayText, knownText, soleHole, type Text } from "../../core/text.js";
import type { Evaluation } from "./evaluation.js";
import { additionReason } from "./macros.js";
import { isAwsManagedAlias, type DeclaredKeys } from "./key-reference.js";
import { resourcePolicyCases } from "./resource-policy.js";
import { casesOf, placeIdentity, propertyValue, SYNTAX_ERRORS, type ResourceSource } from "./resource.js";
import { faultAt, judgeSse, keyVerdict, readKey, readSse, refused, undecided } from "./sse.js";
import { encryptionIdentity, faultIdentity, tableBase } from "./table.js";
import { absent, displayValue, isOpen, reasonUnknown, type Value } from "./value.js";

/** One replica as one world has it. */
interface ReplicaReading {
  /** The replica's item in the list. */
  readonly at: Place;
  readonly region: Text;
  readonly key: KeyReference | null;
  readonly faults: readonly SseFault[];
  readonly branched: boolean;
  /** Why its key can't be read, or null. */
  readonly open: string | null;
}

interface GlobalVerdict {
  readonly replicas: readonly { readonly reading: ReplicaReading; readonly encryption: Encryption }[];
  readonly faults: readonly SseFault[];
}

/** Reads an `AWS::DynamoDB::GlobalTable`: all replicas are judged together, world by world. */
export function readGlobalTable(
  resource: ResourceSource,
  declared: DeclaredKeys,
): Omit<Table, "streamDestinations"> {
  const verdicts = casesOf<GlobalVerdict>(
    resource,
    (evaluation) =>
      resource.broken ? unreadable(resource, SYNTAX_ERRORS) : judgeGlobal(evaluation, resource, declared),
    verdictIdentity,
    (reason) => unreadable(resource, reason),
  );
  return {
    ...tableBase(resource, verdicts),
    kind: "global-table",
    replicas: replicasOf(resource, verdicts),
  };
}

function judgeGlobal(
  evaluation: Evaluation,
  resource: ResourceSource,
  declared: DeclaredKeys,
): GlobalVerdict {
  const value = propertyValue(evaluation, resource, ["SSESpecification"]);
  const top = readSse(evaluation, value, absent(resource.typeAt), resource.typeAt, declared);
  const replicas = readReplicas(evaluation, resource, declared);
  if (top.kind === "open") return all(replicas, () => undecided(top.reason, top.at, top.branched, null), []);
  const keyed = replicas.filter((replica) => replica.key !== null);
  const own = judgeSse(top.kind === "block" ? { ...top, block: { ...top.block, key: null } } : top);
  const topKey = top.kind === "block" ? top.block.key : null;
  const faults = [
    ...own.faults,
    ...(topKey === null ? [] : [faultAt("key-at-top-level", topKey.at, topKey.text)]),
    ...replicas.flatMap((replica) => replica.faults),
    ...(own.faults.length > 0 ? [] : combinationFaults(own.encryption, replicas, keyed)),
  ];
  const missingType =
    top.kind === "block" && top.block.type === null && keyed.length > 0 && faults.length === 0
      ? [faultAt("key-without-type-global", top.block.at)]
      : [];
  if (faults.length > 0) {
    return all(
      replicas,
      (replica) => refused(faults, replica.at, replica.branched, replica.key).encryption,
      faults,
    );
  }
  return all(replicas, (replica) => replicaVerdict(replica, own.encryption), missingType);
}

/** Refused combinations of the table's own setting and its replicas' keys. */
function combinationFaults(
  own: Encryption,
  replicas: readonly ReplicaReading[],
  keyed: readonly ReplicaReading[],
): readonly SseFault[] {
  if (own.verdict === "undecided" || keyed.length === 0) return [];
  if (own.verdict === "aws-owned") {
    return keyed.map((replica) => ({
      ...faultAt("replica-key-without-sse", replica.key?.at ?? replica.at, replica.key?.text ?? null),
      replica: replica.region,
    }));
  }
  const keyless = replicas.filter((replica) => replica.key === null && replica.open === null);
  if (keyless.length > 0 && keyed.length > 0) {
    return keyless.map((replica) => ({
      ...faultAt("replica-without-key", replica.at),
      replica: replica.region,
    }));
  }
  const managed = keyed.filter((replica) => replica.key !== null && isAwsManagedAlias(replica.key));
  const decided = keyed.filter((replica) => replica.key?.kind !== "unknown");
  if (managed.length === 0 || managed.length === decided.length) return [];
  return managed.map((replica) => ({
    ...faultAt("mixed-key-types", replica.key?.at ?? replica.at, replica.key?.text ?? null),
    replica: replica.region,
  }));
}

function replicaVerdict(replica: ReplicaReading, own: Encryption): Encryption {
  if (own.verdict !== "aws-managed") return { ...own, branched: own.branched || replica.branched };
  if (replica.open !== null) return undecided(replica.open, replica.at, replica.branched, null);
  if (replica.key !== null) return keyVerdict(replica.key, own.branched || replica.branched);
  return { ...own, branched: own.branched || replica.branched };
}

function readReplicas(
  evaluation: Evaluation,
  resource: ResourceSource,
  declared: DeclaredKeys,
): readonly ReplicaReading[] {
  const list = propertyValue(evaluation, resource, ["Replicas"]);
  const items = evaluation.items(list);
  if (items === undefined || items.length === 0) {
    const reason = isOpen(list) ? (reasonUnknown(list) ?? "it isn't known") : "the table names no replicas";
    return [unknownReplica(list.kind === "absent" ? resource.typeAt : list.at, isOpen(list) ? reason : null)];
  }
  return items.map((item) => readReplica(evaluation, item, list.branched, declared));
}

function readReplica(
  evaluation: Evaluation,
  item: Value,
  branched: boolean,
  declared: DeclaredKeys,
): ReplicaReading {
  if (item.kind !== "map") return unknownReplica(item.at, reasonUnknown(item) ?? "the replica isn't a map");
  const region = readRegion(evaluation, item.node, item.at);
  const sse = evaluation.value(valueOf(item.node, "SSESpecification"), item.at);
  const base = { at: item.at, region, branched: branched || item.branched || sse.branched, open: null };
  const addition = sse.kind === "absent" ? additionReason(item.node) : additionReason(nodeOf(sse));
  if (addition !== undefined) return { ...base, key: null, faults: [], open: addition };
  if (sse.kind === "absent") return { ...base, key: null, faults: [] };
  if (isOpen(sse)) return { ...base, key: null, faults: [], open: reasonUnknown(sse) ?? "it isn't known" };
  const keyEntry = sse.kind === "map" ? entryOf(sse.node, "KMSMasterKeyId") : undefined;
  const keyValue = evaluation.value(keyEntry?.value, sse.at);
  const key = readKey(keyValue, declared);
  const empty = { ...faultAt("empty-block", sse.at, displayValue(sse)), replica: region };
  return { ...base, branched: base.branched || keyValue.branched, key, faults: key === null ? [empty] : [] };
}

/**
 * The Region of a replica. One that the template leaves open (`AWS::Region`, a parameter that is
 * no list of choices) stands by its name, whatever this world takes for it.
 */
function readRegion(evaluation: Evaluation, replica: Node, at: Place): Text {
  const node = valueOf(replica, "Region");
  const name = node?.kind === "call" && node.name === "Ref" ? textOf(node.argument) : undefined;
  if (name !== undefined && !evaluation.state.isGiven(name)) {
    const parameter = evaluation.scope.parameter(name);
    const open = name === "AWS::Region" || (parameter !== undefined && parameter.allowedValues === null);
    if (open) return { parts: [{ name, reason: `'${name}' decides in which Region it lies` }] };
  }
  const value = evaluation.value(node, at);
  return value.kind === "text" ? value.text : { parts: ["?"] };
}

function nodeOf(value: Value): Node | undefined {
  return value.kind === "map" ? value.node : undefined;
}

function unknownReplica(at: Place, open: string | null): ReplicaReading {
  return { at, region: { parts: ["?"] }, key: null, faults: [], branched: false, open };
}

function all(
  replicas: readonly ReplicaReading[],
  judge: (replica: ReplicaReading) => Encryption,
  faults: readonly SseFault[],
): GlobalVerdict {
  return { replicas: replicas.map((reading) => ({ reading, encryption: judge(reading) })), faults };
}

function unreadable(resource: ResourceSource, reason: string): GlobalVerdict {
  const reading = unknownReplica(resource.typeAt, reason);
  return { replicas: [{ reading, encryption: undecided(reason, resource.typeAt, false, null) }], faults: [] };
}

/** Every replica that some world has, with the cases of the worlds that have it. */
function replicasOf(resource: ResourceSource, verdicts: Cases<GlobalVerdict>): readonly Replica[] {
  const found = new Map<string, { reading: ReplicaReading; cases: Case<Encryption>[] }>();
  for (const verdict of verdicts) {
    for (const { reading, encryption: one } of verdict.value.replicas) {
      const id = `${placeIdentity(reading.at)} ${displayText(reading.region)}`;
      const known = found.get(id) ?? { reading, cases: [] };
      known.cases.push({ when: verdict.when, value: one });
      found.set(id, known);
    }
  }
  return [...found.values()].map(({ reading, cases }) => {
    const region = reading.region;
    const isLocal = soleHole(region)?.name === "AWS::Region";
    const name = isLocal ? resource.scope.settings.region : (knownText(region) ?? null);
    return {
      tableId: resource.logicalId,
      region,
      regionName: name === "?" ? null : name,
      local: isLocal || (name !== null && name === resource.scope.settings.region),
      at: reading.at,
      encryption: mapCases(cases, (value) => value, encryptionIdentity),
      resourcePolicies: resource.scope.cells.cell(() => resourcePolicyCases(resource, reading.at)),
    };
  });
}

function verdictIdentity({ replicas, faults }: GlobalVerdict): string {
  const parts = replicas.map(
    ({ reading, encryption: one }) =>
      `${placeIdentity(reading.at)} ${displayText(reading.region)} ${encryptionIdentity(one)}`,
  );
  return `${parts.join()} ${faults.map(faultIdentity).join()}`;
}
