import { enumerate, type Assumption } from "../../core/cases.js";
import type { Place } from "../../core/span.js";
import { knownText } from "../../core/text.js";
import { Evaluation } from "./evaluation.js";
import type { Scope } from "./scope.js";

const NOWHERE: Place = { origin: { offset: 0 }, from: 0, to: 0 };

/** Whether there is a world in which all of this is so; true where there are too many to look at. */
export function canHold(scope: Scope, when: readonly Assumption[]): boolean {
  if (when.length === 0) return true;
  const others = new Set(when.flatMap(({ of }) => of ?? []));
  for (const name of others) {
    const about = when.filter(({ of }) => of === name).map(atHome);
    if (!scope.surroundings.canHold(name, about)) return false;
  }
  const worlds = enumerate((world) => {
    const evaluation = new Evaluation(scope, world, new Map());
    if (!when.every((assumption) => agrees(evaluation, assumption))) world.reject();
    return true;
  }, String);
  return worlds === undefined || worlds.length > 0;
}

/** What isn't known agrees with everything. */
function agrees(evaluation: Evaluation, { kind, name, is, of }: Assumption): boolean {
  if (of !== undefined) return true;
  if (kind === "deployment") return evaluation.state.deployment()?.label === is;
  if (kind === "condition") return evaluation.condition(name) === is;
  if (kind === "mapping" || is === null) return true;
  const value = evaluation.named(name, NOWHERE);
  const text = value.kind === "text" ? knownText(value.text) : undefined;
  return text === undefined || text === String(is);
}

/** The assumption as its own template knows it. */
function atHome({ kind, name, is, by }: Assumption): Assumption {
  return { kind, name, is, ...(by === undefined ? {} : { by }) };
}
