import { resolve } from "node:path";
import type { Settings } from "../core/settings.js";
import { fingerprints, resourceChanges, type TemplateWorkspace } from "../service.js";
import type { Analyser } from "./analyser.js";
import { isCandidateName } from "./files.js";
import { changesSince, type EarlierFile, type GitChanges } from "./git.js";
import { isWithin } from "./gitignore.js";
import { judge, type JudgeOptions } from "./judge.js";
import { link, type LinkCall } from "./link-calls.js";
import { namedParameterFiles } from "./project-parameters.js";
import { decode } from "./read-source.js";
import { isOpen, type FileReport, type ReportedFinding } from "./report.js";

/** The run whose findings are narrowed. */
export interface NarrowedRun {
  readonly cwd: string;
  /** As typed. */
  readonly paths: readonly string[];
  readonly stdinPath: string | null;
  readonly analyser: Analyser;
  readonly options: Omit<JudgeOptions, "workspace">;
}

/**
 * Leaves the findings that have to do with what has changed since a commit: those on resources that
 * say something else than they did, and those that weren't there. For the latter, all templates of
 * the run are put together once more as they were.
 */
export class ChangedOnly {
  /** How many open findings were left out. */
  hidden = 0;
  private readonly changes: GitChanges;
  private readonly calls: LinkCall[] = [];
  private before:
    { readonly workspace: TemplateWorkspace; readonly texts: ReadonlyMap<string, string> } | undefined;

  /** @throws UsageError where git can't tell. */
  constructor(
    readonly ref: string,
    private readonly run: NarrowedRun,
  ) {
    this.changes = changesSince(ref, run.cwd);
  }

  /** The commit that is compared with. */
  get commit(): string {
    return this.changes.commit;
  }

  /** Takes note of a step in which the templates are put together. All of them come before `narrow`. */
  readonly link = (call: LinkCall): void => {
    // A file may have lain where other settings hold.
    if (call.step !== "configure") this.calls.push(call);
  };

  /** The report with the findings that are left. */
  narrow(file: FileReport): FileReport {
    const earlier = file.findings.length === 0 ? "new" : this.earlier(file.path);
    if (earlier === "new") return file;
    const stays = this.judgeAgain(file, earlier === "same" ? null : earlier);
    const names = openNames(file.findings, isNotSuppressed);
    const left = file.findings.map((finding) => stays(finding, names.get(finding) ?? ""));
    this.hidden += file.findings.filter((finding, index) => left[index] === false && isOpen(finding)).length;
    const part =
      file.part === null
        ? null
        : {
            ...file.part,
            findings: file.part.findings.filter((_, index) => left[index] !== false),
          };
    return { ...file, findings: file.findings.filter((_, index) => left[index] !== false), part };
  }

  /** Judges the file as it was, and says which findings stay. */
  private judgeAgain(
    { path, text }: FileReport,
    earlier: EarlierFile | null,
  ): (finding: ReportedFinding, name: string) => boolean {
    const { analyser, options } = this.run;
    const { workspace, texts } = this.asItWas();
    const was = {
      path: earlier?.path ?? path,
      text: earlier === null ? text : (texts.get(earlier.blob) ?? ""),
    };
    const found = judge(was, analyser, { ...options, workspace })?.findings ?? [];
    const known = new Set(openNames(found, isNotSuppressed).values());
    const hasChanged = earlier === null ? () => false : resourceChanges(was, { path, text });
    return ({ resource, suppressed }, name) =>
      (resource !== null && hasChanged(resource)) || (suppressed === null && !known.has(name));
  }

  private earlier(path: string): EarlierFile | "same" | "new" {
    const { stdinPath } = this.run;
    return path === stdinPath ? this.changes.earlierByName(path) : this.changes.earlier(path);
  }

  /** The templates of the run as they were, and the texts of those that have changed, by blob. */
  private asItWas(): NonNullable<typeof this.before> {
    if (this.before !== undefined) return this.before;
    const { analyser, options } = this.run;
    const workspace = analyser.openWorkspace();
    const taken = new Set<string>();
    const calls = this.calls.map((call) => {
      const earlier = "text" in call ? this.earlier(call.path) : "same";
      if (typeof earlier === "object") taken.add(earlier.path);
      return { call, earlier };
    });
    const vanished = this.changes.vanished.filter(({ path }) => !taken.has(path) && this.isAskedFor(path));
    const blobs = [
      ...calls.flatMap(({ earlier }) => (typeof earlier === "object" ? earlier : [])),
      ...vanished,
    ];
    const texts = this.textsOf(blobs);
    const configured = new Map<string, Settings>();
    const take = (call: LinkCall): void => {
      link(workspace, call.step === "deploy" ? { ...call, named: namedParameterFiles(configured) } : call);
      if (call.step !== "put" && call.step !== "putWanted") return;
      const settings = options.settingsOf(call.path);
      configured.set(call.path, settings);
      link(workspace, { step: "configure", path: call.path, settings });
    };
    for (const { path, blob } of vanished) {
      const text = texts.get(blob);
      if (text !== undefined && analyser.mayBeTemplate(text)) take({ step: "put", path, text });
    }
    for (const { call, earlier } of calls) {
      const then = earlier === "same" ? call : earlier === "new" ? null : callOf(call, earlier, texts);
      if (then !== null) take(then);
    }
    this.calls.length = 0;
    this.before = { workspace, texts };
    return this.before;
  }

  private textsOf(files: readonly EarlierFile[]): ReadonlyMap<string, string> {
    const contents = this.changes.contents([...new Set(files.map(({ blob }) => blob))]);
    const texts = new Map<string, string>();
    for (const [blob, bytes] of contents) {
      const source = decode(bytes);
      if (source.kind === "text") texts.set(blob, source.text);
    }
    return texts;
  }

  /** Whether a file that is gone would have been read, had it been there. */
  private isAskedFor(path: string): boolean {
    const { cwd, paths } = this.run;
    const folders = paths.length === 0 ? [cwd] : paths.map((one) => resolve(cwd, one));
    return isCandidateName(path) && folders.some((folder) => isWithin(folder, resolve(cwd, path)));
  }
}

function callOf(
  call: LinkCall,
  { path, blob }: EarlierFile,
  texts: ReadonlyMap<string, string>,
): LinkCall | null {
  const text = texts.get(blob);
  return text === undefined || !("text" in call) ? null : { ...call, path, text };
}

/** A name for each of the findings that some test lets through, without its file: that may have been renamed. */
function openNames<F extends Parameters<typeof fingerprints>[1][number]>(
  findings: readonly F[],
  counts: (finding: F) => boolean,
): ReadonlyMap<F, string> {
  const counted = findings.filter(counts);
  const names = fingerprints("", counted);
  return new Map(counted.map((finding, index) => [finding, names[index] ?? ""]));
}

function isNotSuppressed({ suppressed }: Pick<ReportedFinding, "suppressed">): boolean {
  return suppressed === null;
}
