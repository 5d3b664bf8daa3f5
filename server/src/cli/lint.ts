import { basename } from "node:path";
import type { Settings } from "../core/settings.js";
import type { TemplateWorkspace } from "../service.js";
import type { Analyser } from "./analyser.js";
import type { LintCommand } from "./arguments.js";
import { Crew, usualThreads } from "./crew.js";
import type { Environment } from "./environment.js";
import { findCandidates, shownPath, type Candidate } from "./files.js";
import { FileFixer } from "./file-fixer.js";
import { asksForFixes } from "./fix.js";
import { link, type LinkCall } from "./link-calls.js";
import { unreadableFile, type JudgeOptions } from "./judge.js";
import { linkTemplates } from "./linking.js";
import { namedParameterFiles, parameterFilesNamed } from "./project-parameters.js";
import type { RunSettings } from "./run-settings.js";
import { suggestion } from "./nearest.js";
import { Progress } from "./progress.js";
import { MAX_BYTES, decode, readSource, type ReadText, type Unreadable } from "./read-source.js";
import type { FileReport, RunFixing } from "./report.js";
import { judgeText, type JudgedText, type WorkerOptions } from "./worker.js";

export interface Linted {
  readonly files: readonly FileReport[];
  /** What is worth knowing and changes nothing, as sentences that name their path. */
  readonly notes: readonly string[];
  /** Every file that was read, templates or not, as reports show it. */
  readonly looked: ReadonlySet<string>;
  /** How many files that weren't named outright and may be templates the configuration leaves out. */
  readonly ignored: number;
  /** With fixes asked for and `-` among the paths: the standard input, fixed or as it was. */
  readonly fixedStdin: Uint8Array | null;
  /** null where no fixes were asked for. */
  readonly fixing: RunFixing | null;
}

/** Who follows a run. */
export interface Follower {
  /** Is handed each report as soon as it and all before it are done, and returns what has to be kept of it. */
  readonly keep: (report: FileReport) => FileReport;
  /** Is told each step in which the templates are put together, before any report. */
  readonly link: (call: LinkCall) => void;
}

/** Finds, reads, judges and (where asked for) fixes. */
export async function lint(
  command: LintCommand,
  environment: Environment,
  analyser: Analyser,
  options: WorkerOptions,
  settings: RunSettings,
  { keep, link: follow }: Follower,
): Promise<Linted> {
  const { cwd } = environment;
  const progress = new Progress(environment);
  const run = new Run(command, environment, analyser, options, settings, follow);
  try {
    const found = await findCandidates(command.paths, cwd, (count) =>
      progress.tick(() => `Looking for templates … ${count} files`),
    );
    const stdin = found.stdin ? run.readStdin(await environment.readStdin(MAX_BYTES)) : null;
    const total = found.candidates.length;
    const read = found.candidates.map((candidate, index) => {
      progress.tick(() => `Reading ${index + 1} of ${total}: ${basename(candidate.path)}`);
      return run.read(candidate);
    });
    const first = found.problems.map(({ path, message }) => unreadableFile(shownPath(path, cwd), message));
    const { files, missing } = await parameterFilesNamed(run.deployment.named);
    const linked = { ...found, deploymentFiles: [...found.deploymentFiles, ...files] };
    first.push(...linkTemplates(run.workspace, linked, cwd, run.link, () => run.deployment));
    first.push(...settings.reports());
    run.plan(stdin, read, (doing, path, done, all) =>
      progress.tick(() => `${doing} ${done} of ${all}: ${basename(path)}`),
    );
    let fixedStdin: Uint8Array | null = null;
    if (stdin !== null) {
      const { report, content } = run.stdin(stdin);
      if (report !== null) first.push(report);
      if (asksForFixes(command) && !command.dryRun) fixedStdin = content;
    }
    // A fix in one file may change what is said of those before it, so these reports wait for the last.
    const isFinal = !asksForFixes(command);
    const reports = isFinal ? first.map(keep) : first;
    let checked = 0;
    for await (const report of run.reports(read)) {
      checked += 1;
      const doing = isFinal ? "Checking" : "Reporting";
      progress.tick(() => `${doing} ${checked} of ${total}: ${basename(report?.path ?? "")}`);
      if (report === null) continue;
      // It may be written now, where the progress stands.
      progress.end();
      reports.push(isFinal ? keep(report) : report);
    }
    return {
      files: isFinal ? reports : reports.map((report) => keep(run.fixer?.renewed(report) ?? report)),
      notes: [
        ...found.notes,
        ...missing.map((path) => `There is no file ${shownPath(path, cwd)}, which 'parameterFiles' names.`),
        ...run.notes,
        ...run.undeclaredParameters(),
      ],
      looked: new Set([...read, ...(stdin === null ? [] : [stdin])].map(({ path }) => path)),
      ignored: run.ignored,
      fixedStdin,
      fixing: run.fixer?.fixing ?? null,
    };
  } finally {
    progress.end();
    run.end();
  }
}

