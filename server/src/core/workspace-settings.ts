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

type Say = (problem: string) => void;
type Raw = Readonly<Record<string, unknown>>;

/** The setting `parameterFiles`; what makes no sense in it is said and left out. */
export function parseParameterFiles(raw: unknown, say: Say): readonly ParameterFilesSetting[] {
  if (raw === undefined) return [];
  if (Array.isArray(raw)) return settingFor(null, raw, say);
  if (typeof raw === "object" && raw !== null) {
    return Object.entries(raw).flatMap(([template, files]) => {
      const glob = pathIn(template, "parameterFiles", say);
      return glob === null ? [] : settingFor(glob, files, say);
    });
  }
  say("The setting 'parameterFiles' must be a map from templates to lists of files, or a list of files.");
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

function settingFor(template: string | null, raw: unknown, say: Say): readonly ParameterFilesSetting[] {
  const list: readonly unknown[] = Array.isArray(raw) ? raw : [raw];
  const files = list.flatMap((one) => pathIn(one, "parameterFiles", say) ?? []);
  return files.length === 0 ? [] : [{ template, files }];
}

function excludeSetting(raw: unknown, say: Say): readonly string[] {
  if (raw === undefined) return WORKSPACE_DEFAULTS.exclude;
  if (!Array.isArray(raw)) {
    say("The setting 'workspace.exclude' must be a list of globs.");
    return WORKSPACE_DEFAULTS.exclude;
  }
  return raw.flatMap((one: unknown) => pathIn(one, "workspace.exclude", say) ?? []);
}

function numberSetting(raw: Raw, name: keyof typeof WORKSPACE_BOUNDS, say: Say): number {
  const value = raw[`workspace.${name}`];
  if (value === undefined) return WORKSPACE_DEFAULTS[name];
  const { minimum, maximum } = WORKSPACE_BOUNDS[name];
  const fits = typeof value === "number" && value >= minimum && value <= maximum;
  if (fits && (name === "maxFileSize" || Number.isInteger(value))) return value;
  const wanted = name === "maxFiles" ? "a whole number" : "a number of megabytes";
  say(`The setting 'workspace.${name}' must be ${wanted} from ${minimum} to ${maximum}.`);
  return WORKSPACE_DEFAULTS[name];
}

/** A path or glob with `/`, without a `./` before it. Null for what can't be one. */
function pathIn(value: unknown, name: string, say: Say): string | null {
  if (typeof value !== "string" || value.trim() === "") {
    say(`The paths in '${name}' must be strings that aren't empty.`);
    return null;
  }
  const path = value
    .trim()
    .replaceAll("\\", "/")
    .replace(/^(\.\/)+/, "");
  if (/^(\/|[a-z]:|[a-z][a-z0-9+.-]*:\/\/)/i.test(path)) {
    say(`The path '${value}' in '${name}' must be relative to the workspace folder.`);
    return null;
  }
  if (path.startsWith("!")) {
    say(`The path '${value}' in '${name}' can't begin with '!': nothing is taken out of these lists.`);
    return null;
  }
  return path;
}
