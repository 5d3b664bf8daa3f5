import type { CancellationToken, Event, FileEvent } from "vscode-languageserver";
import { CancellationToken as Token, Emitter } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { plainPath } from "../service.js";
import type { Judged } from "./analyses.js";
import type { FileProvider } from "./file-provider.js";
import { logFailure } from "./messages.js";
import type { Session } from "./session.js";
import { SourceFileState } from "./source-file-state.js";
import { takeFromTemplate, type TemplateInSource } from "./template-in-source.js";
import type { TemplateFiles } from "./template-files.js";
import { openDocument, uriOf } from "./uris.js";

/** More templates than that aren't looked through for findings in source. */
const MOST_TEMPLATES = 1_000;
/** Nor are more source files shown. */
const MOST_SOURCES = 1_000;
const LARGEST_SOURCE = 2 * 1024 * 1024;
const PAUSE_MILLISECONDS = 100;

/**
 * The source files of the workspace's CDK apps, and what their lines have made. Nothing is read until
 * an assembly is there; after that, what a synthesis or an edit changes.
 */
export class CdkSources {
  /** By the plain path of the template. */
  private readonly templates = new Map<string, TemplateInSource>();
  /** By the plain path of the source file. */
  private states = new Map<string, SourceFileState>();
  private readonly outdated = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private queue: Promise<void> = Promise.resolve();
  private readonly emitter = new Emitter<readonly string[]>();

  private readonly built = new Emitter<void>();

  /** Tells that templates have been judged anew. */
  readonly onDidJudge: Event<void> = this.built.event;

  /** Tells of source files, by plain path, of which something else is known now: at every key, too. */
  readonly onDidChange: Event<readonly string[]> = this.emitter.event;

  constructor(
    private readonly session: Session,
    private readonly files: FileProvider,
    private readonly judge: TemplateFiles["judge"],
  ) {
    const { index, documents, changes } = session;
    index.onDidReadAssemblies(() => this.reread(index.templates.generatedPaths));
    index.onDidInvalidate((paths) => {
      const ours = [...paths].filter((path) => this.templates.has(path));
      if (ours.length > 0) this.reread(ours);
    });
    documents.onDidChangeContent(({ document }) => this.typed(document));
    documents.onDidClose(({ document }) => void this.look([plainPath(document.uri)]));
    changes.onDidChange((events) => this.follow(events));
  }

  /** What is known of a source file; null for a file that has made nothing. */
  stateOf(uri: string): SourceFileState | null {
    return this.states.get(plainPath(uri)) ?? null;
  }

  /** The plain paths of all source files that have made something. */
  get paths(): readonly string[] {
    return [...this.states.keys()];
  }

  /** Judges all templates again, after a change of settings. */
  refresh(): void {
    if (this.templates.size > 0) this.reread(this.session.index.templates.generatedPaths);
  }

  /** What a template has in the source; null for one of no assembly. */
  template(path: string): TemplateInSource | null {
    return this.templates.get(plainPath(path)) ?? null;
  }

  /** Resolves when nothing is being judged any more. */
  async settled(): Promise<void> {
    await this.queue;
  }

  private reread(paths: readonly string[]): void {
    for (const path of paths) this.outdated.add(plainPath(path));
    // A template that is gone takes its findings with it.
    const isIdle = this.outdated.size === 0 && this.templates.size === 0;
    if (isIdle || this.timer !== undefined) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.queue = this.queue
        .then(() => this.readOutdated(Token.None))
        .catch((error: unknown) =>
          logFailure(this.session.connection, "Reading the source of CDK apps", error),
        );
    }, PAUSE_MILLISECONDS);
  }

  private async readOutdated(token: CancellationToken): Promise<void> {
    const { index } = this.session;
    const all = index.templates.generatedPaths.map(plainPath).slice(0, MOST_TEMPLATES);
    const known = new Set(all);
    for (const path of [...this.templates.keys()]) if (!known.has(path)) this.templates.delete(path);
    const wanted = all.filter((path) => this.outdated.delete(path) || !this.templates.has(path));
    this.outdated.clear();
    for (const path of wanted) await this.readTemplate(path, token);
    await this.build();
  }

  private async readTemplate(path: string, token: CancellationToken): Promise<void> {
    const { configuration, index } = this.session;
    const settings = await configuration.settingsFor(uriOf(path));
    const manifest = index.manifestFor(path);
    const isWanted = settings.cdkSourceDiagnostics !== "off" || settings.codeLens;
    const judged: Judged | null | "skipped" = isWanted ? await this.judge(uriOf(path), token) : null;
    if (judged === null || judged === "skipped" || manifest === null) {
      this.templates.delete(path);
      return;
    }
    const synthesised = await this.files.modified(manifest, token);
    this.templates.set(path, takeFromTemplate(judged, settings, synthesised));
  }

  /** Puts together what the templates have in each source file, and reads the files' text. */
  private async build(): Promise<void> {
    const byPath = new Map<string, TemplateInSource[]>();
    for (const template of this.templates.values()) {
      for (const path of template.sources) {
        const others = byPath.get(path);
        if (others !== undefined) others.push(template);
        else if (byPath.size < MOST_SOURCES) byPath.set(path, [template]);
      }
    }
    const states = new Map<string, SourceFileState>();
    for (const [path, templates] of byPath) {
      const uri = uriOf(path);
      const { text } = await this.files.read(uri, LARGEST_SOURCE, Token.None);
      if (text === null) continue;
      const modified = await this.files.modified(uri, Token.None);
      states.set(path, this.stateFor(path, text, templates, modified));
    }
    const gone = [...this.states.keys()].filter((path) => !states.has(path));
    this.states = states;
    // An open document may differ from its file.
    for (const [path, state] of states) {
      const open = openDocument(this.session.documents, uriOf(path));
      if (open !== undefined) state.update(open.getText());
    }
    this.emitter.fire([...states.keys(), ...gone]);
    this.built.fire();
  }

  /** Positions of a synthesis that is known already are those of the text that there was then. */
  private stateFor(
    path: string,
    text: string,
    templates: readonly TemplateInSource[],
    modified: number | null,
  ): SourceFileState {
    const fresh = new SourceFileState(path, text, templates);
    const known = this.states.get(path);
    const isKnown = fresh.synthesised !== null && known?.synthesised === fresh.synthesised;
    const state = isKnown ? new SourceFileState(path, known.tracked.text, templates) : fresh;
    state.followedFrom = isKnown ? known.followedFrom : modified;
    state.modified = modified;
    state.update(text);
    return state;
  }

  private typed(document: TextDocument): void {
    const path = plainPath(document.uri);
    const state = this.states.get(path);
    if (state?.update(document.getText()) === true) this.emitter.fire([path]);
  }

  private follow(events: readonly FileEvent[]): void {
    const changed = events.map(({ uri }) => plainPath(uri)).filter((path) => this.states.has(path));
    if (changed.length > 0) void this.look(changed);
  }

  /** Looks at source files again that were changed on the disk, or that no editor has open any more. */
  private async look(paths: readonly string[]): Promise<void> {
    for (const path of paths) {
      const state = this.states.get(path);
      if (state === undefined) continue;
      const uri = uriOf(path);
      state.modified = await this.files.modified(uri, Token.None);
      const open = openDocument(this.session.documents, uri);
      const text = open?.getText() ?? (await this.files.read(uri, LARGEST_SOURCE, Token.None)).text;
      state.update(text ?? "");
      this.emitter.fire([path]);
    }
  }
}
