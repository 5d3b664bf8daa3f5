import { basename } from "node:path";
import type { Settings } from "../core/settings.js";
import type { TemplateWorkspace } from "../service.js";
import type { Analyser } from "./analyser.js";
import type { LintCommand } from "./arguments.js";
import { Crew, usualThreads } from "./crew.js";
import type { Environment } from "./environment.js";
import { findCandidates, shownPath, type Candidate } from "./files.js";
import { asksForFixes, fixText } from "./fix.js";
import { link, type LinkCall } from "./link-calls.js";
import { judge, reportOf, unreadableFile, type JudgeOptions } from "./judge.js";
import { linkTemplates } from "./linking.js";
import { namedParameterFiles, parameterFilesNamed } from "./project-parameters.js";
import type { RunSettings } from "./run-settings.js";
import { suggestion } from "./nearest.js";
import { Progress } from "./progress.js";
import { MAX_BYTES, decode, encodeLike, readSource, type ReadText, type Unreadable } from "./read-source.js";
import type { FileReport } from "./report.js";
import { judgeText, type JudgedText } from "./worker.js";
import { WriteRefused, replaceFile } from "./write-file.js";

export interface Linted {
  readonly files: readonly FileReport[];
  /** What is worth knowing and changes nothing, as sentences that name their path. */
  readonly notes: readonly string[];
  /** With fixes asked for and `-` among the paths: the standard input, fixed or as it was. */
  readonly fixedStdin: Uint8Array | null;
}

/**
 * Finds, reads, judges and (where asked for) fixes.
 *
 * @param keep is handed each report as soon as it and all before it are done, and returns what has
 * to be kept of it.
 */
export async function lint(
  command: LintCommand,
  environment: Environment,
  analyser: Analyser,
  options: Omit<JudgeOptions, "workspace">,
  settings: RunSettings,
  keep: (report: FileReport) => FileReport,
): Promise<Linted> {
  const { cwd } = environment;
  const progress = new Progress(environment);
  const run = new Run(command, environment, analyser, options, settings);
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
    const files = await parameterFilesNamed(run.deployment.named);
    const linked = { ...found, deploymentFiles: [...found.deploymentFiles, ...files] };
    first.push(...linkTemplates(run.workspace, linked, cwd, run.link, () => run.deployment));
    first.push(...settings.reports());
    let fixedStdin: Uint8Array | null = null;
    if (stdin !== null) {
      const { report, content } = run.stdin(stdin);
      if (report !== null) first.push(report);
      if (asksForFixes(command)) fixedStdin = content;
    }
    // A fix in one file may change what is said of those before it, so these reports wait for the last.
    const isFinal = !asksForFixes(command);
    const reports = isFinal ? first.map(keep) : first;
    let checked = 0;
    for await (const report of run.reports(read)) {
      checked += 1;
      progress.tick(() => `Checking ${checked} of ${total}: ${basename(report?.path ?? "")}`);
      if (report === null) continue;
      // It may be written now, where the progress stands.
      progress.end();
      reports.push(isFinal ? keep(report) : report);
    }
    return {
      files: isFinal ? reports : reports.map((report) => keep(run.renewed(report))),
      notes: [...found.notes, ...run.notes, ...run.undeclaredParameters()],
      fixedStdin,
    };
  } finally {
    progress.end();
    run.end();
  }
}

/** A candidate whose file has been read, as far as the report needs it. */
interface ReadCandidate {
  readonly candidate: Candidate;
  /** As reports show it. */
  readonly path: string;
  readonly source: ReadText | Unreadable | "no template";
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
  /** Files that rest on what a fix has changed in another one. */
  private readonly outdated = new Set<string>();
  private readonly options: JudgeOptions;
  /** The settings of the templates that are in, by path. */
  private readonly configured = new Map<string, Settings>();
  /** The parameters of every template so far; null before the first. */
  private declared: Set<string> | null = null;

  constructor(
    private readonly command: LintCommand,
    { cwd, threads }: Environment,
    private readonly analyser: Analyser,
    options: Omit<JudgeOptions, "workspace">,
    private readonly settings: RunSettings,
  ) {
    this.cwd = cwd;
    this.workspace = analyser.openWorkspace();
    this.options = { ...options, workspace: this.workspace };
    // Fixes are made one after the other: each may change what the next rests on.
    const count = asksForFixes(command) ? 1 : (command.concurrency ?? usualThreads(threads.processors));
    this.crew = new Crew(count - 1, threads, options);
  }

