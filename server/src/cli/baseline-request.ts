import { UsageError } from "./environment.js";
import { USUAL_BASELINE } from "./options.js";

/** What is to be done with a baseline: compare with it, write it anew, or compare and take out what is gone. */
export interface BaselineRequest {
  readonly kind: "use" | "write" | "update";
  /** As typed. */
  readonly file: string;
}

/**
 * What was asked for; null where no baseline is.
 *
 * @param used the file of `--baseline`.
 * @param written that of `--write-baseline`.
 * @throws UsageError
 */
export function baselineOf(
  used: string | null,
  written: string | null,
  update: boolean,
): BaselineRequest | null {
  if (written === null) {
    if (update) return { kind: "update", file: used ?? USUAL_BASELINE };
    return used === null ? null : { kind: "use", file: used };
  }
  if (used === null && !update) return { kind: "write", file: written };
  const other = update ? "--update-baseline" : "--baseline";
  throw new UsageError(`--write-baseline makes a baseline anew, so ${other} doesn't go with it.`);
}
