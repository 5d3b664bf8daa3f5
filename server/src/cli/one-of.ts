import { UsageError } from "./environment.js";
import { suggestion } from "./nearest.js";
import type { OptionName } from "./options.js";

/** The value that an option was given, among those that it takes. @throws UsageError with the nearest one. */
export function oneOf<T extends string>(option: OptionName, value: string, values: readonly T[]): T {
  const found = values.find((each) => each === value);
  if (found !== undefined) return found;
  throw new UsageError(`--${option} takes ${listed(values)}, not '${value}'.${suggestion(value, values)}`);
}

function listed(values: readonly string[]): string {
  return `${values.slice(0, -1).join(", ")} or ${values.at(-1) ?? ""}`;
}
