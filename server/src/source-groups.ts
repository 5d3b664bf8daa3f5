/**
 * The façade's part that joins what is found at one place of a CDK app's source: a line in a loop, a
 * helper or a stack that is made twice stands for many resources. Pure.
 */
import type { Severity } from "./core/finding.js";
import { isTableType } from "./core/key-scope.js";
import type { MadeResource, SourceFinding, SourcePosition } from "./source-findings.js";

/** What one rule says about one place. */
export interface SourceGroup {
  readonly rule: string;
  readonly place: SourcePosition;
  readonly kind: SourceFinding["kind"];
  /** The heaviest of its findings'. */
  readonly severity: Severity;
  /** That of the heaviest finding, and which other resources it is about. */
  readonly message: string;
  /** The heaviest first, then in the order of their templates. */
  readonly findings: readonly SourceFinding[];
}

const WEIGHT: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };
const MOST_NAMES = 5;
/** Of one text: the resources beyond are counted, and their names not listed. */
const LONGEST_NAME = 60;

/** Joins findings by rule and place, in the order of the first of each. */
export function groupFindings(findings: readonly SourceFinding[]): readonly SourceGroup[] {
  const groups = new Map<string, SourceFinding[]>();
  for (const finding of findings) {
    const { path, line, column } = finding.place;
    const key = JSON.stringify([finding.rule, path, line, column]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()].flatMap((group) => joined(group) ?? []);
}

/** The resources of findings, each once. */
export function resourcesOf(findings: readonly Pick<SourceFinding, "resource">[]): readonly MadeResource[] {
  const byId = new Map(
    findings.map(({ resource }) => [`${resource.template} ${resource.logicalId}`, resource]),
  );
  return [...byId.values()];
}

/** Several resources in a few words: "3 tables: LoopA, LoopB, LoopC; 2 stacks". */
export function listed(resources: readonly MadeResource[]): string {
  const names = [...new Set(resources.map(({ name }) => name))];
  const shown = names.slice(0, MOST_NAMES).map(short);
  const more = names.length - shown.length;
  const stacks = new Set(resources.map(({ stack }) => stack)).size;
  const list = more > 0 ? `${shown.join(", ")} and ${more} more` : shown.join(", ");
  return `${counted(resources)}: ${list}${stacks > 1 ? `; ${stacks} stacks` : ""}`;
}

/** "3 tables", "2 keys", "4 resources". */
export function counted(resources: readonly MadeResource[]): string {
  const nouns = new Set(resources.map(({ type }) => nounOf(type)));
  const [noun = "resource"] = nouns;
  return `${resources.length} ${nouns.size === 1 ? noun : "resource"}${resources.length === 1 ? "" : "s"}`;
}

function joined(group: readonly SourceFinding[]): SourceGroup | null {
  const findings = [...group].sort((a, b) => WEIGHT[a.severity] - WEIGHT[b.severity]);
  const [first] = findings;
  if (first === undefined) return null;
  const resources = resourcesOf(findings);
  const message = resources.length === 1 ? first.message : `${first.message} ${listed(resources)}.`;
  const { rule, place, kind, severity } = first;
  return { rule, place, kind, severity, message, findings };
}

function nounOf(type: string): string {
  if (isTableType(type)) return "table";
  return type === "AWS::KMS::Key" || type === "AWS::KMS::ReplicaKey" ? "key" : "resource";
}

function short(name: string): string {
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name;
}
