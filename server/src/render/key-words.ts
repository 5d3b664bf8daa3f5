import type { Assumption } from "../core/cases.js";
import { ofHome } from "../core/home.js";
import type { KeyReference, Table } from "../core/model.js";
import { verdictsOf, type Verdict } from "./verdict.js";

/** A longer name of a key than this is shortened: an ARN says nothing in its middle. */
const LONGEST_NAME = 40;
const MOST_KEYS = 3;

/** The key of one case as a plain phrase: "customer managed key ShopKey", "AWS owned key". */
export function keyInWords({ encryption, broken }: Pick<Verdict, "encryption" | "broken">): string {
  const name = nameOf(encryption.key);
  if (broken) return `a key that can't work: ${name}`;
  switch (encryption.verdict) {
    case "aws-owned":
      return "AWS owned key";
    case "aws-managed":
      return "AWS managed key aws/dynamodb";
    case "customer-managed":
      return `customer managed key ${name}`;
    case "undecided":
      return "key can't be decided";
    case "invalid":
      return "refused when deployed";
  }
}

/** The key of a table in one line: "depends on IsProd: customer managed ShopKey / AWS owned". */
export function keysInWords(table: Table): string {
  const byReplica = table.replicas.map((replica) => verdictsOf(replica));
  const verdicts = byReplica.flat();
  const phrases = [...new Set(verdicts.map(keyInWords))];
  const [first] = phrases;
  if (first === undefined) return "never exists: its condition can't be true";
  if (phrases.length === 1) return first;
  const shown = phrases.slice(0, MOST_KEYS).map(withoutNoun).join(" / ");
  const all = phrases.length > MOST_KEYS ? `${shown} / …` : shown;
  const isConditional = byReplica.some((cases) => new Set(cases.map(keyInWords)).size > 1);
  if (!isConditional) return `by Region: ${all}`;
  const reasons = decidersOf(verdicts.flatMap(({ when }) => when));
  return `depends on ${reasons.join(" and ")}: ${all}`;
}

/** "customer managed ShopKey", "AWS owned": several keys have to share one line. */
function withoutNoun(phrase: string): string {
  return phrase.replace(/^((?:AWS|customer) \w+) key( aws\/dynamodb)?/, "$1");
}

/** The conditions and parameters that cases differ in, by name. */
function decidersOf(when: readonly Assumption[]): readonly string[] {
  const stated = when.filter(({ implied }) => implied !== true);
  const names = stated.map(({ kind, name }) => (kind === "deployment" ? "the deployment" : name));
  return [...new Set(names)];
}

function nameOf(key: KeyReference | null): string {
  if (key === null) return "";
  const declared = key.kind === "key" || key.kind === "alias" ? key.key : null;
  if (declared !== null) return `${declared.logicalId}${ofHome(declared)}`;
  if (key.text.length <= LONGEST_NAME) return key.text;
  return `${key.text.slice(0, LONGEST_NAME / 2)}…${key.text.slice(-LONGEST_NAME / 2)}`;
}
