import type { Outline } from "../formats/format.js";
import type { KnownDeployment } from "../core/deployment.js";
import type { Settings } from "../core/settings.js";
import { plainPath } from "../core/paths.js";
import { openTemplate } from "../dialects/cloudformation/template.js";
import type { Scope } from "../dialects/cloudformation/scope.js";
import { ALONE, type Surroundings } from "../dialects/cloudformation/surroundings.js";
import { changedFaces, LinkedTemplate, mayLink, type OutlineReader } from "./linked-template.js";
import { Dependents } from "./dependents.js";
import { GivenSettings } from "./given-settings.js";
import { Memory } from "./memory.js";
import { NameIndex } from "./name-index.js";
import { TemplateSurroundings } from "./template-surroundings.js";
import type { Named } from "./transfer.js";

/** A resource of one template that deploys another as its nested stack. */
export interface Nesting {
  readonly parent: string;
  readonly stackId: string;
  /** The instance of the parent that it belongs to, where the parent has several. */
  readonly within?: Instance;
}

/** The stack of this name, in this Region where it is known: one of those that a template is deployed as. */
export interface NamedStack {
  readonly stackName: string;
  readonly region: string | null;
}

/** One of the stacks that a template is deployed as. */
export type Instance = Nesting | NamedStack;

/** What the workspace needs of the world around it. */
export interface WorkspaceEnvironment {
  readonly outline: OutlineReader;
  /** How a document is called to people. */
  readonly nameOf: (path: string) => string;
}

/**
 * The templates of a workspace as one graph. Documents are put in as texts; nothing is read but
 * what is asked for. What is asked is remembered until a piece it rests on changes.
 *
 * All paths that go in may be URIs in any spelling; all that come out are plain (`plainPath`).
 */
export class Workspace {
  readonly memory = new Memory();
  readonly names: NameIndex;
  private readonly templates = new Map<string, LinkedTemplate>();
  private readonly byName = new Map<string, string>();
  private readonly fragments = new Map<string, string>();
  private readonly nestings = new Map<string, Set<string>>();
  private readonly nestedByAssembly = new Map<string, readonly Nesting[]>();
  private readonly deployments = new Map<string, readonly KnownDeployment[]>();
  /** The documents that were judged, and what that rested on. */
  private readonly judged = new Dependents();
  /** Those whose judgement rests on something that has changed since. */
  private readonly outdated = new Set<string>();
  private readonly given = new GivenSettings();
  private isTrial = false;

  constructor(readonly environment: WorkspaceEnvironment) {
    this.names = new NameIndex(this);
  }

  /**
   * Puts a document in, or a newer text of it; null takes it out. What can't be linked with others
   * is left out, unless another template names it.
   *
   * @returns the documents that have to be judged again because of it, without the document itself.
   */
  put(uri: string, text: string | null): ReadonlySet<string> {
    const path = plainPath(uri);
    const isNested = this.nestings.has(path) || this.nestedByAssembly.has(path);
    const isLinked = (written: string): boolean => isNested || mayLink(written);
    const before = this.templates.get(path);
    if (text === null) this.given.delete(path);
    if (text !== null && before?.text === text) return new Set();
    const after =
      text === null || !isLinked(text)
        ? null
        : LinkedTemplate.open(path, text, this.environment.outline, before);
    if (before === undefined && after === null) return new Set();
    if (after === null) this.templates.delete(path);
    else this.templates.set(path, after);
    const name = this.environment.nameOf(path);
    if (after !== null) this.byName.set(name, path);
    else if (this.byName.get(name) === path) this.byName.delete(name);
    const changed = changedFaces(before, after);
    for (const child of this.renest(before, after)) changed.add(deploymentsToken(child));
    this.closeScopes(path);
    this.memory.forget(changed);
    // A text that changes is being worked on: what is parsed of it will be wanted again.
    for (const token of this.names.renew(path, before !== undefined)) changed.add(token);
    return this.invalidate(changed, path);
  }

  /** Puts in the text of a file that isn't a template by itself: a fragment that others include. */
  putFragment(uri: string, text: string | null): ReadonlySet<string> {
    const path = plainPath(uri);
    if (text === (this.fragments.get(path) ?? null)) return new Set();
    if (text === null) this.fragments.delete(path);
    else this.fragments.set(path, text);
    return this.invalidate(new Set([fragmentToken(path)]), path);
  }

