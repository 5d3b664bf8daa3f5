import { folderOf, isInside, resolvePath } from "../../core/paths.js";
import { withAcknowledgements } from "./acknowledgements.js";
import type { Assembly, AssemblyRemark } from "./assembly.js";
import { readMetadata } from "./construct-metadata.js";
import {
  environmentOf,
  NESTED_ASSEMBLY,
  readManifest,
  type Artifact,
  type Manifest,
  type MissingContext,
} from "./manifest.js";
import { assetFiles, nestedStacksIn, type NestedStackResource } from "./nested-stacks.js";
import { StackFamily, type Member } from "./stack-family.js";
import { parsedJson, textIn } from "./untrusted.js";

const STACK = "aws:cloudformation:stack";
const ASSET_MANIFEST = "cdk:asset-manifest";
/** More than any app has; links that lead round in circles end here. */
const MOST_MANIFESTS = 500;
/** Of nested stacks in one another: apps have a few. */
const MOST_LEVELS = 50;
const LONGEST_NAME = 200;

/** Asks for files by their paths and is given their texts, null for what can't be read; then it has a result. */
export type Reading<T> = Generator<string, T, string | null>;

/** Follows one assembly. Use it once. */
export class AssemblyReader {
  private readonly members = new Map<string, Member>();
  private readonly families: StackFamily[] = [];
  private readonly visited = new Set<string>();
  private readonly missing: MissingContext[] = [];
  private readonly problems: AssemblyRemark[] = [];
  private readonly notices: AssemblyRemark[] = [];
  /** What asset manifests list, by path: they may be long, and each nested stack asks. */
  private readonly assets = new Map<string, ReturnType<typeof assetFiles>>();
  private version: string | null = null;

  constructor(private readonly folder: string) {}

  *read(): Reading<Assembly> {
    const locked = (yield resolvePath(this.folder, "synth.lock") ?? "") !== null;
    yield* this.visit(this.folder);
    const finished = new Map(this.families.flatMap((family) => family.templates()));
    const order = [...this.members.keys()];
    const { folder, version, missing, problems, notices } = this;
    const stacks = new Map(order.flatMap((path) => entryOf(finished, path)));
    const report = yield resolvePath(this.folder, "validation-report.json") ?? "";
    const templates = report === null ? stacks : withAcknowledgements(stacks, this.folder, report);
    return { folder, version, locked, templates, missing, problems, notices };
  }

  private *visit(folder: string): Reading<void> {
    if (this.visited.has(folder)) return;
    const path = folder === "" ? "manifest.json" : `${folder}/manifest.json`;
    if (this.visited.size === MOST_MANIFESTS) {
      this.problem(path, `The app has more than ${MOST_MANIFESTS} assemblies; the others aren't read.`);
    }
    this.visited.add(folder);
    if (this.visited.size > MOST_MANIFESTS) return;
    const text = yield path;
    const manifest = text === null ? null : readManifest(path, text);
    if (manifest === null) {
      this.problem(path, "This is no manifest of a CDK assembly: it has no artifacts.");
      return;
    }
    if (folder === this.folder) this.version = manifest.version;
    this.missing.push(...manifest.missing);
    if (!manifest.isKnown) this.notices.push({ path, message: unknownVersion(manifest.version) });
    for (const artifact of manifest.artifacts) {
      if (artifact.type === STACK) yield* this.stack(manifest, artifact);
      if (artifact.type !== NESTED_ASSEMBLY || this.visited.size > MOST_MANIFESTS) continue;
      const below = this.inside(manifest.path, textIn(artifact.properties, "directoryName"));
      if (below !== null) yield* this.visit(below);
    }
  }

  private *stack(manifest: Manifest, artifact: Artifact): Reading<void> {
    const name = textIn(artifact.properties, "templateFile");
    if (name === undefined)
      this.problem(manifest.path, `The stack ${quoted(artifact.id)} names no template.`);
    const template = yield* this.template(manifest.path, name);
    if (template === null || this.members.has(template.path)) return;
    const family = new StackFamily(
      artifact.id,
      environmentOf(artifact),
      yield* this.metadata(manifest, artifact),
    );
    const root = family.root(template.path, {
      stackName: textIn(artifact.properties, "stackName") ?? artifact.id,
      constructPath: textIn(artifact.json, "displayName") ?? null,
    });
    this.families.push(family);
    this.members.set(template.path, root);
    yield* this.nested(manifest, family, root, template.text);
  }