/** The name that a template from the standard input goes by. */
export function stdinPath({ stdinFilename }: Pick<LintCommand, "stdinFilename">): string {
  return stdinFilename ?? "<stdin>";
}

/** A candidate whose file has been read, as far as the report needs it. */
interface ReadCandidate {
  readonly candidate: Candidate;
  /** As reports show it. */
  readonly path: string;
  readonly source: ReadText | Unreadable | "no template";
}

/** A file as reports show it, and why it is read. */
interface NamedFile {
  readonly path: string;
  readonly candidate: Pick<Candidate, "outright" | "assembly">;
}

interface ReadStdin {
  readonly path: string;
  readonly source: ReadText | Unreadable;
  readonly bytes: Uint8Array;
}

/** What the text was read from is of use to fixes alone. */
function withoutBytes(source: ReadText): ReadText {
  return { ...source, bytes: new Uint8Array() };
}

function isText(source: ReadCandidate["source"]): source is ReadText {
  return source !== "no template" && source.kind === "text";
}

class Run {
  readonly workspace: TemplateWorkspace;
  private readonly remarks: string[] = [];
  private readonly cwd: string;
  private readonly crew: Crew;
  /** null where no fixes were asked for. */
  readonly fixer: FileFixer | null;
  private readonly options: JudgeOptions;
  /** The settings of the templates that are in, by path. */
  private readonly configured = new Map<string, Settings>();
  /** See `Linted`. */
  ignored = 0;
  /** The parameters of every template so far; null before the first. */
  private declared: Set<string> | null = null;

  constructor(
    private readonly command: LintCommand,
    { cwd, threads }: Environment,
    private readonly analyser: Analyser,
    options: WorkerOptions,
    private readonly settings: RunSettings,
    private readonly follow: Follower["link"],
  ) {
    this.cwd = cwd;
    this.workspace = analyser.openWorkspace();
    const settingsOf = (path: string): Settings => this.configured.get(path) ?? this.settings.of(path);
    this.options = { ...options, workspace: this.workspace, settingsOf };
    // Fixes are made one after the other: each may change what the next rests on.
    const count = asksForFixes(command) ? 1 : (command.concurrency ?? usualThreads(threads.processors));
    this.crew = new Crew(count - 1, threads, options);
    this.fixer = asksForFixes(command) ? new FileFixer(command, analyser, this.options, cwd) : null;
  }

  /** What is worth knowing so far. */
  get notes(): readonly string[] {
    return [...this.remarks, ...(this.fixer?.notes ?? []), ...this.crew.faults];
  }

  /** Takes a step to put the templates together, in every thread. */
  readonly link = (call: LinkCall): void => {
    this.take(call);
    if (call.step !== "put" && call.step !== "putWanted") return;
    const settings = this.settings.of(call.path);
    this.configured.set(call.path, settings);
    this.take({ step: "configure", path: call.path, settings });
  };

  /** The last step: how the templates so far are deployed by their settings. */
  get deployment(): Extract<LinkCall, { step: "deploy" }> {
    return { step: "deploy", cwd: this.cwd, named: namedParameterFiles(this.configured) };
  }

  private take(call: LinkCall): void {
    link(this.workspace, call);
    this.crew.link(call);
    this.follow(call);
  }

  /** Reads a file and puts it where others can refer to it. */
  read(candidate: Candidate): ReadCandidate {
    const path = shownPath(candidate.path, this.cwd);
    // What the user names outright is told about, whatever is in it.
    const source = candidate.outright
      ? readSource(candidate.path)
      : readSource(candidate.path, this.analyser.mayMatter);
    if (source === null) return { candidate, path, source: "no template" };
    if (source.kind === "text" && this.analyser.mayBeTemplate(source.text)) {
      this.link({ step: "put", path, text: source.text });
      return { candidate, path, source: asksForFixes(this.command) ? source : withoutBytes(source) };
    }
    // Only what the report is going to say of it: most files are no templates.
    return { candidate, path, source: source.kind === "text" ? "no template" : source };
  }

