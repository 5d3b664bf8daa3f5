import { folderOf } from "../core/paths.js";
import type { ConfigurableRule, RawSettings, Settings } from "../core/settings.js";
import type { ProjectConfig } from "./project-config.js";
import { ConfigFolders, searchNow, type IsTop } from "./search.js";
import { SettingsInForce } from "./settings-in-force.js";

/** Where a project's settings come from. All paths are absolute, with `/` between their parts. */
export interface ProjectSources {
  /** The text of a file; null where there is none. */
  readonly read: (path: string) => string | null;
  /** Whether the search for a configuration ends in this folder; by default at the root. */
  readonly isTop?: IsTop;
  /** One configuration for all files, in place of those that would be found; null for none. */
  readonly config?: ProjectConfig | null;
  /** Settings that a configuration wins over, and settings that win over it. */
  readonly below?: RawSettings;
  readonly above?: RawSettings;
}

/** The settings of a project's files: each has those of the configuration that is nearest to it. */
export class ProjectSettings {
  private readonly folders: ConfigFolders;
  private readonly inForce: SettingsInForce;

  constructor(
    rules: readonly ConfigurableRule[],
    private readonly sources: ProjectSources,
  ) {
    this.folders = new ConfigFolders(rules);
    this.inForce = new SettingsInForce(rules);
  }

  /** The configuration that holds for a file; null for none. */
  configFor(path: string): ProjectConfig | null {
    const { config, isTop = () => false, read } = this.sources;
    if (config !== undefined) return config;
    return searchNow(this.folders.nearest(folderOf(path), isTop), read);
  }

  settingsFor(path: string): Settings {
    const { below = {}, above = {} } = this.sources;
    return this.inForce.for(path, this.configFor(path), { below: [below], above: [above] });
  }

  /** The configurations that have had a say so far. */
  get configs(): readonly ProjectConfig[] {
    const { config } = this.sources;
    if (config === undefined) return this.folders.found;
    return config === null ? [] : [config];
  }
}
