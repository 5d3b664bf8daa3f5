import ignore, { type Ignore } from "ignore";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

/**
 * What git ignores at and below one folder. The patterns of all `.gitignore` files from the top
 * down stand in one list, rewritten to be relative to the top, so that the last match decides:
 * that is how git reads them, negations included.
 */
export interface IgnoreRules {
  /** Absolute. */
  readonly top: string;
  readonly matcher: Ignore;
}

/** The rules that hold in a folder: those of its repository's top, down to the folder itself. */
export function ignoreRulesFor(folder: string, cwd: string): IgnoreRules {
  return rulesFrom(repositoryTop(folder) ?? (isWithin(cwd, folder) ? cwd : folder), folder);
}

/** The rules of the folders from `top` down to `folder`. */
export function rulesFrom(top: string, folder: string): IgnoreRules {
  let rules: IgnoreRules = { top, matcher: emptyMatcher() };
  let current = top;
  rules = withRulesOf(current, rules);
  for (const segment of relative(top, folder).split(sep).filter(Boolean)) {
    current = join(current, segment);
    rules = withRulesOf(current, rules);
  }
  return rules;
}

/** Adds what a folder's own `.gitignore` says, if it has one. */
export function withRulesOf(folder: string, rules: IgnoreRules): IgnoreRules {
  const patterns = readPatterns(join(folder, ".gitignore"));
  if (patterns.length === 0) return rules;
  const prefix = relative(rules.top, folder).split(sep).filter(Boolean).join("/");
  const matcher = emptyMatcher().add(rules.matcher);
  matcher.add(patterns.map((pattern) => below(prefix, pattern)));
  return { top: rules.top, matcher };
}

/** Whether git ignores this path; false for the top itself and everything outside it. */
export function isIgnored(path: string, isFolder: boolean, rules: IgnoreRules): boolean {
  if (path === rules.top || !isWithin(rules.top, path)) return false;
  const inside = relative(rules.top, path).split(sep).join("/");
  return rules.matcher.ignores(isFolder ? `${inside}/` : inside);
}

/** Whether a path is the folder or lies below it; both absolute. */
export function isWithin(folder: string, path: string): boolean {
  const inside = relative(folder, path);
  return (
    inside === "" || (inside !== ".." && !inside.startsWith(`..${sep}`) && !/^([a-z]:|[\\/])/i.test(inside))
  );
}

function repositoryTop(folder: string): string | undefined {
  for (let current = folder; ; current = dirname(current)) {
    if (existsSync(join(current, ".git"))) return current;
    if (dirname(current) === current) return undefined;
  }
}

/** A pattern of a folder's `.gitignore`, as it reads in the one at the top. */
function below(prefix: string, pattern: string): string {
  if (prefix === "") return pattern;
  const negated = pattern.startsWith("!");
  const body = negated ? pattern.slice(1) : pattern;
  const anchored = /\/./.test(body.trimEnd());
  const rest = anchored ? body.replace(/^\//, "") : `**/${body}`;
  const escaped = prefix.replace(/[\\*?[\]!# ]/g, "\\$&");
  return `${negated ? "!" : ""}/${escaped}/${rest}`;
}

function readPatterns(path: string): string[] {
  try {
    const lines = readFileSync(path, "utf8")
      .replace(/^\uFEFF/, "")
      .split(/\r?\n/);
    return lines.filter((line) => line.trim() !== "" && !line.startsWith("#"));
  } catch {
    // No such file, or one that git couldn't read either.
    return [];
  }
}

function emptyMatcher(): Ignore {
  return ignore({ ignorecase: false });
}
