import type { CancellationToken, Connection, Event, FileEvent, TextDocuments } from "vscode-languageserver";
import { CancellationToken as Token, Emitter, FileChangeType } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Settings } from "../core/settings.js";
import type { OtherTemplates } from "../navigation.js";
import { mayBeTemplate, plainPath, TemplateWorkspace } from "../service.js";
import { GeneratedTemplates, isAssemblyFile } from "./generated-templates.js";
import { IndexedFiles } from "./indexed-files.js";
import type { ClientSupport } from "./client-support.js";
import type { Configuration } from "./configuration.js";
import type { FileChanges } from "./file-changes.js";
import { openDocument, uriOf } from "./uris.js";
import { WORKSPACE_FILES, type FileProvider } from "./file-provider.js";
import { logFailure } from "./messages.js";
import type { WorkspaceFolders } from "./workspace-folders.js";

/** So many files are asked for at a time. */
const AT_ONCE = 16;

/** A synthesis writes several manifests, one after another. */
const MANIFEST_PAUSE_MILLISECONDS = 100;

/** From this many UTF-16 units on, a text is taken in when it is judged, not at every key. */
const LONG_TEXT = 250_000;

/**
 * The templates of the workspace, linked. It costs nothing until a template is open; then the
 * workspace's files are read in the background, and what rests on them is judged again.
 */
export class WorkspaceIndex {
  readonly templates: TemplateWorkspace;
  private readonly generated: GeneratedTemplates;
  private readonly indexed: IndexedFiles;
  private readonly emitter = new Emitter<ReadonlySet<string>>();
  private readonly deployments = new Emitter<void>();
  private readonly assembliesRead = new Emitter<void>();
  /** The folders of assemblies that are about to be read again. */
  private readonly awaited = new Set<string>();
  private started = false;
  /** The settings that the workspace was last read with, as text. */
  private readWith = "";
  /** What is to be read is read one thing after another: an older text never follows a newer one. */
  private queue: Promise<void> = Promise.resolve();
  private rereading: Promise<void> = Promise.resolve();

  /** Tells of documents, by plain path, whose analyses no longer hold because another file changed. */
  readonly onDidInvalidate: Event<ReadonlySet<string>> = this.emitter.event;

  /** Tells that the files which say how templates are deployed have been read. */
  readonly onDidReadDeployments: Event<void> = this.deployments.event;

  /** Tells that CDK assemblies have been read, all of them or one anew. */
  readonly onDidReadAssemblies: Event<void> = this.assembliesRead.event;

  constructor(
    private readonly connection: Connection,
    private readonly documents: TextDocuments<TextDocument>,
    private readonly configuration: Configuration,
    private readonly support: ClientSupport,
    private readonly files: FileProvider | null,
    private readonly changes: FileChanges,
    private readonly folders: WorkspaceFolders,
  ) {
    this.templates = new TemplateWorkspace((path) => folders.nameOf(path));
    this.generated = new GeneratedTemplates(this.templates, files, folders);
    this.indexed = new IndexedFiles(this.templates, folders);
    changes.onDidChange((events) => this.follow(events));
    folders.onDidChange(() => this.moved());
    documents.onDidChangeContent(({ document }) => this.typed(document));
    documents.onDidClose(({ document }) => this.closed(document.uri));
  }

  /** The templates of the workspace, once they have been read. */
  async others(): Promise<OtherTemplates> {
    await this.settled();
    return this.templates.others(await this.settings());
  }

  /** Whether a file counts: no setting leaves it out, and no removed stack of a CDK app has left it behind. */
  isWanted(uri: string): boolean {
    return !this.indexed.isExcluded(uri) && this.generated.isWanted(uri);
  }

  /** The manifest of the CDK assembly that a template belongs to; null for one that the CDK didn't write. */
  manifestFor(template: string): string | null {
    return this.generated.manifestFor(template);
  }

  /** Takes in the text of an open document; says which others have to be judged again. */
  update(document: TextDocument, settings?: Settings): void {
    if (!this.generated.isWanted(document.uri)) return;
    if (settings !== undefined) this.tell(this.indexed.configureTemplate(document.uri, settings));
    this.tell(this.indexed.put(document.uri, document.getText()));
    if (this.started) this.enqueue(() => this.catchUp());
  }

  /** Reads the workspace in the background, once. */
  start(): void {
    if (this.started || this.files === null || this.folders.uris.length === 0) return;
    this.started = true;
    this.enqueue(() => this.readAll());
  }

  /** Resolves when nothing is being read any more. */
  async settled(): Promise<void> {
    await this.queue;
  }

