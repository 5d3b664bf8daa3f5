import type { Finding } from "../core/finding.js";
import type { Analysis } from "../service.js";
import { isRecord } from "./client-support.js";

/**
 * Names a finding in messages to the client and back, for one version of a document. `index`
 * counts, from 0 and in document order, the findings with this rule and message.
 */
export interface FindingReference {
  readonly rule: string;
  readonly messageId: string;
  readonly index: number;
}

export function referTo(analysis: Analysis, finding: Finding): FindingReference {
  const { rule, messageId } = finding;
  const known = indexes.get(analysis) ?? indexesOf(analysis);
  indexes.set(analysis, known);
  return { rule, messageId, index: known.get(finding) ?? -1 };
}

const indexes = new WeakMap<Analysis, ReadonlyMap<Finding, number>>();

/** The place of each finding among those of its rule and message. */
function indexesOf({ findings }: Analysis): ReadonlyMap<Finding, number> {
  const counts = new Map<string, number>();
  const found = new Map<Finding, number>();
  for (const finding of findings) {
    const name = `${finding.rule} ${finding.messageId}`;
    const index = counts.get(name) ?? 0;
    found.set(finding, index);
    counts.set(name, index + 1);
  }
  return found;
}

/** The finding that a reference made for the same text names; undefined where there is none. */
export function findReferred(analysis: Analysis, reference: FindingReference): Finding | undefined {
  return alike(analysis, reference)[reference.index];
}

/** Reads a reference that came over the wire; undefined for anything else. */
export function readReference(value: unknown): FindingReference | undefined {
  if (!isRecord(value)) return undefined;
  const { rule, messageId, index } = value;
  if (typeof rule !== "string" || typeof messageId !== "string" || typeof index !== "number")
    return undefined;
  return { rule, messageId, index };
}

function alike(
  analysis: Analysis,
  { rule, messageId }: { readonly rule: string; readonly messageId: string },
): readonly Finding[] {
  return analysis.findings.filter((one) => one.rule === rule && one.messageId === messageId);
}
