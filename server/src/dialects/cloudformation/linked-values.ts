import type { Assumption } from "../../core/cases.js";
import type { Place } from "../../core/span.js";
import { joinTexts, type Hole, type Text } from "../../core/text.js";
import type { Evaluation } from "./evaluation.js";
import type { Parameter } from "./parameters.js";
import type { Linked } from "./surroundings.js";
import { textValue, unknownValue, withStep, type TextValue, type Value } from "./value.js";
import type { Passed } from "./world-state.js";

/** A fixed version (`name:3`) may be another value than the one the template sets today. */
const SSM_REFERENCE = /^resolve:ssm:([^:]+)$/;

/** A value that comes from elsewhere, in one of its cases; unknown, with a reason, where it can't be had. */
export function linkedValue(
  evaluation: Evaluation,
  linked: Linked,
  name: string,
  reason: string,
  at: Place,
): TextValue {
  if (linked === null || "reason" in linked) return unknownValue(name, linked?.reason ?? reason, at);
  const { when, value } = evaluation.state.choose(linked.cases);
  takeForGranted(evaluation, when);
  return { ...textValue(value.text, at), trace: value.trace };
}

/** What the template is given for a parameter when it is deployed, where that isn't known in full. */
export function passedValue(
  evaluation: Evaluation,
  { name, nameAt }: Parameter,
  passed: Passed,
  at: Place,
): Value {
  assumed(evaluation, passed);
  const value = { ...textValue(passed.value.text, at), trace: passed.value.trace };
  return withStep(value, { at: nameAt, text: `parameter '${name}' is set ${passed.label}` });
}

/** Notes what a passed value rests on. */
export function assumed(evaluation: Evaluation, passed: Passed | null): void {
  if (passed === null) return;
  takeForGranted(evaluation, passed.when);
  for (const one of evaluation.state.deploymentAssumption) evaluation.assume(one);
}

/** The text with its references to SSM parameters followed, where the workspace declares those. */
export function resolvedReferences(evaluation: Evaluation, value: TextValue): TextValue {
  const isReference = (part: string | Hole): part is Hole =>
    typeof part === "object" && SSM_REFERENCE.test(part.name);
  if (!value.text.parts.some(isReference)) return value;
  let trace = value.trace;
  const texts = value.text.parts.map((part): Text => {
    const name = isReference(part) ? SSM_REFERENCE.exec(part.name)?.[1] : undefined;
    if (name === undefined || typeof part === "string") return { parts: [part] };
    const linked = evaluation.scope.surroundings.ssmParameter(name);
    const found = linkedValue(evaluation, linked, part.name, part.reason, value.at);
    trace = [...trace, ...found.trace];
    return found.text;
  });
  return { ...value, text: joinTexts(texts, ""), trace };
}

/** Takes over another template's assumptions; those about this one must hold in this world, too. */
function takeForGranted(evaluation: Evaluation, when: readonly Assumption[]): void {
  for (const one of when) {
    if (one.of === undefined) holdTo(evaluation, one);
    evaluation.assume(one);
  }
}

/** Ends the world where the assumption isn't so. */
function holdTo(evaluation: Evaluation, { kind, name, is }: Assumption): void {
  const { state, world } = evaluation;
  if (kind === "condition" && evaluation.condition(name) !== is) world.reject();
  if (kind === "deployment" && state.deployment()?.label !== is) world.reject();
  if (kind === "parameter" && is !== null) state.settle(name, String(is));
}
