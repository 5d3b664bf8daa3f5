import type { KeyType, Replica, Table, Template } from "../core/model.js";
import type { Prices } from "../pricing/prices.js";
import { code, list, paragraphs, plain, section } from "./markdown.js";
import { lockRemark } from "./lock-remark.js";
import { meaningInShort, meaningOf } from "./meaning.js";
import { caseOf, headline, phrase, reasonOf, regionOf, verdictsOf, type Verdict } from "./verdict.js";
import { whoDecrypts, type LineOf } from "./who-decrypts.js";

/** How many cases are listed before the rest is only counted. */
const MOST_CASES = 6;

/** Which key encrypts a table, why, and what that means. */
export function tableHover(table: Table, template: Template, lineOf: LineOf, prices: Prices): string {
  return paragraphs(
    verdictText(table, null),
    whoDecrypts(table, template, lineOf),
    meaning(table, table.replicas, prices),
    remarks(table),
  );
}

/** The same for one replica of a global table. */
export function replicaHover(table: Table, replica: Replica, prices: Prices): string {
  return paragraphs(verdictText(table, replica), meaning(table, [replica], prices), remarks(table));
}

/**
 * Which key encrypts a table (or one replica of it) and why: a sentence, or a list of cases.
 *
 * @param replica null for the whole table.
 */
export function verdictText(table: Table, replica: Replica | null): string {
  const replicas = replica === null ? table.replicas : [replica];
  const subject = subjectOf(table, replica);
  const cases = replicas.flatMap((one) => verdictsOf(one).map((verdict) => ({ replica: one, verdict })));
  const first = cases[0];
  if (first === undefined) return `${subject} never exists: its condition can't be true.`;
  if (cases.every(({ verdict }) => sameVerdict(verdict, first.verdict))) {
    return paragraphs(headline(subject, first.verdict), `Why: ${reasonOf(first.verdict)}.`);
  }
  const points = cases.map(({ replica: one, verdict }) => {
    const where = replicas.length > 1 ? code(regionOf(one) ?? "") : "";
    const label = `${where}${caseOf(verdict)}`.trim();
    return `${label === "" ? "always" : label}: ${phrase(verdict)}, because ${reasonOf(verdict)}`;
  });
  const differ =
    replicas.length > 1 ? "has a key for each Region" : "has a key that depends on how the stack is deployed";
  return paragraphs(`${subject} ${differ}:`, list(points, MOST_CASES));
}

/** The table as the subject of a sentence, in bold. */
export function subjectOf(table: Table, replica: Replica | null): string {
  const name = `**${plain(table.logicalId)}**`;
  const region = replica === null ? null : regionOf(replica);
  return region === null ? name : `The replica of ${name} in ${code(region)}`;
}

/** The sentence about a whole stands for its parts only where they agree in every word of it. */
function sameVerdict(a: Verdict, b: Verdict): boolean {
  return headline("", a) === headline("", b) && reasonOf(a) === reasonOf(b);
}

function meaning(table: Table, replicas: readonly Replica[], prices: Prices): string | null {
  const kinds = keyTypesOf(replicas);
  const only = kinds[0];
  if (only === undefined) return null;
  const points =
    kinds.length === 1
      ? meaningOf(only, table.kind, prices)
      : kinds.map((kind) => meaningInShort(kind, prices));
  return section("What that means:", points, MOST_CASES);
}

function keyTypesOf(replicas: readonly Replica[]): readonly KeyType[] {
  const kinds = new Set<KeyType>();
  for (const verdict of replicas.flatMap(verdictsOf)) {
    const { verdict: kind } = verdict.encryption;
    if (kind !== "undecided" && kind !== "invalid" && !verdict.broken) kinds.add(kind);
  }
  return [...kinds];
}

function remarks(table: Table): string | null {
  const untyped = table.faults.find(({ value }) =>
    value.some(({ kind }) => kind === "key-without-type-global"),
  );
  const fault =
    untyped === undefined
      ? null
      : `The replicas have keys, but \`SSEType: KMS\` isn't given beside \`SSEEnabled\`${caseOf(untyped)}: the deployment may be refused.`;
  return paragraphs(fault, lockRemark(table));
}
