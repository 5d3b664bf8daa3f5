import { existsSync, readFileSync } from "node:fs";
import { basename, resolve, sep } from "node:path";
import type { FrameworkId } from "../core/frameworks.js";
import { Lines } from "../core/lines.js";
import type { RawSettings, Settings } from "../core/settings.js";
import type { ProjectConfig, ProjectSettings } from "../service.js";
import type { Analyser } from "./analyser.js";
import type { SettingsArguments } from "./arguments.js";
import { UsageError } from "./environment.js";
import { shownPath } from "./files.js";
import { problemReport } from "./judge.js";
import { readParameterFile } from "./parameter-file.js";
import type { FileReport } from "./report.js";
import { systemMessage } from "./system-message.js";

/** The settings of a run: the command line wins over a project's file, and that over the defaults. */
export class RunSettings {
  private readonly project: ProjectSettings;
  /** Equal settings are one object, so these are few. */
  private readonly used = new Set<Settings>();
  /** The names of the parameters that the command line gives. */
  readonly givenParameters: readonly string[];

  /** @throws UsageError for what the command line says wrongly, and a file that can't be read. */
  constructor(
    command: SettingsArguments,
    private readonly cwd: string,
    private readonly analyser: Analyser,
  ) {
    const above = fromArguments(command, cwd);
    const { settings, problems } = analyser.parseSettings(above);
    if (problems.length > 0) throw new UsageError(problems.join(" "));
    this.givenParameters = [...settings.parameters.keys()];
    const config = chosenConfig(command, cwd, analyser);
    this.project = analyser.openProject({
      read: readConfigFile,
      isTop: (folder) => existsSync(`${folder}/.git`),
      above,
      ...(config !== undefined && { config }),
    });
  }

  /** The settings of a file, by its path as reports show it, or of a folder, whose path ends with `/`. */
  of(path: string): Settings {
    const settings = this.project.settingsFor(this.place(path));
    this.used.add(settings);
    return settings;
  }

  /** Whether a rule isn't asked about a file: it is off there, or the file is left out. */
  isOff(rule: string, path: string): boolean {
    const { ignored, rules } = this.of(path);
    const severity = rules.get(rule)?.severity ?? this.analyser.rules.find(({ id }) => id === rule)?.severity;
    return ignored || severity === "off";
  }

  /** The frameworks that the settings of the report, or of any file so far, name. */
  get frameworks(): ReadonlySet<FrameworkId> {
    return new Set([this.ofReport, ...this.used].flatMap(({ frameworks }) => frameworks));
  }

  /** The configuration that they are from, as reports show its path; null for none. */
  configOf(path: string): string | null {
    const config = this.project.configFor(this.place(path));
    return config === null ? null : shownPath(config.path, this.cwd);
  }

  /** What holds for the report as a whole: the settings of the working folder. */
  get ofReport(): Settings {
    return this.project.settingsFor(this.place("./"));
  }

  private place(path: string): string {
    return `${absolute(this.cwd, path)}${path.endsWith("/") ? "/" : ""}`;
  }

  /** A report of each configuration so far that something is wrong with. */
  reports(): readonly FileReport[] {
    const wrong = this.project.configs.filter(({ problems }) => problems.length > 0);
    return wrong.map(({ path, text, problems }) =>
      problemReport(shownPath(path, this.cwd), text, problems, new Lines(text)),
    );
  }
}

/** An absolute path with `/` between its parts. */
export function absolute(cwd: string, path: string): string {
  return resolve(cwd, path).split(sep).join("/").replace(/\/$/, "");
}

function fromArguments(command: SettingsArguments, cwd: string): RawSettings {
  const parameters = new Map(command.parameterFiles.flatMap((path) => [...readParameterFile(path, cwd)]));
  for (const [name, value] of command.parameters) parameters.set(name, value);
  return {
    ...(command.rules.size > 0 ? { rules: Object.fromEntries(command.rules) } : {}),
    ...(parameters.size > 0 ? { parameters: Object.fromEntries(parameters) } : {}),
    ...(command.frameworks.length > 0 ? { frameworks: command.frameworks } : {}),
    ...(command.activeCallers === null ? {} : { "cost.activeCallers": command.activeCallers }),
    ...(command.region === null ? {} : { region: command.region }),
    ...(command.account === null ? {} : { account: command.account }),
    ...(command.partition === null ? {} : { partition: command.partition }),
  };
}

/** The one configuration that the command line names, or rules out; undefined where it leaves that open. */
function chosenConfig(
  { config }: SettingsArguments,
  cwd: string,
  analyser: Analyser,
): ProjectConfig | null | undefined {
  if (config === "nearest") return undefined;
  if (config === null) return null;
  const path = absolute(cwd, config.file);
  const text = readFile(path, config.file);
  const read = analyser.readProjectConfig(path, text, absolute(cwd, "."));
  if (read === null) throw new UsageError(`${config.file}: there is no configuration in it.`);
  return read;
}

/** Most folders have no configuration: to ask costs less than to fail. */
function readConfigFile(path: string): string | null {
  if (!existsSync(path)) return null;
  try {
    return readFile(path, path);
  } catch (error) {
    // A package.json is most often there for others.
    if (basename(path) === "package.json") return null;
    throw error;
  }
}

function readFile(path: string, named: string): string {
  try {
    return readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    throw new UsageError(`${named}: the configuration can't be read: ${systemMessage(error)}.`);
  }
}
