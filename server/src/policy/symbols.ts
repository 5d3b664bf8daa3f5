import { soleHole, type Hole, type Text } from "../core/text.js";

/** A text cut into what can be compared: UTF-16 code units and holes. */
export type Symbols = readonly (number | Hole)[];

export function symbolsOf(text: Text): Symbols {
  return text.parts.flatMap((part): Symbols => (typeof part === "string" ? codeUnits(part) : [part]));
}

export function codeUnits(text: string): number[] {
  const units: number[] = [];
  for (let at = 0; at < text.length; at++) units.push(text.charCodeAt(at));
  return units;
}

/**
 * Whether two holes surely stand for the same value: the same resource's, the same parameter's or
 * pseudo parameter's. Others bear the name of a function, which can stand for many values.
 */
export function isSameHole(a: Hole, b: Hole): boolean {
  if (a === b) return true;
  if (a.name !== b.name) return false;
  if (a.resource === undefined || b.resource === undefined) {
    return a.resource === b.resource && /^(AWS::)?[A-Za-z0-9]+$/.test(a.name);
  }
  return (
    a.resource.logicalId === b.resource.logicalId &&
    a.resource.attribute === b.resource.attribute &&
    a.resource.path === b.resource.path
  );
}

/** Whether two holes surely stand for different values: names or ARNs of two resources, of one template or two. */
export function areDistinctHoles(a: Hole, b: Hole): boolean {
  const [one, other] = [a.resource, b.resource];
  return (
    one !== undefined &&
    other !== undefined &&
    one.attribute === other.attribute &&
    (one.attribute === null || one.attribute === "Arn") &&
    (one.path !== other.path || one.logicalId !== other.logicalId)
  );
}

/** `AWS::AccountId`, `AWS::Region`, `AWS::Partition`: their values have no colon. */
export function isPseudoParameter({ name }: Hole): boolean {
  return name.startsWith("AWS::");
}

/** What an unknown hole is, as a clause for a reason: "'AdminArn' isn't known: it has no default". */
export function whyUnknown(hole: Hole): string {
  return `'${hole.name}' isn't known: ${hole.reason}`;
}

/**
 * Both sides with the partition that one of them names in the place of the other's
 * `AWS::Partition`: a template that writes `arn:aws:` is meant for that partition, and nothing in
 * it works elsewhere.
 */
export function withSamePartition<T>(
  a: readonly (T | number | Hole)[],
  b: readonly (T | number | Hole)[],
): readonly [readonly (T | number | Hole)[], readonly (T | number | Hole)[]] {
  const [ofA, ofB] = [literalPartition(a), literalPartition(b)];
  if (ofA === null && ofB !== null) return [withPartition(a, ofB), b];
  if (ofB === null && ofA !== null) return [a, withPartition(b, ofA)];
  return [a, b];
}

const ARN = codeUnits("arn:");

function literalPartition(symbols: readonly unknown[]): readonly number[] | null {
  if (ARN.some((unit, at) => symbols[at] !== unit)) return null;
  const units: number[] = [];
  for (const symbol of symbols.slice(ARN.length, ARN.length + 20)) {
    if (typeof symbol !== "number") return null;
    if (symbol === 58) return units;
    units.push(symbol);
  }
  return null;
}

function withPartition<T>(
  symbols: readonly (T | number | Hole)[],
  partition: readonly number[],
): readonly (T | number | Hole)[] {
  const hole = symbols[ARN.length];
  if (ARN.some((unit, at) => symbols[at] !== unit) || !isPartition(hole)) return symbols;
  return [...ARN, ...partition, ...symbols.slice(ARN.length + 1)];
}

function isPartition(symbol: unknown): boolean {
  return (
    typeof symbol === "object" && symbol !== null && "name" in symbol && symbol.name === "AWS::Partition"
  );
}

/** The resource whose value the whole text is. */
export function resourceOf(text: Text): Hole["resource"] {
  return soleHole(text)?.resource;
}
