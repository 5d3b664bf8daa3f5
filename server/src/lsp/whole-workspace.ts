import type { CancellationToken, Event, FileEvent, WorkDoneProgressReporter } from "vscode-languageserver";
import { Emitter, FileChangeType } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { mayBeTemplate, plainPath } from "../service.js";
import type { Judged } from "./analyses.js";
import { logFailure } from "./messages.js";
import type { Session } from "./session.js";
import { visitAll, type FileListing, type TemplateFiles } from "./template-files.js";
import { openDocument } from "./uris.js";

/** What is known of all templates of the workspace. */
export interface WholeWorkspaceState<T> {
  /** In the order of their files. */
  readonly templates: readonly T[];
  /** Files that were too large or couldn't be read. */
  readonly skipped: number;
  /** There are more files than are read in one go: how many are; null where all were read. */
  readonly limit: number | null;
}

/** What a file turned out to be; null for no template. */
type Found<T> = { readonly template: T } | "skipped" | null;

interface Kept<T> {
  readonly found: Found<T>;
  /** Of the open document; null for a file. */
  readonly version: number | null;
  readonly today: string;
}

/**
 * All templates of the workspace, for those who show it as a whole. Nothing is read until somebody
 * asks. Of each template only what `keep` makes of it stays, until its text, the settings or
 * something it rests on has changed.
 */
export class WholeWorkspace<T> {
  /** By plain path. */
  private readonly kept = new Map<string, Kept<T>>();
  /** What is being judged, likewise, unless it has changed since. */
  private readonly running = new Set<string>();
  private listing: FileListing | null = null;
  private asked = false;
  /** One reading after another: the next finds what the one before it has kept. */
  private queue: Promise<unknown> = Promise.resolve();
  private readonly emitter = new Emitter<void>();

  /** Tells that a state may no longer hold; never before somebody has asked for one. */
  readonly onDidChange: Event<void> = this.emitter.event;

  /**
   * @param files null where nobody gives any: there are no templates, then.
   * @param keep should make something small of a template, that doesn't hold on to its analysis; null
   * leaves it out.
   * @param today today's date, on which the findings may depend.
   */
  constructor(
    private readonly session: Session,
    private readonly files: TemplateFiles | null,
    private readonly keep: (judged: Judged) => T | null,
    private readonly today: () => string,
  ) {
    const { documents, changes, index, folders } = session;
    documents.onDidChangeContent(({ document }) => this.typed(document));
    documents.onDidClose(({ document }) => this.drop([document.uri]));
    changes.onDidChange((events) => this.follow(events));
    index.onDidInvalidate((paths) => this.drop(paths));
    folders.onDidChange(() => this.forget());
  }

  /** Reads what isn't known, and shows how far it is; null where it was stopped. */
  state(
    progress: WorkDoneProgressReporter,
    token: CancellationToken,
  ): Promise<WholeWorkspaceState<T> | null> {
    this.asked = true;
    const result = this.queue.then(() => this.read(progress, token));
    this.queue = result.catch(() => undefined);
    return result;
  }

  /** Everything is to be read anew: the settings have changed, or somebody wants to be sure. */
  forget(): void {
    this.kept.clear();
    this.running.clear();
    this.relist();
  }

  private async read(
    progress: WorkDoneProgressReporter,
    token: CancellationToken,
  ): Promise<WholeWorkspaceState<T> | null> {
    if (this.files === null) return { templates: [], skipped: 0, limit: null };
    // What changes from now on is told; a file that had been read before could be outdated.
    await this.session.changes.watch();
    const listing = this.listing ?? (await this.files.list(token));
    if (listing === null || token.isCancellationRequested) return null;
    if (this.session.support.watchFiles) this.listing = listing;
    const all = new Map(listing.uris.map((uri) => [uri, this.known(uri)]));
    const unknown = listing.uris.filter((uri) => all.get(uri) === undefined);
    const isThrough = await visitAll(unknown, progress, token, async (uri) => {
      all.set(uri, await this.judge(uri, token));
    });
    if (!isThrough) return null;
    this.keepOnly(listing.uris);
    const found = [...all.values()].map((one) => one ?? null);
    return {
      templates: found.flatMap((one) => (one === null || one === "skipped" ? [] : [one.template])),
      skipped: found.filter((one) => one === "skipped").length,
      limit: listing.limit,
    };
  }

  /** Undefined where it has to be judged. */
  private known(uri: string): Found<T> | undefined {
    const kept = this.kept.get(plainPath(uri));
    const isCurrent = kept?.today === this.today() && kept.version === this.versionOf(uri);
    return isCurrent ? kept.found : undefined;
  }

  private async judge(uri: string, token: CancellationToken): Promise<Found<T>> {
    const path = plainPath(uri);
    this.running.add(path);
    try {
      const judged = (await this.files?.judge(uri, token)) ?? null;
      if (token.isCancellationRequested) return "skipped";
      const found = judged === null || judged === "skipped" ? judged : this.found(judged);
      const version = this.versionOf(uri);
      if (this.running.has(path) && this.mayKeep(judged, version))
        this.kept.set(path, { found, version, today: this.today() });
      return found;
    } catch (error) {
      if (!token.isCancellationRequested) logFailure(this.session.connection, `Reading ${uri}`, error);
      return "skipped";
    } finally {
      this.running.delete(path);
    }
  }

  private found(judged: Judged): Found<T> {
    const template = this.keep(judged);
    return template === null ? null : { template };
  }

  /** A file that nobody watches may change unnoticed; and a document may have changed meanwhile. */
  private mayKeep(judged: Judged | null | "skipped", version: number | null): boolean {
    if (version === null) return this.session.support.watchFiles;
    return judged === null || judged === "skipped" || judged.document.version === version;
  }

  private versionOf(uri: string): number | null {
    return openDocument(this.session.documents, uri)?.version ?? null;
  }

  private keepOnly(uris: readonly string[]): void {
    const wanted = new Set(uris.map(plainPath));
    for (const path of [...this.kept.keys()]) if (!wanted.has(path)) this.kept.delete(path);
  }

  private typed(document: TextDocument): void {
    const isNone = this.kept.get(plainPath(document.uri))?.found === null;
    if (!isNone || mayBeTemplate(document.getText())) this.drop([document.uri]);
  }

  private follow(events: readonly FileEvent[]): void {
    for (const { uri, type } of events) {
      if (type === FileChangeType.Deleted) this.deleted(plainPath(uri));
      else if (type === FileChangeType.Created && this.session.index.isWanted(uri)) this.relist();
    }
    this.drop(events.map(({ uri }) => uri));
  }

  /** Of a folder that goes, some clients name the folder alone. */
  private deleted(path: string): void {
    const isKnown = (one: string): boolean => one === path || one.startsWith(`${path}/`);
    if ([...this.kept.keys()].some(isKnown)) this.relist();
  }

  private relist(): void {
    this.listing = null;
    this.changed();
  }

  private drop(uris: Iterable<string>): void {
    const dropped = [...uris].map(plainPath).filter((path) => {
      const wasRunning = this.running.delete(path);
      return this.kept.delete(path) || wasRunning;
    });
    if (dropped.length > 0) this.changed();
  }

  private changed(): void {
    if (this.asked) this.emitter.fire();
  }
}
