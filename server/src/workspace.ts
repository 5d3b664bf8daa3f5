/**
 * The façade's part for many documents at once: the templates of a workspace, linked with one
 * another. Pure: texts in, results out.
 */
import type { KnownDeployment } from "./core/deployment.js";
import { Lines, type Position } from "./core/lines.js";
import { plainPath } from "./core/paths.js";
import type { Settings } from "./core/settings.js";
import { spanOf, touches, type Span } from "./core/span.js";
import {
  deploymentsIn,
  filesNamedBy,
  isSamConfig,
  namedBelow,
  type Deployments,
  type NamedParameterFiles,
} from "./deployments/deployment-files.js";
import type { Acknowledgement, StackTemplate } from "./dialects/cdk/assembly.js";
import type { SourcePosition } from "./dialects/cdk/source-trace.js";
import { mayBeTemplate } from "./dialects/cloudformation/recognise.js";
import type { Scope } from "./dialects/cloudformation/scope.js";
import type { Surroundings } from "./dialects/cloudformation/surroundings.js";
import { formatOf } from "./formats/detect.js";
import type { Outline } from "./formats/format.js";
import type { LinkedTemplate } from "./links/linked-template.js";
import { Workspace, type Nesting } from "./links/workspace.js";
import type { NavigableTemplate, OtherTemplates } from "./navigation/templates.js";

/** A template of a CDK assembly. All paths are those of the workspace's documents. */
export interface GeneratedTemplate {
  readonly path: string;
  readonly stack: StackTemplate;
  /** The resources that deploy it as a nested stack. */
  readonly parents: readonly Nesting[];
  /** The place in a document that a position recorded by the CDK means; null where it isn't in the workspace. */
  readonly placeOf: (recorded: SourcePosition) => SourcePosition | null;
}

/** The construct that made a resource of a generated template. */
export interface MadeBy {
  /** Its path in the construct tree, as in `Prod/Data/Orders/Resource`. */
  readonly construct: string;
  /** Where it is created in the app's source; null where that isn't recorded or isn't in the workspace. */
  readonly source: SourcePosition | null;
}

/**
 * The documents of a workspace. Put in every text that may matter, then hand the workspace to
 * `analyse`: values that come from other templates are followed there.
 */
export class TemplateWorkspace {
  private readonly linked: Workspace;
  private readonly uris = new Map<string, string>();
  private readonly generated = new Map<string, GeneratedTemplate>();
  private readonly deploymentFiles = new Map<string, string>();
  private deployments: Deployments = { byTemplate: new Map(), problems: [] };
  private outdated = false;

  /** @param nameOf how a document is called to people, by its plain path. */
  constructor(private readonly nameOf: (path: string) => string = (path) => path) {
    this.linked = new Workspace({
      nameOf,
      outline: (path, text, previous) => formatOf(path, text).outline(text, previous),
    });
  }

  /**
   * Puts a document in, or a newer text of it; null takes it out.
   *
   * @returns the documents whose last analysis no longer holds because of it, as plain paths.
   */
  put(path: string, text: string | null): ReadonlySet<string> {
    this.call(path, text);
    const before = this.parametersOf(path);
    const affected = this.linked.put(path, text !== null && isWorthReading(text) ? text : null);
    // A parameter file may be meant for every template that declares what it sets.
    if (this.deploymentFiles.size > 0 && before !== this.parametersOf(path)) this.outdated = true;
    return affected;
  }

  /** Puts in a file that `wanted` has named. */
  putWanted(path: string, text: string | null): ReadonlySet<string> {
    this.call(path, text);
    if (this.wantedDeploymentFiles().has(plainPath(path))) {
      this.putDeploymentFile(path, text);
      return new Set();
    }
    const affected = text !== null && mayBeTemplate(text) ? this.linked.put(path, text) : new Set<string>();
    return new Set([...affected, ...this.linked.putFragment(path, text)]);
  }

  /**
   * Local files that are named and aren't in: templates of nested stacks, included fragments,
   * parameter files. Plain paths.
   */
  wanted(): ReadonlySet<string> {
    return new Set([...this.linked.wanted(), ...this.wantedDeploymentFiles()]);
  }

