import type { Cases } from "./cases.js";
import type { Read } from "./model.js";

/** What holds in every case; null where cases differ or one isn't known. `absent` stands for no property. */
export function agreed<T>(
  cases: Cases<Read<T> | null>,
  holds: (value: T) => boolean,
  absent: boolean | null = null,
): boolean | null {
  const answers = cases.map(({ value }) => {
    if (value === null) return absent;
    return value.known ? holds(value.value) : null;
  });
  const [first] = answers;
  return first !== undefined && answers.every((one) => one === first) ? first : null;
}
