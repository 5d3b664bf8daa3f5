import type { Text } from "../../core/text.js";
import { casesOf, propertyValue, type ResourceSource } from "./resource.js";

/**
 * A property that names the resource, where it is the same in every case; null where it is never
 * given. Where cases differ it is a hole, so that nothing is concluded from one of them.
 */
export function agreedText(resource: ResourceSource, path: readonly string[]): Text | null {
  const cases = casesOf<Text | null>(
    resource,
    (evaluation) => {
      const value = propertyValue(evaluation, resource, path);
      if (value.kind === "absent") return null;
      return value.kind === "text" ? value.text : unknown(path, "it isn't a string");
    },
    (text) => JSON.stringify(text),
    (reason) => unknown(path, reason),
  );
  const [first, ...others] = cases;
  if (others.length > 0) return unknown(path, "it depends on conditions");
  return first?.value ?? null;
}

function unknown(path: readonly string[], reason: string): Text {
  return { parts: [{ name: `its ${path.at(-1) ?? "name"}`, reason }] };
}
