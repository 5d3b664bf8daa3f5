import { compatible, keyOf, type Assumption, type Case, type Cases } from "./cases.js";
import type { Resource, Template } from "./model.js";

type CanHold = Template["canHold"];

/**
 * Every pair of cases that can hold at once, with what must hold for both.
 *
 * @param canHold the template's, which knows the conditions that exclude each other.
 */
export function pairs<A, B>(a: Cases<A>, b: Cases<B>, canHold: CanHold): Cases<readonly [A, B]> {
  return a.flatMap((one) =>
    b
      .filter((other) => compatible(one.when, other.when))
      .map((other): Case<readonly [A, B]> => ({
        when: joined(one.when, other.when),
        value: [one.value, other.value],
      }))
      .filter(({ when }) => canHold(when)),
  );
}

/** What is taken for granted wherever the resource exists. */
export function existenceOf({ condition }: Pick<Resource, "condition">): readonly Assumption[] {
  return condition === null ? [] : [{ kind: "condition", name: condition, is: true }];
}

/** Both lists of assumptions, each assumption once. */
export function joined(a: readonly Assumption[], b: readonly Assumption[]): readonly Assumption[] {
  return [...a, ...b.filter((one) => !includes(a, one))];
}

/** Whether every assumption of the first list stands in the second. */
export function isImpliedBy(a: readonly Assumption[], b: readonly Assumption[]): boolean {
  return a.every((one) => includes(b, one));
}

function includes(when: readonly Assumption[], one: Assumption): boolean {
  return when.some((other) => keyOf(other) === keyOf(one));
}
