import type { Context } from "mocha";

/** A VS Code or a browser can't be had on this machine; the message says why, and what would help. */
export class Unavailable extends Error {
  override readonly name = "Unavailable";
}

/**
 * For mocha's `before`: what `ensure` gives, or the suite is skipped and the reason printed. Where
 * `CI` is set there is no skipping on Linux, where everything can be had: the error is thrown on.
 */
export async function orSkip<T>(context: Context, ensure: () => Promise<T>): Promise<T> {
  try {
    return await ensure();
  } catch (error) {
    if (!(error instanceof Unavailable) || mayNotSkip()) throw error;
    console.log(`\n  ⚠ SKIPPED: ${error.message}\n`);
    return context.skip();
  }
}

/** Whether a suite that can't run is a failure. */
export function mayNotSkip(): boolean {
  return process.platform === "linux" && !["", "0", "false"].includes(process.env["CI"] ?? "");
}
