import { isCallerCount } from "../../core/cost-settings.js";
import type { Capacity, Table } from "../../core/model.js";
import { textOf, valueOf } from "../../core/node.js";
import { METADATA_KEY } from "./ignores.js";
import { casesOf, propertyValue, type ResourceSource } from "./resource.js";
import { readInteger, readString } from "./value.js";

/** `Metadata.DynamoDBEncryption.activeCallers` of a table. */
export function readActiveCallers({ body }: ResourceSource): Table["activeCallers"] {
  const written = valueOf(valueOf(valueOf(body, "Metadata"), METADATA_KEY), "activeCallers");
  if (written === undefined) return null;
  const text = textOf(written)?.trim();
  const number = text === undefined || text === "" ? Number.NaN : Number(text);
  return isCallerCount(number) ? number : "malformed";
}

/** The provisioned capacity of a table, where that is the same in every case. */
export function readCapacity(resource: ResourceSource): Capacity | null {
  const cases = casesOf<Capacity | null>(
    resource,
    (evaluation) => {
      const integer = (name: string): number | null => {
        const read = readInteger(propertyValue(evaluation, resource, ["ProvisionedThroughput", name]));
        return read?.known === true ? read.value : null;
      };
      const mode = readString(propertyValue(evaluation, resource, ["BillingMode"]));
      const isOnDemand = mode !== null && (!mode.known || mode.value !== "PROVISIONED");
      const [readUnits, writeUnits] = [integer("ReadCapacityUnits"), integer("WriteCapacityUnits")];
      return isOnDemand || readUnits === null || writeUnits === null ? null : { readUnits, writeUnits };
    },
    (capacity) => JSON.stringify(capacity),
    () => null,
  );
  return cases.length === 1 ? (cases[0]?.value ?? null) : null;
}
