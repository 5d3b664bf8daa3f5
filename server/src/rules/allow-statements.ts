import type { Key } from "../core/model.js";
import { keyOf } from "../core/cases.js";
import type { PolicyItem, WrittenPolicy } from "../core/policy-value.js";
import type { Report, RuleContext } from "../core/rule.js";
import { encloses, spanOf, type Place } from "../core/span.js";
import { knownText } from "../core/text.js";
import { keyActionsOf, statementsWith } from "../policy/action-sets.js";
import { resourceMatches } from "../policy/arn.js";
import type { PolicyPath, Statement } from "../policy/document.js";
import { grantedSets, type GrantedSet } from "../policy/granted-sets.js";
import { ofSpellings } from "../policy/spellings.js";
import { some } from "../policy/truth.js";
import { documentOf, type JudgedPolicy } from "./judged-policies.js";
import { pieceAt } from "./policy-copies.js";
import { acrossCases, policyCases } from "./policy-reports.js";

/** A statement that allows something, as it works in one policy. */
export interface AllowStatement {
  readonly statement: Statement;
  /** Whom it lets in, one for each principal. */
  readonly sets: readonly GrantedSet[];
  /** The actions on the key that it surely allows, with prefix; never empty. */
  readonly actions: ReadonlySet<string>;
}

/** The statements with Allow that have an effect on the key, and of which AWS refuses nothing. */
export function allowStatements(policy: JudgedPolicy): readonly AllowStatement[] {
  return statementsWith(policy.document, "Allow").flatMap((statement) => {
    const actions = keyActionsOf(statement).sure;
    if (actions.size === 0 || !isAboutKey(statement, policy)) return [];
    return [{ statement, actions, sets: grantedSets(policy.document, statement, policy.own) }];
  });
}

/** Whether the statement may be about the key: `Resource` takes it in, AWS refuses nothing of it. */
export function isAboutKey({ resources, refused }: Statement, { arn }: JudgedPolicy): boolean {
  if (resources === null || refused !== null) return false;
  const listed = some(resources.values, ({ text }) =>
    ofSpellings(arn, (spelling) => resourceMatches(text, spelling, null, false)),
  );
  return listed !== resources.negated;
}

/** Reports what is found in each of the key's policies: once for all cases that have it. */
export function reportOnPolicies<M extends string>(
  key: Key,
  context: RuleContext<M>,
  find: (policy: JudgedPolicy) => readonly Report<M>[],
): void {
  const found = policyCases(key, context).map(({ when, value }) => ({
    when,
    value: value === null ? [] : find(value),
  }));
  const items = key.policy().flatMap(({ value }) => value?.items ?? []);
  for (const report of acrossCases(found)) {
    context.report({ resource: key.logicalId, ...withOwnDefaults(report, items) });
  }
}

/** What is found in one statement doesn't rest on the defaults of parameters that only others name. */
function withOwnDefaults<M extends string>(report: Report<M>, items: readonly PolicyItem[]): Report<M> {
  const around = items.filter(
    ({ at }) => at.origin === report.at.origin && encloses(spanOf(at), spanOf(report.at)),
  );
  if (around.length === 0) return report;
  const own = new Set(around.flatMap(({ restsOn }) => restsOn.map(keyOf)));
  const when = (report.case ?? []).filter((one) => one.byDefault !== true || own.has(keyOf(one)));
  return { ...report, case: when };
}

/**
 * Whether the statement names the same principals wherever it is met in the key's cases: what is
 * changed of it for some isn't changed for others, too.
 */
export function hasSamePrincipals(key: Key, { written }: JudgedPolicy, statement: Statement): boolean {
  if (written.inString) return true;
  const places = placesOf(statement);
  return key.policy().every(({ value }) => {
    if (value === null || value.inString) return true;
    const same = documentOf(value).statements.filter((one) => isSame(one.at, statement.at));
    return same.every((one) => placesOf(one) === places);
  });
}

function placesOf({ principals }: Statement): string {
  return JSON.stringify(principals?.entries.map(({ at, type }) => [type, at === null ? null : spanOf(at)]));
}

function isSame(one: Place | null, other: Place | null): boolean {
  return one !== null && other !== null && one.origin === other.origin && one.from === other.from;
}

/** Where the name of an entry of a policy stands: `NotPrincipal`; the whole policy where nobody knows. */
export function nameAt({ value, at }: WrittenPolicy, path: PolicyPath): Place {
  const parent = pieceAt(value, path.slice(0, -1));
  const entry = parent?.kind === "map" ? parent.entries.find(({ key }) => key === path.at(-1)) : undefined;
  return entry?.keyAt ?? at;
}

/**
 * Which statement is meant, where the place doesn't tell because the policy is one string:
 * " in statement 'Admins'", " in statement 2". Otherwise empty.
 */
export function whereIn({ inString }: WrittenPolicy, { sid, index }: Statement): string {
  if (!inString) return "";
  const name = sid === null ? undefined : knownText(sid.text);
  return ` in statement ${name === undefined || name === "" ? index + 1 : `'${name}'`}`;
}
