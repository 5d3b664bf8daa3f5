import type { FrameworkId } from "../../core/frameworks.js";
import type { Control } from "../../service.js";
import type { Report } from "../report.js";

/** AWS's own checks: rules carry their ids as tags where no framework was asked for. */
const AWS_CHECKS: readonly FrameworkId[] = ["security-hub", "aws-config", "control-tower"];

/** The controls that a rule's tags name. */
export function controlTags({ frameworks, controlsOf }: Report, ruleId: string): readonly string[] {
  const wanted = frameworks.length === 0 ? AWS_CHECKS : frameworks.map(({ id }) => id);
  return controlsOf(ruleId, wanted).map(({ id }) => id);
}

/** The frameworks that were asked for as SARIF's taxonomies, and what refers to them; empty for none. */
export function taxonomiesOf({ frameworks, rules, controlsOf }: Report) {
  const controls = rules.flatMap((rule) => frameworks.flatMap(({ id }) => controlsOf(rule.id, [id])));
  const known = new Map(controls.map((control) => [control.id, control]));
  return frameworks.map(({ id, name }) => ({
    name,
    shortDescription: { text: `The controls of ${name} that the rules bear on.` },
    taxa: [...known.values()].filter(({ framework }) => framework === id).map(taxonOf),
  }));
}

/** The controls of a rule as references into the run's taxonomies. */
export function taxaOf(report: Report, ruleId: string) {
  return report.frameworks.flatMap(({ id, name }, index) =>
    report.controlsOf(ruleId, [id]).map((control) => ({ id: control.id, toolComponent: { name, index } })),
  );
}

function taxonOf({ id, says, butNot, source }: Control) {
  const text = butNot === null ? says : `${says} ${butNot}`;
  return { id, shortDescription: { text }, helpUri: source };
}
