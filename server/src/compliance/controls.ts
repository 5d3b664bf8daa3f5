import { FRAMEWORKS, type FrameworkId } from "../core/frameworks.js";
import { AWS_CONTROLS } from "./aws-controls.js";
import type { Control } from "./control.js";
import { STANDARD_CONTROLS } from "./standard-controls.js";

export type { Control } from "./control.js";

/** Every control that a rule names. */
export const CONTROLS: readonly Control[] = [...AWS_CONTROLS, ...STANDARD_CONTROLS];

/** The control of that name, or undefined. */
export function controlNamed(id: string): Control | undefined {
  return CONTROLS.find((control) => control.id === id);
}

/** Those of the named controls that belong to the frameworks, framework by framework. */
export function controlsAmong(
  ids: readonly string[],
  frameworks: readonly FrameworkId[],
): readonly Control[] {
  const named = ids.flatMap((id) => controlNamed(id) ?? []);
  return frameworks.flatMap((framework) => named.filter((control) => control.framework === framework));
}

/** The same with the name of each framework that has any, in the order of `FRAMEWORKS`. */
export function controlsByFramework(
  ids: readonly string[],
): readonly { readonly framework: string; readonly controls: readonly Control[] }[] {
  return FRAMEWORKS.map(({ id, name }) => ({ framework: name, controls: controlsAmong(ids, [id]) })).filter(
    ({ controls }) => controls.length > 0,
  );
}
