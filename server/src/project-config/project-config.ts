import type { Node } from "../core/node.js";
import { folderOf } from "../core/paths.js";
import type { Problem } from "../core/problem.js";
import { EDITOR_SETTINGS, SETTINGS_BY_PATH } from "../core/setting-definitions.js";
import {
  didYouMean,
  mergeSettings,
  readSettings,
  SETTING_NAMES,
  type ConfigurableRule,
  type RawSettings,
} from "../core/settings.js";
import { memberOf, membersOf, problemAt } from "../deployments/members.js";
import { readJson } from "../formats/json.js";
import { readYaml } from "../formats/yaml.js";
import { isPackageFile, PACKAGE_KEY } from "./config-files.js";
import { readGlobs, type PathTest } from "./file-globs.js";
import { placeIn, rawValue, type Path } from "./raw-values.js";

/** A project's configuration file, read. */
export interface ProjectConfig {
  /** Plain. */
  readonly path: string;
  /** The plain path of the folder that its paths are relative to. */
  readonly folder: string;
  readonly text: string;
  /** Its settings for all files below its folder. */
  readonly settings: RawSettings;
  /** Its settings for some of them; the later ones win. */
  readonly overrides: readonly { readonly matches: PathTest; readonly settings: RawSettings }[];
  readonly ignores: PathTest;
  /** What makes no sense in it, in the order of the text: the defaults hold for that. */
  readonly problems: readonly Problem[];
}

/** What a configuration has besides settings. */
const OWN_KEYS = ["overrides", "ignore", "$schema"];

/** These settings' numbers are texts that look like one. */
const TEXTS = ["parameters", "classification", "classification.tags"];

/**
 * Reads a configuration file.
 *
 * @param path plain; its name says whether it is YAML, JSON or a `package.json`.
 * @param rules those that it may configure.
 * @param folder what its paths are relative to, where that isn't the file's own folder.
 * @returns null for a `package.json` without a configuration.
 */
export function readConfig(
  path: string,
  text: string,
  rules: readonly ConfigurableRule[],
  folder = folderOf(path),
): ProjectConfig | null {
  const isPackage = isPackageFile(path);
  if (isPackage && !text.includes(`"${PACKAGE_KEY}"`)) return null;
  const { value, problems } = /\.ya?ml$/i.test(path) ? readYaml(text) : readJson(text);
  const node = isPackage ? (memberOf(value, PACKAGE_KEY)?.value ?? null) : value;
  if (isPackage && node === null) return null;
  const reader = new ConfigReader(rules, node);
  // What else is wrong with a package.json is for others to say.
  if (!isPackage) reader.problems.push(...problems);
  const read = reader.read();
  const sorted = reader.problems.sort((a, b) => a.span.start - b.span.start);
  return { path, folder, text, ...read, problems: sorted };
}

/** The path of a file within a configuration's folder; null for what lies elsewhere. */
export function withinFolder(folder: string, path: string): string | null {
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : null;
}

class ConfigReader {
  readonly problems: Problem[] = [];

  constructor(
    private readonly rules: readonly ConfigurableRule[],
    private readonly node: Node | null,
  ) {}

  read(): Pick<ProjectConfig, "settings" | "overrides" | "ignores"> {
    const nothing = { settings: {}, overrides: [], ignores: () => false };
    const { node } = this;
    // An empty file is a configuration, too: the search ends there.
    if (node === null || (node.kind === "scalar" && node.value === null)) return nothing;
    const members = membersOf(node);
    if (members === null) {
      this.problems.push(problemAt(node, "A configuration is a map of settings."));
      return nothing;
    }
    const own = new Map(members.map(({ key, value }) => [key, value]));
    const ignored = own.get("ignore");
    return {
      settings: this.settings(node, [], OWN_KEYS, (name) => this.wrongAtTop(name)),
      overrides: this.overrides(own.get("overrides")),
      ignores:
        ignored === undefined || isNull(ignored)
          ? () => false
          : readGlobs(this.raw(ignored, false), "'ignore'", (message, at) =>
              this.say(message, ["ignore", ...at]),
            ),
    };
  }

