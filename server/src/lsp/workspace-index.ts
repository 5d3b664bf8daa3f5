import type { CancellationToken, Connection, Event, FileEvent, TextDocuments } from "vscode-languageserver";
import { CancellationToken as Token, Emitter, FileChangeType } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Settings } from "../core/settings.js";
import type { OtherTemplates } from "../navigation.js";
import { plainPath, TemplateWorkspace } from "../service.js";
import { GeneratedTemplates, isManifest } from "./generated-templates.js";
import type { ClientSupport } from "./client-support.js";
import type { Configuration } from "./configuration.js";
import type { FileChanges } from "./file-changes.js";
import { openDocument, uriOf } from "./uris.js";
import { WORKSPACE_FILES, type FileProvider } from "./file-provider.js";
import { logFailure } from "./messages.js";

/** So many files are asked for at a time. */
const AT_ONCE = 16;

/**
 * The templates of the workspace, linked. It costs nothing until a template is open; then the
 * workspace's files are read in the background, and what rests on them is judged again.
 */
export class WorkspaceIndex {
  readonly templates: TemplateWorkspace;
  private readonly generated: GeneratedTemplates;
  private readonly emitter = new Emitter<ReadonlySet<string>>();
  private readonly asked = new Set<string>();
  private started = false;
  private reading: Promise<void> | null = null;

  /** Tells of documents, by plain path, whose analyses no longer hold because another file changed. */
  readonly onDidInvalidate: Event<ReadonlySet<string>> = this.emitter.event;

  /** @param roots the folders of the workspace, as URIs. */
  constructor(
    private readonly connection: Connection,
    private readonly documents: TextDocuments<TextDocument>,
    private readonly configuration: Configuration,
    private readonly support: ClientSupport,
    private readonly files: FileProvider | null,
    changes: FileChanges,
    private readonly roots: readonly string[],
  ) {
    this.templates = new TemplateWorkspace((path) => nameIn(roots.map(plainPath), path));
    this.generated = new GeneratedTemplates(this.templates, files, roots.map(plainPath));
    changes.onDidChange((events) => void this.follow(events));
    this.watch = () => changes.watch();
  }

  private readonly watch: () => Promise<void>;

  /** The templates of the workspace, once they have been read. */
  async others(): Promise<OtherTemplates> {
    await this.settled();
    return this.templates.others(await this.settings());
  }

  /** Whether a file is a template of its own, not one that a removed stack of a CDK app has left. */
  isWanted(uri: string): boolean {
    return this.generated.isWanted(uri);
  }

  /** Takes in the text of an open document; says which others have to be judged again. */
  update(document: TextDocument): void {
    this.tell(this.templates.put(document.uri, document.getText()));
    void this.fetchWanted();
  }

  /** An editor has closed the document: what holds now is the file. */
  async closed(uri: string): Promise<void> {
    await this.reload(uri, Token.None);
  }

  /** Reads the workspace in the background, once. */
  start(): void {
    if (this.started || this.files === null || this.roots.length === 0) return;
    this.started = true;
    this.reading = this.readAll().catch((error: unknown) =>
      logFailure(this.connection, "Reading the workspace", error),
    );
  }

  /** Resolves when nothing is being read any more. */
  async settled(): Promise<void> {
    await this.reading;
  }

  /** After a change of settings: which files are read, and how templates are deployed. */
  async reconfigured(): Promise<void> {
    if (!this.started) return;
    await this.settled();
    this.reading = this.readAll();
    await this.reading;
  }

  private async readAll(): Promise<void> {
    const { files } = this;
    if (files === null) return;
    const settings = await this.settings();
    const progress = await this.progress();
    const token = progress?.token ?? Token.None;
    const affected = new Set<string>();
    try {
      const { maximumFiles: limit, exclude, maximumBytes } = settings.workspace;
      const { uris, more } = await files.list({ include: WORKSPACE_FILES, exclude, limit }, token);
      if (more)
        this.connection.console.warn(`The workspace has more than ${limit} files: the rest isn't read.`);
      const wanted = await this.generated.read(uris, token);
      let done = 0;
      await inTurns(wanted, AT_ONCE, async (uri) => {
        if (token.isCancellationRequested) return;
        for (const path of await this.take(uri, maximumBytes, token)) affected.add(path);
        done += 1;
        progress?.report(Math.floor((100 * done) / wanted.length), `${done} of ${wanted.length} files`);
      });
      for (const path of this.generated.deploy()) affected.add(path);
      for (const path of this.templates.deploy(settings, this.roots.map(plainPath))) affected.add(path);
      this.connection.console.info(`Looked at ${done} files of the workspace for templates.`);
      await this.watch();
    } finally {
      progress?.done();
    }
    this.tell(affected);
    await this.fetchWanted();
  }