  /** Replaces what deployment files and assemblies say of templates, by the templates' paths. */
  setDeployments(
    deployments: ReadonlyMap<string, readonly KnownDeployment[]>,
    nestings: ReadonlyMap<string, readonly Nesting[]>,
  ): ReadonlySet<string> {
    const changed = new Set<string>();
    const paths = [this.deployments, this.nestedByAssembly, deployments, nestings];
    for (const path of new Set(paths.flatMap((map) => [...map.keys()]))) {
      const before = [this.deployments.get(path), this.nestedByAssembly.get(path)];
      const after = [deployments.get(path), nestings.get(path)];
      if (textOf(before) === textOf(after)) continue;
      changed.add(deploymentsToken(path));
      for (const known of [this.deployments.get(path), deployments.get(path)]) {
        for (const { stackName } of known ?? []) if (stackName !== null) changed.add(`stack ${stackName}`);
      }
    }
    this.deployments.clear();
    this.nestedByAssembly.clear();
    deployments.forEach((value, path) => this.deployments.set(path, value));
    nestings.forEach((value, path) => this.nestedByAssembly.set(path, value));
    return this.invalidate(changed, null);
  }

  /**
   * Local files that templates name and that haven't been put in: fragments, and templates of
   * nested stacks. Plain paths.
   */
  wanted(): ReadonlySet<string> {
    const wanted = new Set<string>();
    for (const template of this.templates.values()) {
      for (const path of [...template.includes, ...template.stacks.values()]) {
        if (path !== null && !this.templates.has(path) && !this.fragments.has(path)) wanted.add(path);
      }
    }
    return wanted;
  }

  /** What the workspace says about a document's values, and from now on reads it with. */
  surroundingsOf(uri: string, settings: Settings): Surroundings {
    this.configure(uri, settings);
    this.configureOthers(settings);
    return new TemplateSurroundings(this, this.named(plainPath(uri)), null);
  }

  /**
   * Says which settings a document has. Those that nobody has said anything of have the settings of
   * whichever document was looked at last.
   *
   * @returns the documents that have to be judged again because of it, without the document itself.
   */
  configure(uri: string, settings: Settings): ReadonlySet<string> {
    const path = plainPath(uri);
    if (!this.given.set(path, settings)) return new Set();
    return this.invalidate(new Set([settingsToken(path)]), path);
  }

  /**
   * Judges a document, and remembers which pieces of others that rested on.
   *
   * @param goesOn something of the last judgement is kept, and with it what that rested on.
   */
  judging<T>(uri: string, judge: () => T, goesOn: boolean): T {
    const { value, tokens } = this.memory.track(judge);
    if (this.isTrial) return value;
    const path = plainPath(uri);
    this.judged.set(path, goesOn ? new Set([...this.judged.tokens(path), ...tokens]) : tokens);
    this.outdated.delete(path);
    return value;
  }

  /** Whether the last judgement of a document rests on nothing that has changed since, its own text aside. */
  holds(uri: string): boolean {
    return !this.outdated.has(plainPath(uri));
  }

  /** Judges a text that a document only may get: what the document rests on stays as it is. */
  trying<T>(judge: () => T): T {
    const before = this.isTrial;
    this.isTrial = true;
    try {
      return judge();
    } finally {
      this.isTrial = before;
    }
  }

  /** Nobody needs to be told any more when what this document rests on changes. */
  release(uri: string): void {
    this.judged.delete(plainPath(uri));
    this.outdated.delete(plainPath(uri));
  }

  template(path: string): LinkedTemplate | undefined {
    this.memory.note(`document ${path}`);
    return this.templates.get(path);
  }

  /** A template by how it is called to people. */
  templateNamed(name: string): LinkedTemplate | undefined {
    const path = this.byName.get(name);
    return path === undefined ? undefined : this.templates.get(path);
  }

  get paths(): Iterable<string> {
    return this.templates.keys();
  }

  /** Every template, with everything a value of it may refer to. */
  *scopes(settings: Settings): Iterable<{ readonly template: LinkedTemplate; readonly scope: Scope }> {
    this.configureOthers(settings);
    for (const template of this.templates.values()) yield { template, scope: this.scopeOf(template, null) };
  }

  /** The names of the parameters that each template declares. */
  parameters(): ReadonlyMap<string, readonly string[]> {
    const names = [...this.templates].map(
      ([path, { declarations }]) => [path, [...declarations.sections.Parameters.keys()]] as const,
    );
    return new Map(names);
  }

  outlineOf(path: string): Outline | undefined {
    return this.templates.get(path)?.outline;
  }

  /** The text of a document, for places in it. */
  textOf(path: string): string | undefined {
    return this.templates.get(path)?.text ?? this.fragments.get(path);
  }

  fragmentText(path: string): string | undefined {
    this.memory.note(fragmentToken(path));
    return this.fragments.get(path) ?? this.templates.get(path)?.text;
  }

  named(path: string): Named {
    return { path, name: this.environment.nameOf(path) };
  }

  /** Everything a value of a template may refer to; `instance` where only one deployment is looked at. */
  scopeOf(template: LinkedTemplate, instance: Instance | null): Scope {
    const key = `scope ${template.path} ${instanceName(instance)}`;
    const surroundings = new TemplateSurroundings(this, this.named(template.path), instance);
    const open = (within: Surroundings): Scope => {
      this.memory.note(settingsToken(template.path));
      return openTemplate(template.outline, template.dialect, this.given.of(template.path), within);
    };
    this.openScopes.set(template.path, (this.openScopes.get(template.path) ?? new Set()).add(key));
    return this.memory.remember(
      key,
      () => open(surroundings),
      () => open(ALONE),
    );
  }

