import type { Settings } from "../core/settings.js";
import { globMatcher, plainPath, type TemplateWorkspace } from "../service.js";
import { WORKSPACE_FILES } from "./file-provider.js";
import { TemplateSettings } from "./template-settings.js";
import type { WorkspaceFolders } from "./workspace-folders.js";

type Test = (within: string) => boolean;

const isWorkspaceFile = globMatcher([WORKSPACE_FILES]);

/**
 * The files and open documents that are in the workspace's templates: which belong there, and as
 * what. A file can be a template, a fragment that others include, or say how templates are deployed.
 */
export class IndexedFiles {
  /** The URIs of what is in, by plain path. */
  private readonly held = new Map<string, string>();
  /** Plain paths that have been asked for because a template names them. */
  private readonly named = new Set<string>();
  private excludes: Test = () => false;
  private isParameterFile: Test = () => false;
  private configured = false;
  private readonly settings: TemplateSettings;

  constructor(
    private readonly templates: TemplateWorkspace,
    private readonly folders: WorkspaceFolders,
  ) {
    this.settings = new TemplateSettings(folders);
  }

  /** Takes over which files the settings leave out, and which they call parameter files. */
  configure({ workspace, parameterFiles, parameterFilesFrom }: Settings): void {
    this.excludes = globMatcher(workspace.exclude);
    const own = parameterFilesFrom === null ? parameterFiles : [];
    this.isParameterFile = globMatcher(own.flatMap(({ files }) => files));
    this.configured = true;
  }

  /**
   * Takes over the settings of one template.
   *
   * @returns the documents to be judged again because of it, as plain paths.
   */
  configureTemplate(uri: string, settings: Settings): ReadonlySet<string> {
    this.settings.set(plainPath(uri), settings);
    return this.templates.configure(uri, settings);
  }

  /** The URIs of the templates that have settings. */
  get configuredTemplates(): readonly string[] {
    return this.settings.paths.flatMap((path) => this.held.get(path) ?? []);
  }

  /** The URIs of files that settings of templates have come to name as parameter files since they were put in. */
  newParameterFiles(): readonly string[] {
    if (!this.settings.changed) return [];
    return this.uris.filter(
      (uri) => !this.templates.isDeploymentFile(uri) && this.settings.isParameterFile(plainPath(uri)),
    );
  }

  /** The URIs of everything that is in. */
  get uris(): readonly string[] {
    return [...this.held.values()];
  }

  get size(): number {
    return this.held.size;
  }

  has(uri: string): boolean {
    return this.held.has(plainPath(uri));
  }

  /** What is in of a file, or of the files in a folder. */
  below(uri: string): readonly string[] {
    const path = plainPath(uri);
    const own = this.held.get(path);
    if (own !== undefined) return [own];
    return [...this.held].flatMap(([one, held]) => (one.startsWith(`${path}/`) ? [held] : []));
  }

  /** Whether a setting leaves a file out. */
  isExcluded(uri: string): boolean {
    const within = this.folders.within(plainPath(uri));
    return within !== null && this.excludes(within);
  }

  /** Whether a file may be read: it lies in the workspace, and no setting leaves it out. */
  mayRead(uri: string): boolean {
    return this.folders.within(plainPath(uri)) !== null && !this.isExcluded(uri);
  }

  /** Whether a change of this file can matter. */
  concerns(uri: string): boolean {
    const path = plainPath(uri);
    const within = this.folders.within(path) ?? "";
    return this.mayRead(uri) && (isWorkspaceFile(within) || this.named.has(path));
  }

  /** The plain paths of files that are named, may be read, and haven't been asked for so far. */
  askFor(): readonly string[] {
    const paths = [...this.templates.wanted()].filter((path) => !this.named.has(path) && this.mayRead(path));
    for (const path of paths) this.named.add(path);
    return paths;
  }

  /**
   * Puts a text where it belongs; null takes it out.
   *
   * @returns the documents to be judged again because of it, as plain paths.
   */
  put(uri: string, text: string | null): ReadonlySet<string> {
    const path = plainPath(uri);
    if (text === null) {
      this.held.delete(path);
      this.settings.delete(path);
    } else this.held.set(path, uri);
    const deploys = this.templates.isDeploymentFile(uri) || this.isNamedBySettings(path);
    if (deploys) this.templates.putDeploymentFile(uri, text);
    const affected = new Set(this.templates.put(uri, text));
    if (this.named.has(path)) this.templates.putWanted(uri, text).forEach((one) => affected.add(one));
    return affected;
  }

  /** Reads how templates are deployed, if that has changed; returns what `put` does. */
  deploy(): ReadonlySet<string> {
    if (!this.configured && !this.settings.changed && !this.templates.deploymentsOutdated) return new Set();
    this.configured = false;
    this.settings.changed = false;
    return this.templates.deployWith(this.settings.named);
  }

  /** Takes everything out. */
  clear(): ReadonlySet<string> {
    const affected = this.uris.flatMap((uri) => [...this.put(uri, null)]);
    this.named.clear();
    return new Set(affected);
  }

  /** What templates name may be asked for again. */
  forgetNamed(): void {
    this.named.clear();
  }

  private isNamedBySettings(path: string): boolean {
    if (this.settings.isParameterFile(path)) return true;
    const within = this.folders.within(path);
    return within !== null && this.isParameterFile(within);
  }
}