  /** Reads one file and puts it where it belongs. An open document has its own text. */
  private async take(
    uri: string,
    maximumBytes: number,
    token: CancellationToken,
  ): Promise<ReadonlySet<string>> {
    const open = openDocument(this.documents, uri);
    if (open !== undefined) return this.put(uri, open.getText());
    const file = await this.files?.read(uri, maximumBytes, token);
    return file === undefined || token.isCancellationRequested ? new Set() : this.put(uri, file.text);
  }

  private put(uri: string, text: string | null): ReadonlySet<string> {
    if (!this.templates.isDeploymentFile(uri)) return this.templates.put(uri, text);
    this.templates.putDeploymentFile(uri, text);
    return new Set();
  }

  /** Reads what templates name: nested templates, fragments, parameter files. Never outside the workspace. */
  private async fetchWanted(): Promise<void> {
    const { files } = this;
    if (files === null || !this.started) return;
    const { maximumBytes } = (await this.settings()).workspace;
    for (const path of this.templates.wanted()) {
      if (this.asked.has(path) || !this.isInside(path)) continue;
      this.asked.add(path);
      const file = await files.read(uriOf(path), maximumBytes, Token.None);
      if (file.text !== null) this.tell(this.templates.putWanted(path, file.text));
    }
  }

  private async follow(events: readonly FileEvent[]): Promise<void> {
    if (!this.started) return;
    await this.settled();
    try {
      for (const { uri, type } of events) {
        this.asked.delete(plainPath(uri));
        if (isManifest(uri)) await this.readAssemblies(uri);
        else if (type === FileChangeType.Deleted) this.changed(uri, null);
        else await this.reload(uri, Token.None);
      }
      await this.fetchWanted();
    } catch (error) {
      logFailure(this.connection, "Following changed files", error);
    }
  }

  private async reload(uri: string, token: CancellationToken): Promise<void> {
    if (!this.started || this.files === null || openDocument(this.documents, uri) !== undefined) return;
    const settings = await this.settings();
    if (!this.generated.isWanted(uri)) return;
    const { text } = await this.files.read(uri, settings.workspace.maximumBytes, token);
    this.changed(uri, text);
  }

  private changed(uri: string, text: string | null): void {
    const affected = new Set(this.put(uri, text));
    if (this.templates.isDeploymentFile(uri)) {
      void this.settings().then((settings) => {
        this.tell(this.templates.deploy(settings, this.roots.map(plainPath)));
      });
    }
    this.tell(affected);
  }

  /** The CDK writes its manifest last: then the templates it names are read. */
  private async readAssemblies(manifest: string): Promise<void> {
    const { maximumBytes } = (await this.settings()).workspace;
    const affected = new Set<string>();
    for (const uri of await this.generated.reread(manifest)) {
      for (const path of await this.take(uri, maximumBytes, Token.None)) affected.add(path);
    }
    for (const path of this.generated.deploy()) affected.add(path);
    this.tell(affected);
  }

  private tell(affected: ReadonlySet<string>): void {
    if (affected.size > 0) this.emitter.fire(affected);
  }

  private settings(): Promise<Settings> {
    return this.configuration.settingsFor(this.roots[0] ?? "");
  }

  private async progress() {
    if (!this.support.workDoneProgress) return null;
    const progress = await this.connection.window.createWorkDoneProgress();
    progress.begin("Reading the workspace's templates", 0, "", true);
    return progress;
  }

  private isInside(path: string): boolean {
    return this.roots.some((root) => path.startsWith(`${plainPath(root)}/`));
  }
}

/** A document's path within the folder of the workspace it lies in. */
function nameIn(roots: readonly string[], path: string): string {
  const root = roots.find((one) => path.startsWith(`${one}/`));
  return root === undefined ? path.slice(path.lastIndexOf("/") + 1) : path.slice(root.length + 1);
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
