import { existsSync, readFileSync } from "node:fs";
import { basename, relative, resolve, sep } from "node:path";
import type { Settings } from "../core/settings.js";
import {
  Lines,
  openProject,
  readProjectConfig,
  type ProjectConfig,
  type ProjectSettings,
} from "../service.js";
import type { PluginOptions } from "./plugin-options.js";

/**
 * The settings of an app's templates: the options win over the project's configuration. That is the
 * file nearest to the template, or else to the folder that the app runs in: an assembly may be
 * written anywhere.
 */
export class AppSettings {
  private readonly nearest: ProjectSettings;
  private readonly ofFolder: ProjectSettings;

  /** @throws an `Error` in sentences where a file that is named can't be read. */
  constructor(
    { settings: above, config }: PluginOptions,
    private readonly folder: string,
  ) {
    const named = config === null ? {} : { config: config === false ? null : readNamed(config, folder) };
    const sources = { read, isTop: (one: string) => existsSync(`${one}/.git`), above, ...named };
    this.nearest = openProject(sources);
    this.ofFolder = openProject({ ...sources, config: this.nearest.configFor(`${plain(folder)}/`) });
  }

  /** @param path plain and absolute. */
  for(path: string): Settings {
    return (this.nearest.configFor(path) === null ? this.ofFolder : this.nearest).settingsFor(path);
  }

  /** What is wrong with the configurations that have had a say so far, a sentence each. */
  problems(): readonly string[] {
    return this.nearest.configs.flatMap(({ path, text, problems }) => {
      const lines = new Lines(text);
      const name = relative(this.folder, path).split(sep).join("/");
      return problems.map(
        ({ message, span }) => `${name}:${lines.positionAt(span.start).line + 1}: ${message}`,
      );
    });
  }
}

function readNamed(file: string, folder: string): ProjectConfig {
  const path = resolve(folder, file);
  const text = readText(path);
  const config = readProjectConfig(plain(path), text, plain(folder));
  if (config === null) throw new Error(`${file}: there is no configuration in it.`);
  return config;
}

function read(path: string): string | null {
  if (!existsSync(path)) return null;
  try {
    return readText(path);
  } catch (error) {
    // A package.json is most often there for others.
    if (basename(path) === "package.json") return null;
    throw error;
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    throw new Error(`${path}: the configuration can't be read: ${(error as Error).message}.`, {
      cause: error,
    });
  }
}

function plain(path: string): string {
  return path.split(sep).join("/");
}
