import { folderOf } from "../../core/paths.js";
import { mapReferenceIn, mayBeCompiled, readSourceMap, type SourceMap } from "./source-map.js";
import { possibleSources } from "./source-path.js";
import type { SourcePosition } from "./source-trace.js";

/** How the source of an app is reached. Paths are plain. */
export interface SourceFiles {
  exists(path: string): Promise<boolean>;
  /** The text of a source file, a compiled one or a source map; null where it may not be read. */
  readSource(path: string): Promise<string | null>;
}

/** More files than any app has; a manifest that names more is after something else. */
const MOST_FILES = 2_000;
/** What systems allow. */
const LONGEST_PATH = 4096;
/** The folders above a compiled file aren't looked through for ever. */
const MOST_CANDIDATES = 64;

/**
 * Finds the places in the workspace that recorded positions mean: of paths of another machine the
 * files here, and of compiled JavaScript the source that its map leads to.
 */
export class SourcePlaces {
  /** By recorded path; null where there is no such file. */
  private readonly files = new Map<string, string | null>();
  /** By the path of the compiled file. */
  private readonly maps = new Map<string, SourceMap | null>();
  private readonly places = new Map<string, SourcePosition | null>();

  /** @param folders where source may lie, the likeliest first. */
  constructor(
    private readonly folders: readonly string[],
    private readonly access: SourceFiles,
  ) {}

  /** Looks for a position, to be asked for with `placeOf` afterwards. */
  async find(recorded: SourcePosition): Promise<void> {
    const key = keyOf(recorded);
    if (this.places.has(key)) return;
    const path = await this.fileOf(recorded.path);
    const compiled = path === null ? null : { ...recorded, path };
    this.places.set(key, compiled === null ? null : ((await this.originalOf(compiled)) ?? compiled));
  }

  /** The place that a recorded position means; null where its file isn't here, or nobody has looked. */
  placeOf(recorded: SourcePosition): SourcePosition | null {
    return this.places.get(keyOf(recorded)) ?? null;
  }

  private async fileOf(recorded: string): Promise<string | null> {
    const known = this.files.get(recorded);
    if (known !== undefined || this.files.size >= MOST_FILES) return known ?? null;
    const isShort = recorded.length <= LONGEST_PATH;
    const found = isShort ? await this.firstOf(possibleSources(recorded, this.folders)) : null;
    this.files.set(recorded, found);
    return found;
  }

  private async firstOf(candidates: readonly string[]): Promise<string | null> {
    for (const path of candidates.slice(0, MOST_CANDIDATES)) if (await this.access.exists(path)) return path;
    return null;
  }

  private async originalOf(compiled: SourcePosition): Promise<SourcePosition | null> {
    if (!mayBeCompiled(compiled.path)) return null;
    const map = this.maps.get(compiled.path) ?? (await this.mapOf(compiled.path));
    this.maps.set(compiled.path, map);
    const original = map?.originalOf(compiled) ?? null;
    const path = original === null ? null : await this.fileOf(original.path);
    return original === null || path === null ? null : { ...original, path };
  }

  private async mapOf(path: string): Promise<SourceMap | null> {
    if (this.maps.has(path)) return null;
    const reference = mapReferenceIn((await this.access.readSource(path)) ?? "");
    if (reference === null) return null;
    if (reference.kind === "inline") return readSourceMap(path, reference.json);
    const [file] = possibleSources(reference.reference, [folderOf(path)]);
    const json = file === undefined ? null : await this.access.readSource(file);
    return file === undefined || json === null ? null : readSourceMap(file, json);
  }
}

function keyOf({ path, line, column }: SourcePosition): string {
  return `${line}:${column ?? ""}:${path}`;
}
