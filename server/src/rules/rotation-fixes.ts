import type { Fix } from "../core/edit.js";
import type { Key } from "../core/model.js";
import { rotationInWords } from "../pricing/change.js";
import { rotationPrice, type Prices } from "../pricing/prices.js";

/** Days a rotation period may have; KMS rotates every year where none is given. */
export const PERIOD = { shortest: 90, longest: 2560 } as const;

/** Whether KMS takes this number of days. */
export function isPeriod(days: number): boolean {
  return days >= PERIOD.shortest && days <= PERIOD.longest;
}

/** Switches rotation on, at the period the key has. */
export function enableRotation(key: Key, prices: Prices): Fix {
  const [only] = key.rotationPeriod;
  const period = key.rotationPeriod.length === 1 && only?.value?.known === true ? only.value.value : null;
  const how = period === null || !isPeriod(period) ? "every year" : `every ${period} days`;
  return {
    id: "enable-rotation",
    title: `Rotate '${key.logicalId}' ${how} (${rotationInWords(prices)})`,
    applicability: "review",
    bulk: true,
    edits: (editor) => editor.enableRotation(key),
  };
}

/**
 * Moves the period to the nearest one that KMS takes. One that depends on conditions may be right
 * in other cases, so it is left to people.
 */
export function setPeriod(key: Key, days: number, prices: Prices): readonly Fix[] {
  if (key.rotationPeriod.length !== 1) return [];
  const nearest = days < PERIOD.shortest ? PERIOD.shortest : PERIOD.longest;
  return [
    {
      id: "set-period",
      title: `Rotate '${key.logicalId}' every ${nearest} days, the nearest period that KMS takes (${rotationPrice(prices)})`,
      applicability: "review",
      bulk: true,
      edits: (editor) => editor.setRotationPeriod(key, nearest),
    },
  ];
}

/** Takes the period away from a key that never rotates. Its author may have wanted rotation instead. */
export function removePeriod(key: Key): Fix {
  return {
    id: "remove-period",
    title: `Remove the rotation period of '${key.logicalId}', which stays without rotation (no change to the key or its price)`,
    applicability: "safe",
    bulk: false,
    edits: (editor) => editor.removeRotationPeriod(key),
  };
}
