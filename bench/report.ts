import { cpus, loadavg, totalmem } from "node:os";
import { MEGABYTE } from "./measuring.js";
import { isMet, type Figure, type Subject } from "./subject.js";

/** What the figures are measured on, and how busy that is with other things: its load, as far as the system tells. */
export function machine(): string {
  const all = cpus();
  const memory = Math.round(totalmem() / MEGABYTE / 1000);
  return [
    all[0]?.model ?? "unknown processor",
    `${all.length} cores`,
    `${memory} GB`,
    `${process.platform} ${process.arch}`,
    `Node ${process.version}`,
    `load ${(loadavg()[0] ?? 0).toFixed(1)}`,
  ].join(", ");
}

/** A subject's figures as lines of a table. */
export function tableOf({ name, about }: Subject, figures: readonly Figure[]): string {
  if (figures.length === 0) return `${name}: the input has nothing to measure it with\n`;
  const width = Math.max(...figures.map(({ what }) => what.length));
  const lines = figures.map(
    (one) => `  ${one.what.padEnd(width)}  ${shown(one).padStart(14)}${verdict(one)}`,
  );
  return [`${name}: ${about}`, ...lines, ""].join("\n");
}

function shown({ value, unit }: Figure): string {
  const isCount = unit === "files" || unit === "templates";
  const digits = isCount || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return `${value.toFixed(digits)} ${unit}`;
}

function verdict(one: Figure): string {
  if (one.target === null) return "";
  const limit = "atMost" in one.target ? `at most ${one.target.atMost}` : `at least ${one.target.atLeast}`;
  return `   ${isMet(one) ? "✔" : "✖"} ${limit} ${one.unit}`;
}