  /**
   * Looks at a template and keeps nothing of what is opened and parsed for that: of most templates
   * only the names are wanted, and all their trees together would fill the memory.
   */
  passing<T>(template: LinkedTemplate, look: (template: LinkedTemplate) => T): T {
    if (this.openScopes.has(template.path)) return look(template);
    try {
      return this.memory.passing(() => look(template.unread(this.environment.outline)));
    } finally {
      this.openScopes.delete(template.path);
    }
  }

  knownDeployments(path: string): readonly KnownDeployment[] {
    this.memory.note(deploymentsToken(path));
    return this.deployments.get(path) ?? [];
  }

  /** The resources that deploy a template as a nested stack. */
  nestingsOf(path: string): readonly Nesting[] {
    this.memory.note(deploymentsToken(path));
    const byAssembly = this.nestedByAssembly.get(path);
    if (byAssembly !== undefined) return byAssembly;
    return [...(this.nestings.get(path) ?? [])]
      .sort()
      .flatMap((parent) =>
        [...(this.templates.get(parent)?.stacks ?? [])]
          .filter(([, child]) => child === path)
          .map(([stackId]) => ({ parent, stackId })),
      );
  }

  /** The template of a nested stack, where it is a local file that is known. */
  childOf(parent: string, stackId: string): LinkedTemplate | undefined {
    const located = this.templates.get(parent)?.stacks.get(stackId) ?? null;
    if (located !== null) return this.template(located);
    for (const [child, nestings] of this.nestedByAssembly) {
      const isParent = nestings.some((one) => one.parent === parent && one.stackId === stackId);
      if (isParent) return this.template(child);
    }
    return undefined;
  }

  /** The templates that are deployed as a stack of this name. */
  stacksNamed(stack: string): readonly string[] {
    this.memory.note(`stack ${stack}`);
    return [...this.deployments].flatMap(([path, known]) =>
      known.some(({ stackName }) => stackName === stack) ? [path] : [],
    );
  }

  /** How the scopes of a template are called in memory. */
  private readonly openScopes = new Map<string, Set<string>>();

  /** The settings of all documents that have none of their own. */
  private configureOthers(settings: Settings): void {
    if (!this.given.setOthers(settings)) return;
    const paths = [...this.templates.keys()].filter((path) => !this.given.has(path));
    this.invalidate(new Set(paths.map(settingsToken)), null);
  }

  /** Keeps the list of parents; returns the children whose parents may have changed. */
  private renest(before: LinkedTemplate | undefined, after: LinkedTemplate | null): ReadonlySet<string> {
    const children = (template: LinkedTemplate | undefined | null): readonly string[] =>
      [...(template?.stacks.values() ?? [])].filter((child) => child !== null);
    const path = before?.path ?? after?.path ?? "";
    for (const child of children(before)) {
      const parents = this.nestings.get(child);
      parents?.delete(path);
      if (parents?.size === 0) this.nestings.delete(child);
    }
    for (const child of children(after)) {
      const parents = this.nestings.get(child) ?? new Set();
      this.nestings.set(child, parents.add(path));
    }
    return difference(new Set(children(before)), new Set(children(after)));
  }

  private invalidate(changed: ReadonlySet<string>, except: string | null): ReadonlySet<string> {
    if (changed.size === 0) return new Set();
    const all = this.names.follow(changed);
    this.memory.forget(all);
    const affected = new Set(this.judged.of(all));
    affected.forEach((path) => this.outdated.add(path));
    if (except !== null) affected.delete(except);
    return affected;
  }

  /** A scope holds the text that it was opened with. */
  private closeScopes(path: string): void {
    this.openScopes.get(path)?.forEach((key) => this.memory.drop(key));
    this.openScopes.delete(path);
  }
}

export function deploymentsToken(path: string): string {
  return `deployments ${path}`;
}

/** Tells the instances of one template apart. */
export function instanceName(instance: Instance | null): string {
  if (instance === null) return "";
  return "parent" in instance
    ? `${instance.parent} ${instance.stackId} ${instanceName(instance.within ?? null)}`
    : `stack ${instance.stackName} ${instance.region ?? ""}`;
}

function settingsToken(path: string): string {
  return `settings ${path}`;
}

export function usersToken(used: string): string {
  return `users ${used}`;
}

function fragmentToken(path: string): string {
  return `fragment ${path}`;
}

function difference(a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...[...a].filter((one) => !b.has(one)), ...[...b].filter((one) => !a.has(one))]);
}

function textOf(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner instanceof Map || inner instanceof Set ? [...inner] : inner,
  );
}
