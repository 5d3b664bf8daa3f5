import type { Environment, Output } from "../environment.js";

/** Colours text, or leaves it as it is. */
export interface Palette {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly error: Paint;
  readonly warning: Paint;
  readonly info: Paint;
  readonly good: Paint;
  readonly code: Paint;
}

type Paint = (text: string) => string;

const PLAIN = paletteOf(() => (text) => text);
const COLOURED = paletteOf((on, off) => (text) => (text === "" ? "" : `\u001b[${on}m${text}\u001b[${off}m`));

/**
 * Colours only on a terminal, unless somebody says otherwise: `--color`, `--no-color`, then the
 * variables FORCE_COLOR and NO_COLOR (no-color.org).
 */
export function paletteFor(color: boolean | null, output: Output, env: Environment["env"]): Palette {
  if (color !== null) return color ? COLOURED : PLAIN;
  const forced = env["FORCE_COLOR"];
  if (forced !== undefined) return forced === "0" || forced === "false" ? PLAIN : COLOURED;
  if ((env["NO_COLOR"] ?? "") !== "" || env["TERM"] === "dumb") return PLAIN;
  return output.isTerminal ? COLOURED : PLAIN;
}

/** Cells of a line to fill: prose that is wider reads badly. */
export function lineWidth(output: Output): number {
  return Math.max(40, Math.min(output.columns ?? 100, 120));
}

/** Text of a template or a path, safe to show: control characters could steer the terminal. */
export function printable(text: string): string {
  // eslint-disable-next-line no-control-regex -- these are what is to be found
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, "\uFFFD");
}

function paletteOf(paint: (on: number, off: number) => Paint): Palette {
  return {
    bold: paint(1, 22),
    dim: paint(2, 22),
    error: paint(31, 39),
    warning: paint(33, 39),
    info: paint(36, 39),
    good: paint(32, 39),
    code: paint(36, 39),
  };
}
