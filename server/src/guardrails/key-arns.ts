import { PlainCall, type Plain, type PlainMap } from "../core/plain.js";
import { GuardrailRefused } from "./guardrail.js";

/** A key by its ARN, in a template's parameter. */
export const KEY_ARN_PATTERN = "arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/(mrk-)?[0-9a-f-]+";

const KEY_ARN = new RegExp(`^${KEY_ARN_PATTERN}$`);
const REGION = /^[a-z]{2,4}(-[a-z]+)+-\d$/;

/**
 * The keys of each Region that the guardrail is for, in the order in which they were given.
 *
 * @throws GuardrailRefused where an ARN names no key, a Region is none, or a Region is left without a key.
 */
export function keysByRegion(
  keyArns: readonly string[],
  regions: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  regions.forEach(checkRegion);
  const wanted = regions.length > 0 ? regions : [...new Set(keyArns.map(regionOf))];
  const stray = keyArns.find((arn) => !wanted.includes(regionOf(arn)));
  if (stray !== undefined) {
    throw new GuardrailRefused(`The key ${stray} lies in none of the Regions given (${wanted.join(", ")}).`);
  }
  const bare = keyArns.length === 0 ? undefined : wanted.find((region) => !has(keyArns, region));
  if (bare !== undefined) {
    throw new GuardrailRefused(`No key given lies in ${bare}, so every table there would be reported.`);
  }
  const keysIn = (region: string): readonly string[] => [
    ...new Set(keyArns.filter((arn) => regionOf(arn) === region)),
  ];
  return new Map(wanted.map((region) => [region, keysIn(region)]));
}

/** The keys of each Region as a section of a template, each list written as `asValue` has it. */
export function keyMappings(
  keys: ReadonlyMap<string, readonly string[]>,
  asValue: (arns: readonly string[]) => Plain,
): PlainMap {
  const entries = [...keys].map(([region, arns]) => [region, { Arns: asValue(arns) }] as const);
  return { Mappings: { KeysByRegion: Object.fromEntries(entries) } };
}

/** What `keyMappings` holds for the Region that the template is deployed to. */
export function mappedKeys(): PlainCall {
  return new PlainCall("Fn::FindInMap", ["KeysByRegion", new PlainCall("Ref", "AWS::Region"), "Arns"]);
}

/** @throws GuardrailRefused */
export function checkKeyArns(keyArns: readonly string[]): void {
  keyArns.forEach(regionOf);
}

function has(keyArns: readonly string[], region: string): boolean {
  return keyArns.some((arn) => regionOf(arn) === region);
}

function regionOf(arn: string): string {
  if (!KEY_ARN.test(arn)) {
    const why = /:alias\/|^alias\//.test(arn) ? "is an alias" : "is no ARN of a KMS key";
    throw new GuardrailRefused(
      `'${arn}' ${why}: AWS compares key ARNs, such as arn:aws:kms:eu-west-1:999988887777:key/….`,
    );
  }
  return arn.split(":")[3] ?? "";
}

function checkRegion(region: string): void {
  if (!REGION.test(region)) throw new GuardrailRefused(`'${region}' is no Region; one is eu-west-1.`);
}
