import type { CancellationToken, Connection, Event, TextDocuments } from "vscode-languageserver";
import { Emitter } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Settings } from "../core/settings.js";
import { analyse, isSourceFile, mayBeTemplate, plainPath, type Analysis } from "../service.js";
import type { ClientSupport } from "./client-support.js";
import type { Configuration } from "./configuration.js";
import type { Host } from "./host.js";
import { logFailure } from "./messages.js";
import type { WorkspaceIndex } from "./workspace-index.js";

/** From this many UTF-16 units on, the first reading is shown as progress. */
const LONG_TEXT = 250_000;
/** A document whose last analysis took longer is felt while typing, so the next one waits for a pause. */
const FELT_MILLISECONDS = 40;
/** How long a pause is waited for, at most. */
const LONGEST_PAUSE = 250;

/** A document that is a template or was meant as one, and what is known about this version of it. */
export interface Judged {
  readonly document: TextDocument;
  readonly analysis: Analysis;
}

interface Result {
  readonly version: number;
  readonly settings: Settings;
  readonly today: string;
  readonly analysis: Analysis;
  /** Milliseconds that it took. */
  readonly cost: number;
}

/** The analyses of the open documents, one per document: that of its newest version asked for. */
export class Analyses {
  private readonly results = new Map<string, Result>();
  /** Documents whose result rests on something that has changed since. */
  private readonly outdated = new Set<string>();
  private readonly candidates = new Map<string, { readonly version: number; readonly possible: boolean }>();
  /** Documents whose first reading is being shown as progress. */
  private readonly announced = new Set<string>();
  private readonly emitter = new Emitter<{ readonly uri: string; readonly analysis: Analysis | null }>();

  /** Tells of every new analysis; with null where an open document is no template. */
  readonly onDidJudge: Event<{ readonly uri: string; readonly analysis: Analysis | null }> =
    this.emitter.event;

  constructor(
    private readonly connection: Connection,
    private readonly documents: TextDocuments<TextDocument>,
    private readonly configuration: Configuration,
    private readonly support: ClientSupport,
    private readonly host: Host,
    private readonly index: WorkspaceIndex,
  ) {
    index.onDidInvalidate((paths) => {
      for (const uri of this.results.keys()) if (paths.has(plainPath(uri))) this.outdated.add(uri);
    });
  }

  /** Null where the document isn't open or no template, and where the request was cancelled meanwhile. */
  async of(uri: string, token: CancellationToken): Promise<Judged | null> {
    const document = this.documents.get(uri);
    if (document === undefined) return null;
    if (!this.isCandidate(document)) return this.noTemplate(uri);
    const settings = await this.configuration.settingsFor(uri);
    const cost = this.results.get(uri)?.cost ?? 0;
    if (cost > FELT_MILLISECONDS && !this.isCurrent(document, settings)) await pause(cost);
    if (token.isCancellationRequested) return null;
    const isFirst = !this.results.has(uri) && document.getText().length >= LONG_TEXT;
    return isFirst ? this.withProgress(uri, () => this.judge(uri, settings)) : this.judge(uri, settings);
  }

  /** Judges a file that no editor has open; nothing of it is kept. Null where it is no template. */
  async ofFile(document: TextDocument): Promise<Judged | null> {
    if (!mayBeTemplate(document.getText())) return null;
    const settings = await this.configuration.settingsOfFile(document.uri);
    return judged(document, this.analyse(document, settings, this.host.today()));
  }

  /** Whether an open document may be a template, as far as a look at its text tells. */
  isPossible(uri: string): boolean {
    const document = this.documents.get(uri);
    return document !== undefined && this.isCandidate(document);
  }

  forget(uri: string): void {
    this.results.delete(uri);
    this.outdated.delete(uri);
    this.candidates.delete(uri);
  }

  private judge(uri: string, settings: Settings): Judged | null {
    const document = this.documents.get(uri);
    if (document === undefined) return null;
    const known = this.results.get(uri);
    if (known !== undefined && this.isCurrent(document, settings)) return judged(document, known.analysis);
    const today = this.host.today();
    const begun = this.host.elapsed();
    this.outdated.delete(uri);
    this.index.update(document, settings);
    const analysis = this.analyse(document, settings, today, known?.analysis);
    // The first reading tells nothing of what an edit is going to take.
    const cost = known === undefined ? 0 : this.host.elapsed() - begun;
    this.results.set(uri, { version: document.version, settings, today, analysis, cost });
    const result = judged(document, analysis);
    if (analysis.dialect !== null) this.index.start();
    this.emitter.fire({ uri, analysis: result?.analysis ?? null });
    return result;
  }

  private analyse(document: TextDocument, settings: Settings, today: string, previous?: Analysis): Analysis {
    const analysis = analyse(
      { path: document.uri, text: document.getText() },
      { settings, today, workspace: this.index.templates, ...(previous !== undefined && { previous }) },
    );
    for (const { rule, error } of analysis.failures) logFailure(this.connection, `The rule '${rule}'`, error);
    return analysis;
  }

  private noTemplate(uri: string): null {
    this.emitter.fire({ uri, analysis: null });
    return null;
  }

  private isCurrent(document: TextDocument, settings: Settings): boolean {
    const known = this.results.get(document.uri);
    return (
      known !== undefined &&
      known.version === document.version &&
      !this.outdated.has(document.uri) &&
      known.settings === settings &&
      known.today === this.host.today()
    );
  }

  private isCandidate(document: TextDocument): boolean {
    const known = this.candidates.get(document.uri);
    if (known?.version === document.version) return known.possible;
    // Source may hold the words of a template, and even be meant to write one.
    const possible = !isSourceFile(document.uri) && mayBeTemplate(document.getText());
    this.candidates.set(document.uri, { version: document.version, possible });
    return possible;
  }

  /** The first reading of a long template can take a second: the client may show that. */
  private async withProgress<T>(uri: string, work: () => T): Promise<T> {
    if (!this.support.workDoneProgress || this.announced.has(uri)) return work();
    this.announced.add(uri);
    const progress = await this.connection.window.createWorkDoneProgress();
    progress.begin("Checking the encryption of tables", undefined, uri.slice(uri.lastIndexOf("/") + 1));
    try {
      return work();
    } finally {
      progress.done();
      this.announced.delete(uri);
    }
  }
}

/** A text may be too broken to be recognised and still be meant as a template: it has problems, then. */
function judged(document: TextDocument, analysis: Analysis): Judged | null {
  const isOurs = analysis.dialect !== null || analysis.problems.length > 0;
  return isOurs ? { document, analysis } : null;
}

/** The longer an analysis takes, the longer it waits for the next key. */
function pause(cost: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.min(cost, LONGEST_PAUSE)));
}
