import { mapCases, type Cases } from "../core/cases.js";
import type { Key } from "../core/model.js";
import type { Report, RuleContext } from "../core/rule.js";
import { spanOf } from "../core/span.js";
import { isImpliedBy } from "../core/case-pairs.js";
import { policiesOf, type JudgedPolicy } from "./judged-policies.js";

/**
 * The policies that a key is given in all its cases; null where it is given none. No cases for a key
 * that isn't judged.
 */
export function policyCases(key: Key, context: RuleContext): Cases<JudgedPolicy | null> {
  const judged = policiesOf(key, context);
  if (judged.length === 0) return [];
  const without = key.policy().filter(({ value }) => value === null);
  return [
    ...judged.map((policy) => ({ when: policy.when, value: policy })),
    ...without.map(({ when }) => ({ when, value: null })),
  ];
}

/**
 * What is found in the cases of a policy, each finding once: what stands outside of all branches is
 * in every case, and is said without naming one.
 *
 * @param cases what is found in each case; the reports' own `case` isn't looked at.
 */
export function acrossCases<M extends string>(cases: Cases<readonly Report<M>[]>): readonly Report<M>[] {
  const identities = new Set(cases.flatMap(({ value }) => value.map(identityOf)));
  return [...identities].flatMap((identity) => {
    const found = mapCases(
      cases,
      (reports) => reports.some((one) => identityOf(one) === identity),
      (isFound) => String(isFound),
    );
    return found.flatMap(({ when, value: isFound }) => {
      if (!isFound) return [];
      const covered = cases.filter((one) => isImpliedBy(said(when), one.when));
      const report = covered.flatMap(({ value }) => value).find((one) => identityOf(one) === identity);
      return report === undefined ? [] : [{ ...report, case: when }];
    });
  });
}

function said(when: Cases<unknown>[number]["when"]): Cases<unknown>[number]["when"] {
  return when.filter(({ implied }) => implied !== true);
}

function identityOf<M extends string>({ at, message, data, resource }: Report<M>): string {
  const { start, end } = spanOf(at);
  return JSON.stringify([message, at.path, start, end, resource, data]);
}
