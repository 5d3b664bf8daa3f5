import { folderOf } from "../core/paths.js";
import type { Problem } from "../core/problem.js";
import type { ConfigurableRule } from "../core/settings.js";
import { CONFIG_FILES, isPackageFile } from "./config-files.js";
import { readConfig, type ProjectConfig } from "./project-config.js";

/**
 * A search that asks for files: it yields the paths it wants to know, and is given their texts in
 * the same order, null for none. So one search serves those who read at once and those who wait.
 */
export type Search<T> = Generator<readonly string[], T, readonly (string | null)[]>;

/** Whether the search ends in this folder; its plain path has no `/` at its end. */
export type IsTop = (folder: string) => boolean;

/** The configuration files of a project's folders. Each folder is looked into once. */
export class ConfigFolders {
  private readonly known = new Map<string, ProjectConfig | null>();

  constructor(private readonly rules: readonly ConfigurableRule[]) {}

  /** The configuration for what lies in a folder: the nearest one, from that folder upwards. */
  *nearest(folder: string, isTop: IsTop): Search<ProjectConfig | null> {
    for (const one of foldersUp(folder, isTop)) {
      let config = this.known.get(one);
      if (config === undefined) {
        const paths = CONFIG_FILES.map((name) => `${one}/${name}`);
        config = chosen(paths, yield paths, this.rules);
        this.known.set(one, config);
      }
      if (config !== null) return config;
    }
    return null;
  }

  /** The configurations that have been found so far, in the order of finding them. */
  get found(): readonly ProjectConfig[] {
    return [...this.known.values()].filter((one) => one !== null);
  }

  /** What is known of a folder: its own configuration, null for none, undefined for nothing. */
  in(folder: string): ProjectConfig | null | undefined {
    return this.known.get(folder);
  }

  /** The folders that have been looked into. */
  get folders(): readonly string[] {
    return [...this.known.keys()];
  }

  /** A folder is looked into again. */
  forget(folder: string): void {
    this.known.delete(folder);
  }
}

/** Carries a search out, by reading at once. */
export function searchNow<T>(search: Search<T>, read: (path: string) => string | null): T {
  let step = search.next();
  while (step.done !== true) step = search.next(step.value.map(read));
  return step.value;
}

/** Carries a search out, by waiting for what is read. */
export async function searchLater<T>(
  search: Search<T>,
  read: (path: string) => Promise<string | null>,
): Promise<T> {
  let step = search.next();
  while (step.done !== true) step = search.next(await Promise.all(step.value.map(read)));
  return step.value;
}

/** From a folder up to the top, both included. The root is the empty path, a Windows drive its letter. */
export function foldersUp(folder: string, isTop: IsTop): readonly string[] {
  const folders = [folder];
  for (let one = folder; one.includes("/") && !isTop(one);) {
    one = folderOf(one);
    folders.push(one);
  }
  return folders;
}

/** The first that holds a configuration; what others in its folder say has no effect, and is said. */
function chosen(
  paths: readonly string[],
  texts: readonly (string | null)[],
  rules: readonly ConfigurableRule[],
): ProjectConfig | null {
  const configs = paths.flatMap((path, index) => {
    const text = texts[index] ?? null;
    return text === null ? [] : (readConfig(path, text, rules) ?? []);
  });
  const [first, ...others] = configs;
  if (first === undefined) return null;
  const unread = others.map(({ path }): Problem => {
    const name = path.slice(path.lastIndexOf("/") + 1);
    const what = isPackageFile(path) ? `The configuration in ${name}` : name;
    const message = `${what} isn't read: this file lies in the same folder, and comes first.`;
    return { message, span: { start: 0, end: 0 } };
  });
  return { ...first, problems: [...unread, ...first.problems] };
}
