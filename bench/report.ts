import { cpus, loadavg, totalmem } from "node:os";
import { MEGABYTE } from "./measuring.js";
import type { Machine, MeasuredFigure } from "./results.js";
import { keeps, measureOf, type Figure, type Limit, type Subject } from "./subject.js";

/** What the figures are measured on, and how busy that is. */
export function thisMachine(): Machine {
  const all = cpus();
  return {
    processor: all[0]?.model ?? "unknown processor",
    cores: all.length,
    gigabytes: Math.round(totalmem() / MEGABYTE / 1000),
    system: `${process.platform} ${process.arch}`,
    node: process.version,
    load: Number((loadavg()[0] ?? 0).toFixed(1)),
  };
}

export function machineAsText({ processor, cores, gigabytes, system, node, load }: Machine): string {
  return `${processor}, ${cores} cores, ${gigabytes} GB, ${system}, Node ${node}, load ${load}`;
}

/** A subject's figures as lines of a table. */
export function tableOf({ name, about }: Subject, figures: readonly Figure[]): string {
  if (figures.length === 0) return `${name}: the input has nothing to measure it with\n`;
  const width = Math.max(...figures.map(({ what }) => what.length));
  const lines = figures.map(
    (one) =>
      `  ${one.what.padEnd(width)}  ${shown(one.value, one.unit).padStart(14)}${spread(one)}${ratio(one)}`,
  );
  return [`${name}: ${about}`, ...lines, ""].join("\n");
}

/** Every target, and whether it holds. */
export function targetsOf(figures: readonly MeasuredFigure[]): string {
  const rows = figures.flatMap((one) =>
    one.limits.map((limit) => ({
      mark: keeps(one, limit) ? "✔" : "✖",
      what: `${one.subject}: ${one.what}`,
      limit: limitAsText(one, limit),
      measured: amount(one, limit, measureOf(one, limit.of)),
    })),
  );
  if (rows.length === 0) return "Targets: none was measured.\n";
  const width = (column: "what" | "limit"): number => Math.max(...rows.map((row) => row[column].length));
  const [what, limit] = [width("what"), width("limit")];
  const lines = rows.map(
    (row) => `  ${row.mark} ${row.what.padEnd(what)}  ${row.limit.padEnd(limit)}  ${row.measured}`,
  );
  const met = rows.filter(({ mark }) => mark === "✔").length;
  return [`Targets: ${met} of ${rows.length} hold`, ...lines, ""].join("\n");
}

function limitAsText(one: Figure, limit: Limit): string {
  const measure = limit.of.startsWith("p95") ? "p95 " : "";
  const bound =
    "atMost" in limit ? `≤ ${amount(one, limit, limit.atMost)}` : `≥ ${amount(one, limit, limit.atLeast)}`;
  return `${measure}${bound}${limit.of.endsWith("ratio") ? ` ${one.floor?.what ?? ""}` : ""}`;
}

function amount({ unit }: Figure, { of }: Limit, value: number): string {
  return of.endsWith("ratio") ? `${digits(value)} ×` : shown(value, unit);
}

function spread({ p95, runs, unit }: Figure): string {
  return p95 === null ? "" : `  p95 ${shown(p95, unit)} of ${runs}`;
}

function ratio(one: Figure): string {
  if (one.floor === null) return "";
  return `  = ${digits(measureOf(one, "ratio"))} × ${one.floor.what} (${shown(one.floor.value, one.unit)})`;
}

function shown(value: number, unit: Figure["unit"]): string {
  const isCount = unit === "files" || unit === "templates" || unit === "statements";
  return `${isCount ? value.toFixed(0) : digits(value)} ${unit}`;
}

/** Three digits that count, and no more than a person can use. */
function digits(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return String(Number(value.toPrecision(3)));
}