  /** Whether a file says how templates are deployed: `deploy` has to be called once it is in. */
  isDeploymentFile(path: string): boolean {
    return isSamConfig(plainPath(path)) || this.deploymentFiles.has(plainPath(path));
  }

  /** Puts in a file that says how templates are deployed, or takes it out. */
  putDeploymentFile(path: string, text: string | null): void {
    this.call(path, text);
    this.outdated = true;
    if (text === null) this.deploymentFiles.delete(plainPath(path));
    else this.deploymentFiles.set(plainPath(path), text);
  }

  /**
   * Reads the deployment files that are in, with the same settings for all templates.
   *
   * @param roots the plain paths that those of settings are relative to.
   * @returns as `put` does.
   */
  deploy({ parameterFiles }: Settings, roots: readonly string[]): ReadonlySet<string> {
    return this.deployWith(namedBelow(roots, parameterFiles));
  }

  /** The same, where templates have parameter files by different settings. */
  deployWith(named: readonly NamedParameterFiles[]): ReadonlySet<string> {
    this.outdated = false;
    this.deployments = deploymentsIn({
      named,
      files: this.deploymentFiles,
      templates: this.linked.parameters(),
      nameOf: this.nameOf,
    });
    return this.hand();
  }

  /** Says which settings a document has, before others are judged that its values may matter to; as `put`. */
  configure(path: string, settings: Settings): ReadonlySet<string> {
    return this.linked.configure(path, settings);
  }

  /** Something that `deploy` reads has changed since. */
  get deploymentsOutdated(): boolean {
    return this.outdated;
  }

  /** What is wrong with the deployment files, by their plain paths. */
  get deploymentProblems(): Deployments["problems"] {
    return this.deployments.problems;
  }

  /** Nobody looks at the analysis of a document any more: `put` need not tell when it no longer holds. */
  release(path: string): void {
    this.linked.release(path);
  }

  /** The outline of a template that is in; it stays the workspace's. */
  outlineOf(path: string): Outline | undefined {
    return this.linked.outlineOf(plainPath(path));
  }

  /** The text of a template that is in. */
  textOf(path: string): string | undefined {
    return this.linked.textOf(plainPath(path));
  }

  /** A place in a document that is in: its path as it was given, and the positions there (0-based). */
  locate(
    path: string,
    span: Span,
  ): { readonly path: string; readonly start: Position; readonly end: Position } | null {
    const text = this.linked.textOf(path) ?? this.deploymentFiles.get(path);
    if (text === undefined) return null;
    const lines = new Lines(text);
    return {
      path: this.uris.get(path) ?? path,
      start: lines.positionAt(span.start),
      end: lines.positionAt(span.end),
    };
  }

  /** Replaces what is known of CDK assemblies. */
  setGenerated(templates: readonly GeneratedTemplate[]): ReadonlySet<string> {
    const before = new Map([...this.generated].map(([path, { stack }]) => [path, stack.acknowledged]));
    this.generated.clear();
    for (const template of templates) this.generated.set(plainPath(template.path), template);
    const reacknowledged = [...new Set([...before.keys(), ...this.generated.keys()])].filter(
      (path) => JSON.stringify(before.get(path) ?? []) !== JSON.stringify(this.acknowledgedIn(path)),
    );
    return new Set([...this.hand(), ...reacknowledged]);
  }

  /** The templates, to go from name to name; they are opened when somebody asks for them. */
  others(settings: Settings): OtherTemplates {
    const { linked } = this;
    const opened = (): readonly NavigableTemplate[] =>
      [...linked.scopes(settings)].map(({ template, scope }) => navigableOf(template, scope));
    return {
      all: opened,
      childOf: (path, stackId) => {
        const child = linked.childOf(path, stackId);
        return child === undefined ? null : navigableOf(child, linked.scopeOf(child, null));
      },
      stacksNamed: (name) => linked.stacksNamed(name),
    };
  }

  /** The construct that made a resource; null for what no assembly tells of. */
  madeBy(path: string, resource: string): MadeBy | null {
    const template = this.generated.get(plainPath(path));
    const element = template?.stack.elements.get(resource);
    if (template === undefined || element === undefined) return null;
    const source = element.source === null ? null : template.placeOf(element.source);
    return { construct: element.constructPath, source };
  }

