import { mapCases, type Cases } from "../../core/cases.js";
import type { Encryption, SseFault, Table } from "../../core/model.js";
import { textOf, valueOf, type Node } from "../../core/node.js";
import { readActiveCallers, readCapacity } from "./cost-facts.js";
import { externalReaders, resourcePolicyCases } from "./resource-policy.js";
import { agreedText } from "./physical-name.js";
import type { DeclaredKeys } from "./key-reference.js";
import { readString, reasonUnknown, type Value } from "./value.js";
import { judgeSse, readSse, undecided } from "./sse.js";
import {
  attributeCases,
  casesOf,
  placeIdentity,
  propertyValue,
  resourceOf,
  SYNTAX_ERRORS,
  type ResourceSource,
} from "./resource.js";

/** What one world says of a table's encryption. */
interface TableVerdict {
  readonly encryption: Encryption;
  readonly faults: readonly SseFault[];
}

/**
 * Reads an `AWS::DynamoDB::Table` or an `AWS::Serverless::SimpleTable`.
 *
 * @param globals what SAM merges below the table's own `SSESpecification`.
 */
export function readTable(
  resource: ResourceSource,
  kind: "table" | "simple-table",
  declared: DeclaredKeys,
  globals: Node | undefined,
): Omit<Table, "streamDestinations"> {
  const verdicts = casesOf<TableVerdict>(
    resource,
    (evaluation) => {
      if (resource.broken) return unread(resource, SYNTAX_ERRORS);
      const value = propertyValue(evaluation, resource, ["SSESpecification"]);
      return judgeSse(readSse(evaluation, value, evaluation.value(globals), resource.typeAt, declared));
    },
    ({ encryption, faults }) => `${encryptionIdentity(encryption)} ${faults.map(faultIdentity).join()}`,
    (reason) => unread(resource, reason),
  );
  return {
    ...tableBase(resource, verdicts),
    kind,
    replicas: [
      {
        tableId: resource.logicalId,
        region: null,
        regionName: resource.scope.settings.region,
        local: true,
        at: resource.typeAt,
        encryption: mapCases(verdicts, (verdict) => verdict.encryption, encryptionIdentity),
        resourcePolicies: resource.scope.cells.cell(() => resourcePolicyCases(resource, null)),
      },
    ],
  };
}

/** What tables of every kind have, but their kind and replicas. */
export function tableBase(
  resource: ResourceSource,
  verdicts: Cases<{ readonly faults: readonly SseFault[] }>,
): Omit<Table, "kind" | "replicas" | "streamDestinations"> {
  return {
    ...resourceOf(resource),
    name: resource.scope.cells.cell(() => agreedText(resource, ["TableName"])),
    faults: mapCases(
      verdicts,
      (verdict) => verdict.faults,
      (faults) => faults.map(faultIdentity).join(),
    ),
    retained: retainedCases(resource),
    tags: readTags(resource),
    activeCallers: readActiveCallers(resource),
    capacity: resource.scope.cells.cell(() => readCapacity(resource)),
    externalReaders: externalReaders(resource),
  };
}

function unread(resource: ResourceSource, reason: string): TableVerdict {
  return { encryption: undecided(reason, resource.typeAt, false, null), faults: [] };
}

/** Equal for verdicts that say the same and point at the same text. */
export function encryptionIdentity({ verdict, because, key, reason, at }: Encryption): string {
  return [verdict, because, key?.kind, key?.text, reason, placeIdentity(at)].join("|");
}

export function faultIdentity(fault: SseFault): string {
  return `${fault.kind} ${placeIdentity(fault.at)}`;
}

/** Whether the resource outlives its stack. */
function retainedCases(resource: ResourceSource): Cases<boolean> {
  return mapCases(
    attributeCases(resource, "DeletionPolicy"),
    (policy) => policy?.known === true && policy.value.startsWith("Retain"),
    String,
  );
}

/** Tags with a known key and value, given as a list of `Key` and `Value` or as a map (SAM). */
function readTags(resource: ResourceSource): ReadonlyMap<string, string> {
  const tags = new Map<string, string>();
  casesOf(
    resource,
    (evaluation) => {
      const value = propertyValue(evaluation, resource, ["Tags"]);
      if (value.kind === "map") {
        for (const entry of value.node.entries) remember(tags, entry.key, evaluation.value(entry.value));
      }
      for (const item of evaluation.items(value) ?? []) {
        if (item.kind !== "map") continue;
        const key = textOf(valueOf(item.node, "Key"));
        if (key !== undefined) remember(tags, key, evaluation.value(valueOf(item.node, "Value")));
      }
      return reasonUnknown(value) ?? "";
    },
    String,
    (reason) => reason,
  );
  return tags;
}

function remember(tags: Map<string, string>, key: string, value: Value): void {
  const text = readString(value);
  if (text?.known === true) tags.set(key, text.value);
}
