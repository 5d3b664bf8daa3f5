import type { Connection } from "vscode-languageserver";
import { DidChangeConfigurationNotification } from "vscode-languageserver";
import type { RawSettings, Settings } from "../core/settings.js";
import { parseSettings } from "../service.js";
import { isRecord, type ClientSupport } from "./client-support.js";
import { logFailure, warnUser } from "./messages.js";

/** The section of an editor's settings that is ours. */
export const SECTION = "dynamodbEncryption";

/**
 * The settings of each document. Clients that answer `workspace/configuration` are asked per
 * document; others push theirs with `workspace/didChangeConfiguration`, and until then those of
 * `initializationOptions.settings` hold.
 */
export class Configuration {
  private readonly byDocument = new Map<string, Promise<Settings>>();
  /** Parsed settings by their text: equal ones are one object, so results made with them stay valid. */
  private readonly parsed = new Map<string, Settings>();
  private readonly problemsShown = new Set<string>();
  private pushed: RawSettings = {};

  /** @param initial `initializationOptions.settings`, whatever it is. */
  constructor(
    private readonly connection: Connection,
    private readonly support: ClientSupport,
    private readonly initial: unknown,
  ) {}

  /** Asks the client to report changes, where it wants to be asked. To be called once initialized. */
  async register(): Promise<void> {
    if (!this.support.registerConfiguration) return;
    await this.connection.client.register(DidChangeConfigurationNotification.type, { section: SECTION });
  }

  settingsFor(uri: string): Promise<Settings> {
    const known = this.byDocument.get(uri);
    if (known !== undefined) return known;
    const settings = this.read(uri);
    this.byDocument.set(uri, settings);
    return settings;
  }

  /** Forgets what was read, after a `workspace/didChangeConfiguration` with these settings. */
  change(settings: unknown): void {
    const section = isRecord(settings) ? settings[SECTION] : undefined;
    if (isRecord(section)) this.pushed = section;
    this.byDocument.clear();
  }

  forget(uri: string): void {
    this.byDocument.delete(uri);
  }

  private async read(uri: string): Promise<Settings> {
    const sources = [sectionOf(this.initial), this.pushed, await this.ask(uri)];
    return this.parse(sources.map(withoutTrace));
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

  private parse(sources: readonly RawSettings[]): Settings {
    const key = JSON.stringify(sources);
    const known = this.parsed.get(key);
    if (known !== undefined) return known;
    const { settings, problems } = parseSettings(...sources);
    this.parsed.set(key, settings);
    this.tell(problems);
    return settings;
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
