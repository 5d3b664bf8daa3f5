/** A finding that a baseline holds: one that was there when the baseline was written. */
export interface BaselineEntry {
  /** Relative to the folder of the baseline, with `/`. */
  readonly path: string;
  /** The logical id; null where it is about the template itself. */
  readonly resource: string | null;
  readonly rule: string;
  /** See `core/fingerprint.ts`; made with `path`. */
  readonly fingerprint: string;
}

/** A text isn't what a baseline looks like; `message` is a clause. */
export class NoBaseline extends Error {}

const VERSION = 1;

/** The text of a baseline: the same for the same findings, one to a line. */
export function writtenBaseline(entries: readonly BaselineEntry[]): string {
  const lines = [...entries]
    .sort(byPlace)
    .map(
      ({ path, resource, rule, fingerprint }) =>
        `    ${JSON.stringify({ path, resource, rule, fingerprint })}`,
    );
  const list = lines.length === 0 ? "[]" : `[\n${lines.join(",\n")}\n  ]`;
  return `{\n  "version": ${VERSION},\n  "findings": ${list}\n}\n`;
}

/** Reads a baseline. @throws NoBaseline */
export function parsedBaseline(text: string): readonly BaselineEntry[] {
  const root = jsonIn(text);
  const { version, findings } = isMap(root) ? root : {};
  if (typeof version === "number" && version > VERSION) {
    throw new NoBaseline(`it is of version ${version}, and this program knows versions up to ${VERSION}`);
  }
  if (version !== VERSION || !Array.isArray(findings))
    throw new NoBaseline("it is no baseline of this program");
  return findings.map(entryOf);
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new NoBaseline(`it is no JSON (${error instanceof Error ? error.message : String(error)})`);
  }
}

function entryOf(value: unknown, index: number): BaselineEntry {
  const { path, resource, rule, fingerprint } = isMap(value) ? value : {};
  const isEntry =
    typeof path === "string" &&
    (typeof resource === "string" || resource === null) &&
    typeof rule === "string" &&
    typeof fingerprint === "string" &&
    /^[0-9a-f]{32}$/.test(fingerprint);
  if (!isEntry)
    throw new NoBaseline(`finding ${index + 1} in it lacks a path, resource, rule or fingerprint`);
  return { path, resource, rule, fingerprint };
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** By code units: the same on every machine. */
function byPlace(a: BaselineEntry, b: BaselineEntry): number {
  return (
    compared(a.path, b.path) ||
    compared(a.resource ?? "", b.resource ?? "") ||
    compared(a.rule, b.rule) ||
    compared(a.fingerprint, b.fingerprint)
  );
}

function compared(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
