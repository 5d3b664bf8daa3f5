import { remember } from "./remember.js";
import type { Rule } from "./rule.js";
import type { Say } from "./settings.js";

/**
 * The tools whose suppressions are honoured, as rules (`equivalents`), settings and reports name
 * them. `cdk` stands for the CDK's own acknowledgements of our rules.
 */
export const PEERS = [
  { id: "checkov", name: "Checkov" },
  { id: "cfn-lint", name: "cfn-lint" },
  { id: "cfn_nag", name: "cfn_nag" },
  { id: "guard", name: "CloudFormation Guard" },
  { id: "cdk-nag", name: "cdk-nag" },
  { id: "cdk", name: "the CDK" },
  { id: "kics", name: "KICS" },
  { id: "trivy", name: "Trivy" },
] as const;

export type PeerId = (typeof PEERS)[number]["id"];

/** How a finding was set aside: by a suppression of ours, or by one for another tool. */
export type SuppressedBy = "comment" | "metadata" | PeerId;

/** Which of our rules are the same check as one of another tool. */
export interface Equivalents {
  /** The rules that are the same check as the one of this id. */
  rulesOf(peer: PeerId, id: string): readonly string[];
  /** The rules with an id of the tool that this is true of, each once. */
  rulesWhere(peer: PeerId, isMeant: (id: string) => boolean): readonly string[];
  /** The tool's ids of one rule, the one to write first. */
  idsOf(peer: PeerId, rule: string): readonly string[];
}

/** No rule is the same check as any other. */
export const NO_EQUIVALENTS: Equivalents = { rulesOf: () => [], rulesWhere: () => [], idsOf: () => [] };

/** Reads the rules' `equivalents`, for the tools that are to be honoured. */
export function equivalentsOf(
  rules: readonly Pick<Rule, "id" | "equivalents">[],
  honoured: ReadonlySet<PeerId>,
): Equivalents {
  const rulesById = new Map<string, string[]>();
  for (const { id: rule, equivalents } of rules) {
    for (const check of [checkName("cdk", rule), ...equivalents]) {
      if (![...honoured].some((peer) => check.startsWith(checkName(peer, "")))) continue;
      remember(rulesById, check, () => []).push(rule);
    }
  }
  const checksOf = (peer: PeerId): readonly (readonly [id: string, rules: readonly string[]])[] => {
    const start = checkName(peer, "");
    return [...rulesById].flatMap(([check, known]) =>
      check.startsWith(start) ? [[check.slice(start.length), known] as const] : [],
    );
  };
  return {
    rulesOf: (peer, id) => rulesById.get(checkName(peer, id)) ?? [],
    rulesWhere: (peer, isMeant) => [
      ...new Set(checksOf(peer).flatMap(([id, known]) => (isMeant(id) ? known : []))),
    ],
    idsOf: (peer, rule) => checksOf(peer).flatMap(([id, known]) => (known.includes(rule) ? [id] : [])),
  };
}

/** A check of a tool, as `equivalents` spell it. */
function checkName(peer: PeerId, id: string): string {
  return `${peer}: ${id}`;
}

/** The tool that a suppression was written for; null for one of ours. */
export function peerOf(by: SuppressedBy): (typeof PEERS)[number] | null {
  return PEERS.find(({ id }) => id === by) ?? null;
}

/** How many findings are set aside: "3 suppressed (1 for Checkov, 1 for Trivy)."; empty where none is. */
export function suppressedInWords(
  findings: readonly { readonly suppressed: { readonly by: SuppressedBy } | null }[],
): string {
  const all = findings.flatMap(({ suppressed }) => suppressed?.by ?? []);
  const forOthers = PEERS.flatMap(({ id, name }) => {
    const count = all.filter((by) => by === id).length;
    return count === 0 ? [] : [`${count} for ${name}`];
  });
  if (all.length === 0) return "";
  return `${all.length} suppressed${forOthers.length === 0 ? "" : ` (${forOthers.join(", ")})`}.`;
}

/** The setting `honourSuppressionsOf`; a name that isn't known is said and left out. */
export function parseHonoured(raw: unknown, say: Say): ReadonlySet<PeerId> {
  const all = PEERS.map(({ id }) => id);
  if (raw === undefined) return new Set(all);
  if (!Array.isArray(raw)) {
    say("The setting 'honourSuppressionsOf' must be a list of tools.", ["honourSuppressionsOf"]);
    return new Set(all);
  }
  const named = raw.flatMap((one: unknown, index) => {
    const known = all.find((id) => id === one);
    if (known === undefined) {
      say(`The setting 'honourSuppressionsOf' can't have '${String(one)}'. There are: ${all.join(", ")}.`, [
        "honourSuppressionsOf",
        index,
      ]);
    }
    return known ?? [];
  });
  return new Set(named);
}