  /** After a change of settings: another one may decide which files are read, and as what. */
  reconfigured(): void {
    if (!this.started) return;
    this.enqueue(async () => {
      if (reading(await this.settings()) !== this.readWith) return this.readAll();
      const affected = new Set<string>();
      for (const uri of this.indexed.configuredTemplates) {
        const settings = await this.settingsOf(uri);
        this.indexed.configureTemplate(uri, settings).forEach((path) => affected.add(path));
      }
      await this.catchUp(affected);
    });
  }

  private async readAll(): Promise<void> {
    const { files } = this;
    if (files === null || this.folders.uris.length === 0) return;
    const settings = await this.settings();
    this.readWith = reading(settings);
    this.indexed.configure(settings);
    this.indexed.forgetNamed();
    const progress = await this.progress();
    const token = progress?.token ?? Token.None;
    const affected = new Set<string>();
    try {
      const { maximumFiles: limit, exclude, maximumBytes } = settings.workspace;
      const { uris, more } = await files.list({ include: WORKSPACE_FILES, exclude, limit }, token);
      if (more)
        this.connection.console.warn(`The workspace has more than ${limit} files: the rest isn't read.`);
      const wanted = (await this.generated.read(uris, token)).filter((uri) => this.indexed.mayRead(uri));
      if (!token.isCancellationRequested) this.dropOthers(wanted, affected);
      let [done, reported] = [0, 0];
      await inTurns(wanted, AT_ONCE, async (uri) => {
        if (token.isCancellationRequested) return;
        await this.take(uri, maximumBytes, token, affected);
        done += 1;
        const percentage = Math.floor((100 * done) / wanted.length);
        // A message for each of many small files would take longer than to read them.
        if (percentage === reported) return;
        reported = percentage;
        progress?.report(percentage, `${done} of ${wanted.length} files`);
      });
      this.generated.deploy().forEach((path) => affected.add(path));
      this.connection.console.info(`Looked at ${done} files of the workspace for templates.`);
    } finally {
      progress?.done();
    }
    await this.catchUp(affected);
    for (const manifest of this.generated.unfinished) this.readAssembly(manifest);
    this.assembliesRead.fire();
    await this.changes.watch();
  }

  /** Reads one file and puts it where it belongs. An open document has its own text. */
  private async take(
    uri: string,
    maximumBytes: number,
    token: CancellationToken,
    affected: Set<string>,
  ): Promise<void> {
    const isOpen = openDocument(this.documents, uri) !== undefined;
    const file = isOpen ? undefined : await this.files?.read(uri, maximumBytes, token);
    if (token.isCancellationRequested) return;
    // It may have been opened meanwhile.
    const known = openDocument(this.documents, uri)?.getText() ?? file?.text ?? null;
    const settings = known !== null && mayBeTemplate(known) ? await this.settingsOf(uri) : null;
    const text = openDocument(this.documents, uri)?.getText() ?? known;
    if (settings !== null)
      this.indexed.configureTemplate(uri, settings).forEach((path) => affected.add(path));
    this.indexed.put(uri, text).forEach((path) => affected.add(path));
  }

  /** Takes out what isn't among these files any more. */
  private dropOthers(uris: readonly string[], affected: Set<string>): void {
    const kept = new Set(uris.map(plainPath));
    for (const uri of this.indexed.uris) {
      if (kept.has(plainPath(uri)) || openDocument(this.documents, uri) !== undefined) continue;
      this.indexed.put(uri, null).forEach((path) => affected.add(path));
    }
  }

  /** Reads what templates name (nested templates, fragments, parameter files) and how they are deployed. */
  private async catchUp(affected = new Set<string>()): Promise<void> {
    const { maximumBytes, maximumFiles } = (await this.settings()).workspace;
    await inTurns(this.indexed.newParameterFiles(), AT_ONCE, (uri) =>
      this.take(uri, maximumBytes, Token.None, affected),
    );
    for (let paths = this.indexed.askFor(); paths.length > 0; paths = this.indexed.askFor()) {
      await inTurns(paths, AT_ONCE, async (path) => {
        if (this.indexed.size >= maximumFiles) return;
        await this.take(uriOf(path), maximumBytes, Token.None, affected);
      });
    }
    this.indexed.deploy().forEach((path) => affected.add(path));
    this.deployments.fire();
    this.tell(affected);
  }