  /** With fixes asked for: works them out for every text, before the first is written. */
  plan(
    stdin: ReadStdin | null,
    read: readonly ReadCandidate[],
    tick: (doing: string, path: string, done: number, all: number) => void,
  ): void {
    const { fixer } = this;
    if (fixer === null) return;
    const all = [...(stdin === null ? [] : [{ ...stdin, candidate: null }]), ...read];
    for (const [index, { path, source, candidate }] of all.entries()) {
      if (!isText(source)) continue;
      tick("Checking", path, index + 1, all.length);
      const analysis = fixer.note({ path, source, candidate });
      if (analysis !== null) this.declare(analysis.parameters);
    }
    fixer.plan((path, done, total) => tick("Fixing", path, done, total));
  }

  /** The report of each file, in order; null for a file that is no template. */
  async *reports(read: readonly ReadCandidate[]): AsyncGenerator<FileReport | null> {
    const { fixer } = this;
    if (fixer !== null) {
      for (const one of read) yield this.fixed(one, fixer);
      return;
    }
    const texts = new Map(read.flatMap(({ path, source }) => (isText(source) ? [[path, source.text]] : [])));
    const here = (path: string): JudgedText | null =>
      judgeText({ path, text: texts.get(path) ?? "" }, this.analyser, this.options);
    const judged = this.crew.judge([...texts.keys()], here);
    for (const one of read) {
      if (isText(one.source)) yield this.judged(one, (await judged.next()).value ?? null);
      else yield this.unjudged(one.path, one.source, one.candidate);
    }
  }

  end(): void {
    this.crew.end();
  }

  private judged({ path, candidate }: NamedFile, judged: JudgedText | null): FileReport | null {
    if (judged === null) return this.noTemplate(path, candidate);
    this.declare(judged.parameters);
    return judged.report;
  }

  private fixed({ candidate, path, source }: ReadCandidate, fixer: FileFixer): FileReport | null {
    if (!isText(source)) return this.unjudged(path, source, candidate);
    return fixer.fix({ path, source, candidate })?.report ?? this.noTemplate(path, candidate);
  }

  private unjudged(
    path: string,
    source: Unreadable | "no template",
    candidate: Candidate,
  ): FileReport | null {
    const isLeftOut = source === "no template" || this.settings.of(path).ignored;
    if (isLeftOut) return candidate.outright ? this.noTemplate(path, candidate) : null;
    return candidate.outright || source.relevant ? unreadableFile(path, source.message) : null;
  }

  private noTemplate(path: string, { outright, assembly }: NamedFile["candidate"]): null {
    const { ignored } = this.settings.of(path);
    if (!outright || assembly !== null) {
      this.ignored += Number(ignored);
      return null;
    }
    const what = ignored ? `${this.settings.configOf(path) ?? ""} ignores it` : "this is no template";
    this.remarks.push(`${path}: ${what}.`);
    return null;
  }

  /** Puts the text of the standard input where others can refer to it. */
  readStdin(bytes: Uint8Array): ReadStdin {
    const path = stdinPath(this.command);
    const source = decode(bytes);
    if (source.kind === "text") this.link({ step: "put", path, text: source.text });
    return { path, source, bytes };
  }

  stdin({ path, source, bytes }: ReadStdin): { report: FileReport | null; content: Uint8Array } {
    if (source.kind === "unreadable") return { report: unreadableFile(path, source.message), content: bytes };
    const named = { outright: true, assembly: null };
    const { analyser, options, fixer } = this;
    if (fixer !== null) {
      const fixed = fixer.fix({ path, source, candidate: null });
      if (fixed === null) this.noTemplate(path, named);
      return { report: fixed?.report ?? null, content: fixed?.content ?? bytes };
    }
    const judged = judgeText({ path, text: source.text }, analyser, options);
    return { report: this.judged({ path, candidate: named }, judged), content: bytes };
  }

  /** A sentence for each parameter that was given and that no template declares: mostly a slip. */
  undeclaredParameters(): readonly string[] {
    const { declared } = this;
    if (declared === null) return [];
    const given = this.settings.givenParameters.filter((name) => !declared.has(name));
    return given.map(
      (name) => `No template declares the parameter '${name}'.${suggestion(name, [...declared])}`,
    );
  }

  private declare(parameters: readonly string[]): void {
    this.declared ??= new Set();
    for (const name of parameters) this.declared.add(name);
  }
}
