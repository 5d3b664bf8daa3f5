import type { Settings } from "../core/settings.js";
import { globMatcher, withinFolder, type NamedParameterFiles } from "../service.js";
import type { WorkspaceFolders } from "./workspace-folders.js";

interface Group {
  readonly named: NamedParameterFiles;
  readonly isParameterFile: (path: string) => boolean;
  readonly templates: Set<string>;
}

/** The settings of the templates that are read, and which parameter files these name. Paths are plain. */
export class TemplateSettings {
  private readonly byPath = new Map<string, Settings>();
  /** Templates that have the same parameter files, by these. */
  private readonly groups = new Map<string, Group>();
  /** Parameter files are named otherwise than when this was set back. */
  changed = false;

  constructor(private readonly folders: WorkspaceFolders) {}

  get paths(): readonly string[] {
    return [...this.byPath.keys()];
  }

  set(path: string, settings: Settings): void {
    const before = this.byPath.get(path);
    if (before === settings) return;
    this.byPath.set(path, settings);
    const [old, key] = [before === undefined ? null : keyOf(before), keyOf(settings)];
    if (old === key) return;
    if (old !== null) this.leave(path, old);
    if (key === null) return;
    const group = this.groups.get(key) ?? this.groupOf(settings);
    this.groups.set(key, group);
    group.templates.add(path);
    this.changed = true;
  }

  delete(path: string): void {
    const before = this.byPath.get(path);
    this.byPath.delete(path);
    const key = before === undefined ? null : keyOf(before);
    if (key !== null) this.leave(path, key);
  }

  /** The parameter files that the settings of templates name. */
  get named(): readonly NamedParameterFiles[] {
    return [...this.groups.values()].map(({ named }) => named);
  }

  isParameterFile(path: string): boolean {
    return [...this.groups.values()].some((group) => group.isParameterFile(path));
  }

  private leave(path: string, key: string): void {
    const group = this.groups.get(key);
    group?.templates.delete(path);
    if (group?.templates.size === 0) this.groups.delete(key);
    this.changed = true;
  }

  private groupOf({ parameterFiles, parameterFilesFrom: from }: Settings): Group {
    const templates = new Set<string>();
    const matches = globMatcher(parameterFiles.flatMap(({ files }) => files));
    const within = (path: string): string | null =>
      from === null ? this.folders.within(path) : withinFolder(from, path);
    return {
      named: { parameterFiles, within, governs: (path) => templates.has(path) },
      isParameterFile: (path) => {
        const inside = within(path);
        return inside !== null && matches(inside);
      },
      templates,
    };
  }
}

/** Null where no parameter files are named. */
function keyOf({ parameterFiles, parameterFilesFrom }: Settings): string | null {
  return parameterFiles.length === 0 ? null : JSON.stringify([parameterFilesFrom, parameterFiles]);
}