  private overrides(node: Node | undefined): ProjectConfig["overrides"] {
    if (node === undefined || isNull(node)) return [];
    if (node.kind !== "list") {
      this.say("The 'overrides' must be a list of { files, … }.", ["overrides"]);
      return [];
    }
    return node.items.flatMap((item, index) => {
      const path = ["overrides", index];
      const files = memberOf(item, "files");
      if (membersOf(item) === null) {
        this.say("An override must be a map: { files, rules, … }.", path);
        return [];
      }
      if (files === undefined) {
        this.say("An override must say which 'files' it is for.", path);
        return [];
      }
      const say = (message: string, at: Path): void => this.say(message, [...path, "files", ...at]);
      const matches = readGlobs(this.raw(files.value, false), "The 'files' of an override", say);
      return [{ matches, settings: this.settings(item, path, ["files"], wrongInOverride) }];
    });
  }

  /**
   * The settings in a map; those that don't belong there are said and left out.
   *
   * @param others keys of the map that are no settings.
   * @param wrong what there is to say of a setting here; null for nothing.
   */
  private settings(
    node: Node,
    path: Path,
    others: readonly string[],
    wrong: (name: string) => string | null,
  ): RawSettings {
    const entries = (membersOf(node) ?? []).filter(({ key }) => !others.includes(key));
    const written = Object.fromEntries(
      entries.map(({ key, value }) => [key, this.raw(value, TEXTS.includes(key))]),
    );
    // A key without a value sets nothing, and is wrong all the same.
    for (const name of entries.flatMap(({ key, value }) => namesIn(key, value))) {
      const message = wrong(name);
      if (message !== null) this.say(message, [...path, name], true);
    }
    const raw = Object.entries(mergeSettings([written])).filter(([name]) => wrong(name) === null);
    const settings = Object.fromEntries(raw);
    for (const { message, path: at, onKey } of readSettings(settings, this.rules).problems) {
      this.say(message, [...path, ...at], onKey);
    }
    return settings;
  }

  private wrongAtTop(name: string): string | null {
    if (this.rules.some(({ id }) => id === name)) return `The rule '${name}' belongs below 'rules'.`;
    const meant = settingsNamed(name);
    if (meant.length === 0) return `There is no setting '${name}'.${didYouMean(name, PROJECT_KEYS)}`;
    if (meant.some((one) => !EDITOR_SETTINGS.includes(one))) return null;
    return `'${name}' belongs to the editor's settings: it is 'dynamodbEncryption.${name}' there.`;
  }

  private raw(node: Node, texts: boolean): unknown {
    return rawValue(node, texts, (problem) => this.problems.push(problem));
  }

  private say(message: string, path: Path, onKey = false): void {
    if (this.node === null) return;
    this.problems.push({ message, span: placeIn(this.node, path, onKey) });
  }
}

function wrongInOverride(name: string): string | null {
  const meant = settingsNamed(name);
  if (meant.some((one) => SETTINGS_BY_PATH.includes(one))) return null;
  if (meant.length > 0 || OWN_KEYS.includes(name)) {
    return `'${name}' can't be set for some files only: it stands at the top of the configuration.`;
  }
  return `There is no setting '${name}' for some files.${didYouMean(name, SETTINGS_BY_PATH)}`;
}

const PROJECT_KEYS = [...OWN_KEYS, ...SETTING_NAMES].filter((name) => !EDITOR_SETTINGS.includes(name));

/** The settings that a name means: one, or all of a group. */
function settingsNamed(name: string): readonly string[] {
  return SETTING_NAMES.filter((one) => one === name || one.startsWith(`${name}.`));
}

/** The names of the settings that a key and its value set. */
function namesIn(key: string, value: Node): readonly string[] {
  const isGroup = settingsNamed(key).some((one) => one !== key);
  const members = isGroup ? (membersOf(value) ?? []) : [];
  return members.length === 0 ? [key] : members.map((member) => `${key}.${member.key}`);
}

function isNull(node: Node): boolean {
  return node.kind === "scalar" && node.value === null;
}