  private *nested(
    manifest: Manifest,
    family: StackFamily,
    parent: Member,
    text: string,
    level = 1,
  ): Reading<void> {
    for (const resource of nestedStacksIn(text)) {
      const constructPath = family.pathOf(parent, resource);
      const file = yield* this.fileOf(manifest, family, resource, constructPath);
      // A template that is kept elsewhere, say in a bucket, is none of the assembly's.
      if (file === null) continue;
      if (level > MOST_LEVELS) {
        const message = `Nested stacks are more than ${MOST_LEVELS} levels deep here; those below aren't checked.`;
        this.problem(parent.path, message);
        return;
      }
      const by = { path: parent.path, logicalId: resource.logicalId };
      const template = yield* this.template(parent.path, file);
      if (template === null) continue;
      const known = this.members.get(template.path);
      if (known !== undefined) {
        known.parents.push(by);
        continue;
      }
      const child = family.child(template.path, by, constructPath);
      this.members.set(template.path, child);
      yield* this.nested(manifest, family, child, template.text, level + 1);
    }
  }

  /** The file of a nested stack's template: named by the resource, found by its hash, or by its construct. */
  private *fileOf(
    manifest: Manifest,
    family: StackFamily,
    { file, hash }: NestedStackResource,
    constructPath: string | null,
  ): Reading<string | null> {
    if (file !== null) return file;
    const named = constructPath === null ? undefined : family.metadata.templateFiles.get(constructPath);
    return (hash === null ? null : yield* this.assetWithHash(manifest, hash)) ?? named ?? null;
  }

  private *assetWithHash(manifest: Manifest, hash: string): Reading<string | null> {
    for (const { type, properties } of manifest.artifacts) {
      const name = type === ASSET_MANIFEST ? textIn(properties, "file") : undefined;
      const path = name === undefined ? null : this.inside(manifest.path, name);
      const found = path === null ? undefined : (yield* this.assetsIn(path)).get(hash);
      if (found !== undefined) return found;
    }
    return null;
  }

  private *assetsIn(path: string): Reading<ReturnType<typeof assetFiles>> {
    const known = this.assets.get(path) ?? assetFiles((yield path) ?? "");
    this.assets.set(path, known);
    return known;
  }

  private *template(from: string, name: string | undefined): Reading<{ path: string; text: string } | null> {
    const path = this.inside(from, name);
    if (path === null) return null;
    // It has been read before, and nobody asks for its text again.
    if (this.members.has(path)) return { path, text: "" };
    const text = yield path;
    if (text !== null) return { path, text };
    this.problem(from, `${quoted(name)} isn't there or can't be read, so it isn't checked.`);
    return null;
  }

  /** In older versions it stands in the manifest, in newer ones in a file of its own. */
  private *metadata(manifest: Manifest, { json }: Artifact): Reading<ReturnType<typeof readMetadata>> {
    if (!manifest.isKnown) return readMetadata();
    const name = textIn(json, "additionalMetadataFile");
    const path = name === undefined ? null : this.inside(manifest.path, name);
    const own = json["metadata"];
    if (path === null) return readMetadata(own);
    const apart = parsedJson((yield path) ?? "");
    if (apart === undefined) {
      const message = `${quoted(name)} can't be read, so the source of its stack isn't known.`;
      this.notices.push({ path: manifest.path, message });
    }
    return readMetadata(own, apart);
  }

  /** The path that a document of the assembly means by a relative one; null, and a problem, where it leads out. */
  private inside(from: string, name: string | undefined): string | null {
    const path = name === undefined ? null : resolvePath(folderOf(from), name);
    if (path !== null && isInside(this.folder, path)) return path;
    if (name !== undefined)
      this.problem(from, `${quoted(name)} lies outside the assembly, so it isn't read.`);
    return null;
  }

  private problem(path: string, message: string): void {
    this.problems.push({ path, message });
  }
}

function entryOf<V>(entries: ReadonlyMap<string, V>, key: string): readonly (readonly [string, V])[] {
  const value = entries.get(key);
  return value === undefined ? [] : [[key, value]];
}

function unknownVersion(version: string | null): string {
  const what = version === null ? "names no version" : `has the version ${version.slice(0, 40)}`;
  return `The assembly ${what}, which isn't known here: its templates are checked without their source.`;
}

function quoted(name: string | undefined): string {
  const text = name ?? "";
  return `'${text.length > LONGEST_NAME ? `${text.slice(0, LONGEST_NAME)}…` : text}'`;
}