  /** What a CDK app has acknowledged about the resources of a template that it made. */
  acknowledgedIn(path: string): readonly Acknowledgement[] {
    return this.generated.get(plainPath(path))?.stack.acknowledged ?? [];
  }

  /** Where the resource whose text has an offset was created in an app's source; null where that isn't known. */
  madeAt(path: string, offset: number): SourcePosition | null {
    const resources = this.outlineOf(path)?.sections.find(({ key }) => key === "Resources");
    const entry = resources?.entries?.find(({ at }) => touches(spanOf(at), offset));
    return entry === undefined ? null : (this.madeBy(path, entry.key)?.source ?? null);
  }

  /** What an assembly tells of a template; null for one that the CDK didn't write. */
  generatedTemplate(path: string): GeneratedTemplate | null {
    return this.generated.get(plainPath(path)) ?? null;
  }

  /** The paths of all templates of assemblies, as their assemblies name them. */
  get generatedPaths(): readonly string[] {
    return [...this.generated.values()].map(({ path }) => path);
  }

  /** The document is a template that CDK wrote into an assembly. */
  isGenerated(path: string): boolean {
    return this.generated.has(plainPath(path));
  }

  /** What the workspace says about a document's values. */
  surroundingsOf(path: string, settings: Settings): Surroundings {
    return this.linked.surroundingsOf(path, settings);
  }

  /** Judges a document, and remembers what of other documents that rests on; see `Workspace.judging`. */
  judging<T>(path: string, judge: () => T, goesOn: boolean): T {
    return this.linked.judging(path, judge, goesOn);
  }

  /** Whether nothing has changed since that the last judgement of a document rests on, its own text aside. */
  holds(path: string): boolean {
    return this.linked.holds(path);
  }

  /** Judges a text that a document only may get, without remembering what that rests on. */
  trying<T>(judge: () => T): T {
    return this.linked.trying(judge);
  }

  /** Remembers how a document is called by whoever has put it in, for as long as it is in. */
  private call(path: string, text: string | null): void {
    if (text === null) this.uris.delete(plainPath(path));
    else this.uris.set(plainPath(path), path);
  }

  /** Null for what is no template: a SAM configuration may mean the first that is there. */
  private parametersOf(path: string): string | null {
    const declared = this.linked.template(plainPath(path))?.declarations.sections.Parameters.keys();
    return declared === undefined ? null : [...declared].join(" ");
  }

  /** The parameter files that SAM configurations name. */
  private wantedDeploymentFiles(): ReadonlySet<string> {
    const named = [...this.deploymentFiles].flatMap(([path, text]) =>
      isSamConfig(path) ? filesNamedBy(path, text) : [],
    );
    return new Set(named.filter((path) => !this.deploymentFiles.has(path)));
  }

  private hand(): ReadonlySet<string> {
    const { byTemplate } = this.deployments;
    const deployments = new Map(byTemplate);
    const nestings = new Map<string, readonly Nesting[]>();
    for (const [path, { stack, parents }] of this.generated) {
      if (parents.length > 0) nestings.set(path, parents);
      else deployments.set(path, [...(byTemplate.get(path) ?? []), deploymentOf(stack)]);
    }
    return this.linked.setDeployments(deployments, nestings);
  }
}

/** Most files are no templates: two plain words tell them apart faster than all that `mayBeTemplate` knows. */
function isWorthReading(text: string): boolean {
  const hasWord = text.includes("esources") || text.includes("AWSTemplateFormatVersion");
  return hasWord && mayBeTemplate(text);
}

function navigableOf({ path, outline }: LinkedTemplate, scope: Scope): NavigableTemplate {
  return { path, outline, scope };
}

/** How the CDK deploys a stack: it may still be given parameters on the command line. */
function deploymentOf({ stackName, artifactId, region, account }: StackTemplate): KnownDeployment {
  return {
    label: `as stack '${stackName ?? artifactId}'`,
    parameters: new Map(),
    unknown: new Set(),
    complete: false,
    region,
    account,
    pinned: true,
    stackName,
  };
}
