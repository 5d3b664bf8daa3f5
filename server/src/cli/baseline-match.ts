import { fingerprints } from "../service.js";
import type { BaselineEntry } from "./baseline.js";
import type { FileReport, ReportedFinding } from "./report.js";

/** What a baseline has to know of the files it is compared with; all paths are its own. */
export interface BaselineSurroundings {
  /** What a path of a report is to the baseline. */
  readonly pathOf: (shown: string) => string;
  readonly exists: (path: string) => boolean;
}

/** What a baseline holds after a run. */
export interface BaselineOutcome {
  /** Those that are no longer there. */
  readonly gone: readonly BaselineEntry[];
  /** The others, under their files' names of today. */
  readonly kept: readonly BaselineEntry[];
  /** Files that have taken over the entries of one that is gone: a renamed template. */
  readonly renamed: readonly { readonly from: string; readonly to: string }[];
}

/** Compares the findings of a run, file by file, with those of a baseline. */
export class BaselineMatch {
  /** What hasn't been met yet: by path, then by fingerprint. */
  private readonly left = new Map<string, Map<string, BaselineEntry>>();
  private readonly kept: BaselineEntry[] = [];
  private readonly renamed: { from: string; to: string }[] = [];
  private vanished: readonly (readonly [path: string, entries: Map<string, BaselineEntry>])[] | undefined;

  constructor(
    entries: readonly BaselineEntry[],
    private readonly surroundings: BaselineSurroundings,
  ) {
    for (const entry of entries) {
      const known = this.left.get(entry.path) ?? new Map<string, BaselineEntry>();
      this.left.set(entry.path, known);
      known.set(entry.fingerprint, entry);
    }
  }

  /** The same findings, each open one marked as known or new. */
  mark(file: FileReport): FileReport {
    const path = this.surroundings.pathOf(file.path);
    const open = file.findings.filter(({ suppressed }) => suppressed === null);
    const known = this.knownAmong(open, path);
    const findings = file.findings.map((finding) => ({ ...finding, inBaseline: known.has(finding) }));
    return { ...file, findings };
  }

  /**
   * What has become of the baseline.
   *
   * @param isJudged whether all there is to find in a file has been looked for; what is known of the
   * others stays, unless they are gone.
   * @param isOff a rule that isn't asked about a file finds nothing, so its entries stay.
   */
  outcome(
    isJudged: (path: string) => boolean,
    isOff: (rule: string, path: string) => boolean,
  ): BaselineOutcome {
    const left = [...this.left.values()].flatMap((known) => [...known.values()]);
    const isGone = ({ path, rule }: BaselineEntry): boolean =>
      isJudged(path) ? !isOff(rule, path) : !this.surroundings.exists(path);
    return {
      gone: left.filter(isGone),
      kept: [...this.kept, ...left.filter((entry) => !isGone(entry))],
      renamed: this.renamed,
    };
  }

  private knownAmong(open: readonly ReportedFinding[], path: string): ReadonlySet<ReportedFinding> {
    if (open.length === 0 || this.left.has(path)) return this.take(open, path, path);
    const from = this.mostAlike(open, path);
    if (from === undefined) return new Set();
    this.renamed.push({ from, to: path });
    return this.take(open, from, path);
  }

  /** Takes the findings that the baseline holds for the file `from` out of it. */
  private take(open: readonly ReportedFinding[], from: string, to: string): ReadonlySet<ReportedFinding> {
    const entries = this.left.get(from);
    const taken = new Set<ReportedFinding>();
    if (entries === undefined) return taken;
    const names = fingerprints(from, open);
    const today = from === to ? names : fingerprints(to, open);
    open.forEach((finding, index) => {
      const entry = entries.get(names[index] ?? "");
      if (entry === undefined) return;
      entries.delete(entry.fingerprint);
      taken.add(finding);
      this.kept.push({ ...entry, path: to, fingerprint: today[index] ?? entry.fingerprint });
    });
    return taken;
  }

  /** Of the files that are no longer there, the one whose findings are most like these. */
  private mostAlike(open: readonly ReportedFinding[], to: string): string | undefined {
    this.vanished ??= [...this.left].filter(([path]) => !this.surroundings.exists(path));
    const subjects = new Set(open.map(subjectOf));
    const near = this.vanished
      .map(([path, entries]) => ({
        path,
        entries,
        alike: [...entries.values()].filter((entry) => subjects.has(subjectOf(entry))).length,
        sameName: Number(nameOf(path) === nameOf(to)),
      }))
      .filter(({ alike }) => alike > 0)
      .sort((a, b) => b.sameName - a.sameName || b.alike - a.alike)
      .slice(0, MOST_TRIED)
      .map(({ path, entries }) => ({
        path,
        count: fingerprints(path, open).filter((name) => entries.has(name)).length,
      }));
    const most = Math.max(0, ...near.map(({ count }) => count));
    return most === 0 ? undefined : near.find(({ count }) => count === most)?.path;
  }
}

/** Fingerprints take time, and after a great move many files may be gone. */
const MOST_TRIED = 10;

function subjectOf({ rule, resource }: Pick<BaselineEntry, "rule" | "resource">): string {
  return `${rule} ${resource ?? ""}`;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
