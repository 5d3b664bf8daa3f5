import type { Key, Table } from "../core/model.js";
import { displayText, knownText, nameOfText, type Text } from "../core/text.js";
import { listOf } from "./granted-names.js";
import type { JudgedPolicy } from "./judged-policies.js";
import { placeOf, serviceConditions, type ViaServiceFault } from "./via-service-faults.js";
import { widenRegion } from "./via-service-fixes.js";

/** Conditions that let DynamoDB call from fewer Regions than the table has replicas in. */
export function pinnedRegions(key: Key, policy: JudgedPolicy, table: Table): readonly ViaServiceFault[] {
  return serviceConditions(policy).flatMap(({ statement, condition, values }) => {
    const pinned = values.flatMap(({ written, service }) =>
      service.kind === "service" && service.isDynamoDb === true && service.region.kind === "pinned"
        ? [{ written, region: service.region.region }]
        : [],
    );
    const [first] = pinned;
    if (first === undefined || pinned.length < values.length) return [];
    const [only, ...more] = table.replicas;
    const left = table.replicas.flatMap((replica) =>
      replica.regionName === null ||
      pinned.some(({ region }) =>
        mayBe(region, replica.regionName, replica.local || (replica === only && more.length === 0)),
      )
        ? []
        : [replica.regionName],
    );
    if (left.length === 0) return [];
    const regions = pinned.map(({ region }) => nameOfText(region));
    const data = { table: table.logicalId, regions: listOf(regions), left: listOf(left) };
    const fixes = widenRegion(
      key,
      policy,
      statement,
      condition,
      pinned.map(({ written }) => written),
    );
    const message = table.kind === "global-table" ? "pinned" : "pinnedElsewhere";
    return [{ message, at: placeOf(first.written, policy), data, fixes }];
  });
}

/**
 * Whether a Region of a condition may be a replica's. `AWS::Region` is the local replica's, which a
 * table's only replica always is: a global table can't be made from a Region without one.
 */
function mayBe(region: Text, name: string | null, local: boolean): boolean {
  const known = knownText(region);
  if (known !== undefined) return known === name;
  return displayText(region) !== "${AWS::Region}" || local;
}