  private follow(events: readonly FileEvent[]): void {
    if (!this.started) return;
    this.enqueue(async () => {
      const { maximumBytes, maximumFiles } = (await this.settings()).workspace;
      const affected = new Set<string>();
      const last = [...new Map(events.map((event) => [plainPath(event.uri), event])).values()];
      const gone = last.filter(({ type }) => type === FileChangeType.Deleted).map(({ uri }) => uri);
      const there = last.filter(({ type }) => type !== FileChangeType.Deleted).map(({ uri }) => uri);
      const lost = gone.flatMap((uri) => this.indexed.below(uri));
      const changed = there.filter((uri) => this.indexed.concerns(uri) && this.isWanted(uri));
      await inTurns([...lost, ...changed], AT_ONCE, async (uri) => {
        if (this.indexed.has(uri) || this.indexed.size < maximumFiles)
          await this.take(uri, maximumBytes, Token.None, affected);
      });
      await this.catchUp(affected);
      const manifests = [...gone, ...there].filter((uri) => isAssemblyFile(uri) && this.indexed.mayRead(uri));
      const assemblies = new Map(manifests.map((uri) => [this.generated.assemblyOf(uri), uri]));
      for (const manifest of assemblies.values()) this.readAssembly(manifest);
    });
  }

  /** The CDK writes its manifest last and may still be at it; other files don't wait for that. */
  private readAssembly(manifest: string): void {
    const folder = this.generated.assemblyOf(manifest);
    if (this.awaited.has(folder)) return;
    this.awaited.add(folder);
    this.rereading = this.rereading.then(async () => {
      await new Promise((resolve) => setTimeout(resolve, MANIFEST_PAUSE_MILLISECONDS));
      this.awaited.delete(folder);
      const named = await this.generated.reread(folder);
      this.enqueue(async () => {
        const { maximumBytes } = (await this.settings()).workspace;
        // Their text may be the same, and the places in the app's source that they come from others.
        const affected = new Set(named.map(plainPath));
        for (const uri of this.indexed.below(uriOf(folder))) {
          if (!this.isWanted(uri)) this.indexed.put(uri, null).forEach((path) => affected.add(path));
        }
        const wanted = named.filter((uri) => this.indexed.mayRead(uri));
        await inTurns(wanted, AT_ONCE, (uri) => this.take(uri, maximumBytes, Token.None, affected));
        this.generated.deploy().forEach((path) => affected.add(path));
        await this.catchUp(affected);
        this.assembliesRead.fire();
      });
      await this.settled();
    });
    this.rereading = this.rereading.catch((error: unknown) => this.failed(error));
  }

  /** Documents that are in follow the typing, also where nobody asks for their diagnostics. */
  private typed(document: TextDocument): void {
    if (!this.indexed.has(document.uri)) return;
    const text = document.getText();
    if (text.length < LONG_TEXT || !mayBeTemplate(text)) this.update(document);
  }

  /** An editor has closed the document: what holds now is the file, where it is one of the workspace. */
  private closed(uri: string): void {
    this.templates.release(uri);
    if (!this.indexed.has(uri)) return;
    if (!this.started || !this.indexed.concerns(uri)) return this.tell(this.indexed.put(uri, null));
    this.enqueue(async () => {
      const { maximumBytes } = (await this.settings()).workspace;
      const affected = new Set<string>();
      await this.take(uri, maximumBytes, Token.None, affected);
      await this.catchUp(affected);
    });
  }

  /** Other folders are open: files have other names, so everything is taken in anew. */
  private moved(): void {
    this.enqueue(async () => {
      const open = this.documents.all().filter(({ uri }) => this.indexed.has(uri));
      const affected = new Set(this.indexed.clear());
      for (const { uri } of open) {
        const text = this.documents.get(uri)?.getText();
        if (text !== undefined) this.indexed.put(uri, text).forEach((path) => affected.add(path));
      }
      this.tell(affected);
      if (this.started) await this.readAll();
    });
  }

  private enqueue(work: () => Promise<void>): void {
    this.queue = this.queue.then(work).catch((error: unknown) => this.failed(error));
  }

  private failed(error: unknown): void {
    logFailure(this.connection, "Reading the workspace", error);
  }

  private tell(affected: ReadonlySet<string>): void {
    if (affected.size > 0) this.emitter.fire(affected);
  }

  private settings(): Promise<Settings> {
    return this.configuration.settingsOfWorkspace();
  }

  /** An open document may have settings of its own. */
  private settingsOf(uri: string): Promise<Settings> {
    const open = openDocument(this.documents, uri);
    return open === undefined
      ? this.configuration.settingsOfFile(uri)
      : this.configuration.settingsFor(open.uri);
  }

  private async progress() {
    if (!this.support.workDoneProgress) return null;
    const progress = await this.connection.window.createWorkDoneProgress();
    progress.begin("Reading the workspace's templates", 0, "", true);
    return progress;
  }
}

/** What of the settings decides which files are read, and as what. */
function reading({ workspace, parameterFiles, parameterFilesFrom }: Settings): string {
  return JSON.stringify([workspace, parameterFilesFrom === null ? parameterFiles : []]);
}

async function inTurns<T>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = [...items].reverse();
  const worker = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) await work(next);
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
}
