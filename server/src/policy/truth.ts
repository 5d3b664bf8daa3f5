/**
 * What holds, what doesn't, and what can't be decided, with the reason as a clause:
 * "the parameter 'AdminArn' isn't known".
 */
export type Truth = boolean | Open;

export interface Open {
  readonly reason: string;
}

export function open(reason: string): Open {
  return { reason };
}

/** Whether a result is a reason why there is none. */
export function isOpen(result: unknown): result is Open {
  return typeof result === "object" && result !== null && "reason" in result;
}

export function not(truth: Truth): Truth {
  return isOpen(truth) ? truth : !truth;
}

/** All must hold; one that doesn't settles it. */
export function and(...truths: readonly Truth[]): Truth {
  return every(truths, (truth) => truth);
}

/** One is enough, and settles it. */
export function or(...truths: readonly Truth[]): Truth {
  return some(truths, (truth) => truth);
}

/** Whether it holds for all items; looks no further than the first that it doesn't hold for. */
export function every<T>(items: readonly T[], test: (item: T, index: number) => Truth): Truth {
  let result: Truth = true;
  for (const [index, item] of items.entries()) {
    const truth = test(item, index);
    if (truth === false) return false;
    if (isOpen(truth) && result === true) result = truth;
  }
  return result;
}

/** Whether it holds for an item; looks no further than the first that it holds for. */
export function some<T>(items: readonly T[], test: (item: T) => Truth): Truth {
  let result: Truth = false;
  for (const item of items) {
    const truth = test(item);
    if (truth === true) return true;
    if (isOpen(truth) && result === false) result = truth;
  }
  return result;
}