  /** What is worth knowing so far. */
  get notes(): readonly string[] {
    return [...this.remarks, ...this.crew.faults];
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

  /** The report of each file, in order; null for a file that is no template. */
  async *reports(read: readonly ReadCandidate[]): AsyncGenerator<FileReport | null> {
    if (asksForFixes(this.command)) {
      for (const one of read) yield this.fixed(one);
      return;
    }
    const texts = new Map(read.flatMap(({ path, source }) => (isText(source) ? [[path, source.text]] : [])));
    const here = (path: string): JudgedText | null =>
      judgeText({ path, text: texts.get(path) ?? "" }, this.analyser, this.optionsFor(path));
    const judged = this.crew.judge([...texts.keys()], here);
    for (const one of read) {
      if (isText(one.source)) yield this.judged(one, (await judged.next()).value ?? null);
      else yield this.unjudged(one.path, one.source, one.candidate);
    }
  }

  end(): void {
    this.crew.end();
  }

  private judged({ path, candidate }: ReadCandidate, judged: JudgedText | null): FileReport | null {
    if (judged === null) return this.noTemplate(path, candidate);
    this.declare(judged.parameters);
    return judged.report;
  }

  private fixed({ candidate, path, source }: ReadCandidate): FileReport | null {
    if (!isText(source)) return this.unjudged(path, source, candidate);
    const result = this.text(path, source, candidate);
    if (result === null) return this.noTemplate(path, candidate);
    if (result.content === null) return result.report;
    return this.write(candidate.path, source, result.content, result.report);
  }

  private unjudged(
    path: string,
    source: Unreadable | "no template",
    candidate: Candidate,
  ): FileReport | null {
    const isLeftOut = source === "no template" || this.settings.of(path).ignored;
    if (isLeftOut) return this.noTemplate(path, candidate);
    return candidate.outright || source.relevant ? unreadableFile(path, source.message) : null;
  }

  private noTemplate(path: string, { outright, assembly }: Pick<Candidate, "outright" | "assembly">): null {
    if (!outright || assembly !== null) return null;
    const ignored = this.settings.of(path).ignored;
    const what = ignored ? `${this.settings.configOf(path) ?? ""} ignores it` : "this is no template";
    this.remarks.push(`${path}: ${what}.`);
    return null;
  }

  private optionsFor(path: string): JudgeOptions {
    return { ...this.options, settings: this.configured.get(path) ?? this.settings.of(path) };
  }

  /** Puts the text of the standard input where others can refer to it. */
  readStdin(bytes: Uint8Array): ReadStdin {
    const path = this.command.stdinFilename ?? "<stdin>";
    const source = decode(bytes);
    if (source.kind === "text") this.link({ step: "put", path, text: source.text });
    return { path, source, bytes };
  }

  stdin({ path, source, bytes }: ReadStdin): { report: FileReport | null; content: Uint8Array } {
    if (source.kind === "unreadable") return { report: unreadableFile(path, source.message), content: bytes };
    const named = { outright: true, assembly: null };
    const result = this.text(path, source, named) ?? this.noTemplate(path, named);
    return { report: result?.report ?? null, content: result?.content ?? bytes };
  }

  /** Judges a text and, where that was asked for, fixes it. `content` is null where nothing was fixed. */
  private text(
    path: string,
    source: ReadText,
    { outright, assembly }: Omit<Candidate, "path">,
  ): { report: FileReport; content: Uint8Array | null } | null {
    const { analyser, command } = this;
    const options = this.optionsFor(path);
    const analysis = judge({ path, text: source.text }, analyser, options);
    if (analysis === null) return null;
    this.declare(analysis.parameters);
    const report = (): FileReport => reportOf(analysis, analyser, options);
    if (!asksForFixes(command)) return { report: report(), content: null };
    if (assembly !== null || (analysis.dialect === "cdk" && !outright)) {
      this.remarks.push(`${path}: CDK writes this file, so it isn't fixed; change the app instead.`);
      return { report: report(), content: null };
    }
    const { analysis: after, fixed } = fixText(analysis, analyser, command, options);
    if (after === analysis) return { report: report(), content: null };
    return {
      report: { ...reportOf(after, analyser, options), fixed },
      content: encodeLike(source.bytes, after.source.text),
    };
  }

  /** The report of a file, made anew where a fix in another has changed what it rests on. */
  renewed(report: FileReport): FileReport {
    const text = this.outdated.has(report.path) ? this.workspace.textOf(report.path) : undefined;
    const analysis =
      text === undefined
        ? null
        : judge({ path: report.path, text }, this.analyser, this.optionsFor(report.path));
    if (analysis === null) return report;
    return { ...reportOf(analysis, this.analyser, this.options), fixed: report.fixed };
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

  private write(path: string, source: ReadText, content: Uint8Array, report: FileReport): FileReport {
    try {
      replaceFile(path, source.bytes, content);
      const text = decode(content);
      if (text.kind === "text")
        this.workspace.put(report.path, text.text).forEach((one) => this.outdated.add(one));
      return report;
    } catch (error) {
      if (!(error instanceof WriteRefused)) throw error;
      // Nothing was written, so what holds is the text as it was read.
      const { path: own } = report;
      const analysis = judge({ path: own, text: source.text }, this.analyser, this.optionsFor(own));
      const before = analysis === null ? report : reportOf(analysis, this.analyser, this.options);
      const problem = { message: `Not fixed: ${error.message}.`, range: null };
      return { ...before, problems: [...before.problems, problem], fixed: [] };
    }
  }
}
