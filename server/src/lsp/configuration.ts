import type { Connection } from "vscode-languageserver";
import { DidChangeConfigurationNotification } from "vscode-languageserver";
import type { RawSettings, Settings } from "../core/settings.js";
import { parseSettings, plainPath, settingsInForce } from "../service.js";
import { isRecord, type ClientSupport } from "./client-support.js";
import { logFailure, warnUser } from "./messages.js";
import type { ProjectConfigs } from "./project-configs.js";
import type { WorkspaceFolders } from "./workspace-folders.js";

/** The section of an editor's settings that is ours. */
export const SECTION = "dynamodbEncryption";

/**
 * The settings of each document: what the project's nearest configuration says wins over what the
 * editor says. Clients that answer `workspace/configuration` are asked per
 * document; others push theirs with `workspace/didChangeConfiguration`, and until then those of
 * `initializationOptions.settings` hold.
 */
export class Configuration {
  private readonly byDocument = new Map<string, Promise<Settings>>();
  /** What the editor says of the files that aren't open, by the folder of the workspace. */
  private readonly byFolder = new Map<string, Promise<readonly RawSettings[]>>();
  private readonly inForce = settingsInForce();
  /** What the editor has said so far, as text: its problems are told once. */
  private readonly checked = new Set<string>();
  private readonly problemsShown = new Set<string>();
  private pushed: RawSettings = {};

  /** @param initial `initializationOptions.settings`, whatever it is. */
  constructor(
    private readonly connection: Connection,
    private readonly support: ClientSupport,
    private readonly initial: unknown,
    private readonly configs: ProjectConfigs,
    private readonly folders: WorkspaceFolders,
  ) {}

  /** Asks the client to report changes, where it wants to be asked. To be called once initialized. */
  async register(): Promise<void> {
    if (!this.support.registerConfiguration) return;
    await this.connection.client.register(DidChangeConfigurationNotification.type, { section: SECTION });
  }

  settingsFor(uri: string): Promise<Settings> {
    const known = this.byDocument.get(uri);
    if (known !== undefined) return known;
    const settings = this.settings(this.sources(uri), plainPath(uri));
    this.byDocument.set(uri, settings);
    return settings;
  }

  /** The settings of a file that isn't open. The editor is asked once for all files of a folder. */
  settingsOfFile(uri: string): Promise<Settings> {
    const path = plainPath(uri);
    const folder = this.folders.uriAround(path);
    return folder === null ? this.settingsFor(uri) : this.settings(this.sourcesIn(folder), path);
  }

  /** What holds for the workspace as a whole: the settings of its first folder. */
  settingsOfWorkspace(): Promise<Settings> {
    const [folder] = this.folders.uris;
    if (folder === undefined) return this.settingsFor("");
    return this.settings(this.sourcesIn(folder), `${plainPath(folder)}/`);
  }

  /** Forgets what was read, after a `workspace/didChangeConfiguration` with these settings. */
  change(settings: unknown): void {
    const section = isRecord(settings) ? settings[SECTION] : undefined;
    if (isRecord(section)) this.pushed = section;
    this.forgetAll();
  }

  /** Makes all settings anew, from what the editor and the projects say now. */
  forgetAll(): void {
    this.byDocument.clear();
    this.byFolder.clear();
  }

  forget(uri: string): void {
    this.byDocument.delete(uri);
  }

  private async settings(sources: Promise<readonly RawSettings[]>, path: string): Promise<Settings> {
    const [below, config] = await Promise.all([sources, this.configs.for(path)]);
    return this.inForce.for(path, config, { below, above: [] });
  }

  private sourcesIn(folder: string): Promise<readonly RawSettings[]> {
    const known = this.byFolder.get(folder) ?? this.sources(folder);
    this.byFolder.set(folder, known);
    return known;
  }

  private async sources(uri: string): Promise<readonly RawSettings[]> {
    const sources = [sectionOf(this.initial), this.pushed, await this.ask(uri)].map(withoutTrace);
    this.check(sources);
    return sources;
  }

  private async ask(uri: string): Promise<RawSettings> {
    if (!this.support.configuration) return {};
    try {
      const section: unknown = await this.connection.workspace.getConfiguration({
        scopeUri: uri,
        section: SECTION,
      });
      return isRecord(section) ? section : {};
    } catch (error) {
      logFailure(this.connection, "workspace/configuration", error);
      return {};
    }
  }

  private check(sources: readonly RawSettings[]): void {
    const key = JSON.stringify(sources);
    if (this.checked.has(key)) return;
    this.checked.add(key);
    this.tell(parseSettings(...sources).problems);
  }

  /** Logs every problem, and shows each of them once: a message box per open file would be a nuisance. */
  private tell(problems: readonly string[]): void {
    for (const problem of problems) this.connection.console.warn(`Settings: ${problem}`);
    const unseen = problems.filter((problem) => !this.problemsShown.has(problem));
    if (unseen.length === 0) return;
    for (const problem of unseen) this.problemsShown.add(problem);
    warnUser(this.connection, `DynamoDB Encryption Lint settings: ${unseen.join(" ")}`);
  }
}

/** Clients write their settings with or without the section's name around them. */
function sectionOf(settings: unknown): RawSettings {
  if (!isRecord(settings)) return {};
  const section = settings[SECTION];
  return isRecord(section) ? section : settings;
}

/** `trace` is read by clients alone: what of the protocol they write into their log. */
function withoutTrace(settings: RawSettings): RawSettings {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => name !== "trace"));
}
