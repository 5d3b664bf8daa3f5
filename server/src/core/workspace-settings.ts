import type { Say } from "./settings.js";

/** Parameter files, each of which is one deployment of a template. */
export interface ParameterFilesSetting {
  /**
   * A path or glob, relative to the workspace folder, with `/`. Null: every template that declares
   * all the parameters a file sets.
   */
  readonly template: string | null;
  /** Paths or globs of the files, likewise. */
  readonly files: readonly string[];
}

export interface WorkspaceLimits {
  readonly maximumFiles: number;
  /** The largest file that is read. */
  readonly maximumBytes: number;
  /** Globs of files that are not read, relative to the workspace folder, with `/`. */
  readonly exclude: readonly string[];
}

/** The defaults of `workspace.…`, as people write them. */
export const WORKSPACE_DEFAULTS = {
  maxFiles: 10_000,
  /** Megabytes. */
  maxFileSize: 2,
  /** What others wrote or what a build left, not what somebody edits. */
  exclude: [
    "**/node_modules/**",
    "**/.git/**",
    "**/.hg/**",
    "**/.svn/**",
    "**/.aws-sam/**",
    "**/.serverless/**",
    "**/cdk.out/asset.*/**",
  ],
} as const;

/** What is sensible for them, both ends included. */
export const WORKSPACE_BOUNDS = {
  maxFiles: { minimum: 1, maximum: 100_000 },
  maxFileSize: { minimum: 0.1, maximum: 50 },
} as const;

const MEGABYTE = 1024 * 1024;

type Raw = Readonly<Record<string, unknown>>;

/** The setting `parameterFiles`; what makes no sense in it is said and left out. */
export function parseParameterFiles(raw: unknown, say: Say): readonly ParameterFilesSetting[] {
  if (raw === undefined) return [];
  const path = ["parameterFiles"];
  if (Array.isArray(raw)) return settingFor(null, raw, path, say);
  if (typeof raw === "object" && raw !== null) {
    return Object.entries(raw).flatMap(([template, files]) => {
      const glob = pathIn(template, [...path, template], say, true);
      return glob === null ? [] : settingFor(glob, files, [...path, template], say);
    });
  }
  say(
    "The setting 'parameterFiles' must be a map from templates to lists of files, or a list of files.",
    path,
  );
  return [];
}

/** The settings `workspace.…` of flat raw settings; the default holds for what makes no sense. */
export function parseWorkspaceLimits(raw: Raw, say: Say): WorkspaceLimits {
  const megabytes = numberSetting(raw, "maxFileSize", say);
  return {
    maximumFiles: numberSetting(raw, "maxFiles", say),
    maximumBytes: Math.floor(megabytes * MEGABYTE),
    exclude: excludeSetting(raw["workspace.exclude"], say),
  };
}

function settingFor(
  template: string | null,
  raw: unknown,
  path: readonly string[],
  say: Say,
): readonly ParameterFilesSetting[] {
  const files = Array.isArray(raw)
    ? raw.flatMap((one: unknown, index) => pathIn(one, [...path, index], say) ?? [])
    : [pathIn(raw, path, say) ?? []].flat();
  return files.length === 0 ? [] : [{ template, files }];
}

function excludeSetting(raw: unknown, say: Say): readonly string[] {
  if (raw === undefined) return WORKSPACE_DEFAULTS.exclude;
  if (!Array.isArray(raw)) {
    say("The setting 'workspace.exclude' must be a list of globs.", ["workspace.exclude"]);
    return WORKSPACE_DEFAULTS.exclude;
  }
  return raw.flatMap((one: unknown, index) => pathIn(one, ["workspace.exclude", index], say) ?? []);
}

function numberSetting(raw: Raw, name: keyof typeof WORKSPACE_BOUNDS, say: Say): number {
  const value = raw[`workspace.${name}`];
  if (value === undefined) return WORKSPACE_DEFAULTS[name];
  const { minimum, maximum } = WORKSPACE_BOUNDS[name];
  const fits = typeof value === "number" && value >= minimum && value <= maximum;
  if (fits && (name === "maxFileSize" || Number.isInteger(value))) return value;
  const wanted = name === "maxFiles" ? "a whole number" : "a number of megabytes";
  say(`The setting 'workspace.${name}' must be ${wanted} from ${minimum} to ${maximum}.`, [
    `workspace.${name}`,
  ]);
  return WORKSPACE_DEFAULTS[name];
}

/** A path or glob with `/`, without a `./` before it. Null for what can't be one. */
function pathIn(value: unknown, at: readonly (string | number)[], say: Say, onKey = false): string | null {
  const name = at[0] ?? "";
  if (typeof value !== "string" || value.trim() === "") {
    say(`The paths in '${name}' must be strings that aren't empty.`, at, onKey);
    return null;
  }
  const path = plainGlob(value);
  const fault = globFault(path);
  if (fault === null) return path;
  say(`The path '${value}' in '${name}' ${FAULTS[fault]}.`, at, onKey);
  return null;
}

/** What is wrong with a path, as what follows it in a sentence. */
const FAULTS = {
  absolute: "must be a relative one",
  negated: "can't begin with '!': nothing is taken out of these lists",
  outside: "leads out of the folder that it is relative to",
} as const;

/** A path or glob as people write it, with `/` and without a `./` before it. */
export function plainGlob(written: string): string {
  return written
    .trim()
    .replaceAll("\\", "/")
    .replace(/^(\.\/)+/, "");
}

/** The same as a pattern of a JSON Schema: what isn't empty, absolute or negated. */
export const GLOB_PATTERN =
  "^(?!\\s*(\\.[\\\\/])*(!|[\\\\/]|[A-Za-z]:|[A-Za-z][A-Za-z0-9+.-]*:[\\\\/]{2}|\\.\\.([\\\\/]|\\s*$)))\\s*\\S";

/** What keeps a plain path or glob from being one of a setting; null where nothing does. */
export function globFault(path: string): "absolute" | "negated" | "outside" | null {
  if (path === ".." || path.startsWith("../")) return "outside";
  if (/^(\/|[a-z]:|[a-z][a-z0-9+.-]*:\/\/)/i.test(path)) return "absolute";
  return path.startsWith("!") ? "negated" : null;
}
