import {
  mergeSettings,
  parseSettings,
  type ConfigurableRule,
  type RawSettings,
  type Settings,
} from "../core/settings.js";
import { withinFolder, type ProjectConfig } from "./project-config.js";

/** What holds besides a project's file. */
export interface OtherSources {
  /** What the project's file wins over: the editor's settings. */
  readonly below: readonly RawSettings[];
  /** What wins over it: the command line's. */
  readonly above: readonly RawSettings[];
}

/** Settings by file. Equal ones are one object, so results made with them stay valid. */
export class SettingsInForce {
  private readonly known = new Map<string, Settings>();

  constructor(private readonly rules: readonly ConfigurableRule[]) {}

  /**
   * The settings for one file.
   *
   * @param path plain, as the configuration's folder is.
   * @param config the configuration that is nearest to it; null for none.
   */
  for(path: string, config: ProjectConfig | null, { below, above }: OtherSources): Settings {
    const within = config === null ? null : withinFolder(config.folder, path);
    const own = config === null ? [] : sourcesOf(config, within);
    // Paths of one source are relative to another folder than those of the other.
    const replaces = config !== null && "parameterFiles" in config.settings;
    const lower = replaces ? below.map((one) => ({ ...one, parameterFiles: null })) : below;
    const merged = mergeSettings([...lower, ...own, ...above]);
    const from = replaces ? config.folder : null;
    const ignored = within !== null && config?.ignores(within) === true;
    const key = JSON.stringify([merged, from, ignored]);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const { settings } = parseSettings([merged], this.rules);
    const complete = { ...settings, parameterFilesFrom: from, ignored };
    this.known.set(key, complete);
    return complete;
  }
}

function sourcesOf(config: ProjectConfig, within: string | null): readonly RawSettings[] {
  const matching = config.overrides.filter(({ matches }) => within !== null && matches(within));
  return [config.settings, ...matching.map(({ settings }) => settings)];
}
