import type { AskedKey } from "../core/edit.js";
import { UsageError } from "./environment.js";

const LOGICAL_ID = /^[A-Za-z0-9]{1,255}$/;

/**
 * Reads what `--key` is given. A bare name may be that of a key, a parameter or an export; `key:`,
 * `parameter:` and `export:` in front of it say which.
 *
 * @throws UsageError
 */
export function askedKey(value: string | null): AskedKey | null {
  if (value === null) return null;
  if (value === "new") return { kind: "new" };
  if (value === "new-per-classification") return { kind: "new-per-classification", tag: null };
  if (value === "parameter") return { kind: "parameter", name: null };
  const [, kind, name = ""] = /^(new-per-classification|key|parameter|export):(.*)$/s.exec(value) ?? [];
  switch (kind) {
    case "new-per-classification":
      if (name === "") throw new UsageError(`--key ${value} needs the name of a tag behind the colon.`);
      return { kind, tag: name };
    case "key":
      return { kind: "declared", name: logicalId(name, value) };
    case "parameter":
      return { kind: "parameter", name: logicalId(name, value) };
    case "export":
      if (name === "") throw new UsageError(`--key ${value} needs the name of an export behind the colon.`);
      return { kind: "export", name };
    default:
      return { kind: "named", name: value };
  }
}

function logicalId(name: string, value: string): string {
  if (LOGICAL_ID.test(name)) return name;
  throw new UsageError(`--key takes a logical id of letters and digits behind the colon, not '${value}'.`);
}
