import type { Text } from "../core/text.js";
import {
  canonicalName,
  aliasNames,
  exportedNames,
  openExports,
  ssmNames,
  type OfferedName,
} from "./offers.js";
import { usesOf, type Use } from "./uses.js";
import type { LinkedTemplate } from "./linked-template.js";
import type { Workspace } from "./workspace.js";

/** The kinds of names that templates offer values under. */
export type NameKind = "export" | "ssm" | "alias";

/** A name, and the template that offers it. */
export interface Offer extends OfferedName {
  readonly template: LinkedTemplate;
}

interface Names {
  readonly offers: ReadonlyMap<NameKind, readonly OfferedName[]>;
  /** Export names that can't be told. */
  readonly open: readonly Text[];
  readonly uses: readonly Use[];
}

const NO_NAMES: Names = { offers: new Map(), open: [], uses: [] };

/**
 * Who offers which name, and who uses it. A template's names are read when somebody asks for any
 * name the first time, and again when the template has changed.
 */
export class NameIndex {
  private readonly byTemplate = new Map<string, Names>();
  private readonly offering = new Map<string, Set<string>>();
  private readonly using = new Map<string, Set<string>>();
  private complete = false;

  constructor(private readonly workspace: Workspace) {}

  /** Who offers this name. */
  offers(kind: NameKind, name: string): readonly Offer[] {
    this.read();
    this.workspace.memory.note(`${kind} ${name}`);
    return [...(this.offering.get(`${kind} ${name}`) ?? [])].flatMap((path) => {
      const template = this.workspace.template(path);
      const names = this.byTemplate.get(path)?.offers.get(kind) ?? [];
      return template === undefined
        ? []
        : names.filter((one) => one.name === name).map((one) => ({ ...one, template }));
    });
  }

  /** All names of a kind, with those who offer them. */
  *all(kind: NameKind): Iterable<Offer> {
    this.read();
    for (const [path, { offers }] of this.byTemplate) {
      const template = this.workspace.template(path);
      if (template === undefined) continue;
      for (const one of offers.get(kind) ?? []) yield { ...one, template };
    }
  }

  /** Templates with an export whose name can't be told but may turn out to be this one. */
  couldExport(name: Text): readonly string[] {
    this.read();
    const canonical = canonicalName(name);
    return [...this.byTemplate]
      .filter(([, { open }]) => open.some((text) => mayBe(text, canonical)))
      .map(([path]) => path);
  }

  /** Who uses what this token names. */
  users(token: string): readonly { readonly path: string; readonly use: Use }[] {
    this.read();
    return [...(this.using.get(token) ?? [])].flatMap((path) =>
      (this.byTemplate.get(path)?.uses ?? [])
        .filter((use) => use.token === token)
        .map((use) => ({ path, use })),
    );
  }

  /** The templates that offer what a template imports. */
  suppliersOf(path: string): readonly string[] {
    return [...this.usedTokens(path)].flatMap((token) => [...(this.offering.get(token) ?? [])]);
  }

  /** What a template uses of others; empty while nobody has asked for any name. */
  usedTokens(path: string): ReadonlySet<string> {
    return new Set(this.byTemplate.get(path)?.uses.map(({ token }) => token) ?? []);
  }

  /**
   * Reads a template's names again.
   *
   * @returns the tokens of names that it began or ceased to offer, or offers in other cases.
   */
  renew(path: string): ReadonlySet<string> {
    if (!this.complete) return new Set();
    const before = tokensOf(this.byTemplate.get(path) ?? NO_NAMES);
    this.drop(path);
    this.add(path);
    const after = tokensOf(this.byTemplate.get(path) ?? NO_NAMES);
    const changed = new Set<string>();
    for (const token of new Set([...before.keys(), ...after.keys()])) {
      if (before.get(token) !== after.get(token)) changed.add(token);
    }
    return changed;
  }

  clear(): void {
    this.byTemplate.clear();
    this.offering.clear();
    this.using.clear();
    this.complete = false;
  }

  private read(): void {
    if (this.complete) return;
    // Names may rest on deployments, which rest on other names: whoever asks in between sees what there is.
    this.complete = true;
    for (const path of this.workspace.paths) this.add(path);
  }

  private add(path: string): void {
    const template = this.workspace.template(path);
    if (template === undefined) return;
    const names = this.workspace.memory.track(() => this.namesOf(template)).value;
    this.byTemplate.set(path, names);
    for (const [kind, offers] of names.offers) {
      for (const { name } of offers) into(this.offering, `${kind} ${name}`, path);
    }
    for (const { token } of names.uses) into(this.using, token, path);
  }

  private namesOf(template: LinkedTemplate): Names {
    const exporting = template.text.includes("Export");
    if (!exporting && template.named.length === 0 && !template.usesOthers) return NO_NAMES;
    const scope = this.workspace.scopeOf(template, null);
    return {
      offers: new Map([
        ["export", exporting ? exportedNames(scope) : []],
        ["ssm", ssmNames(scope, template.named)],
        ["alias", aliasNames(scope, template.named)],
      ]),
      open: exporting ? openExports(scope) : [],
      uses: template.usesOthers ? usesOf(scope) : [],
    };
  }

  private drop(path: string): void {
    const names = this.byTemplate.get(path);
    if (names === undefined) return;
    for (const [kind, offers] of names.offers) {
      for (const { name } of offers) this.offering.get(`${kind} ${name}`)?.delete(path);
    }
    for (const { token } of names.uses) this.using.get(token)?.delete(path);
    this.byTemplate.delete(path);
  }
}

function tokensOf({ offers }: Names): ReadonlyMap<string, string> {
  const tokens = new Map<string, string>();
  for (const [kind, names] of offers) {
    for (const { name, when, id, region } of names) {
      const token = `${kind} ${name}`;
      tokens.set(token, `${tokens.get(token) ?? ""}${JSON.stringify([when, id, region])}`);
    }
  }
  return tokens;
}

/** Whether a name that isn't known in full may turn out to be this one; null stands for any. */
function mayBe(text: Text, name: string | null): boolean {
  const [first, ...rest] = text.parts.flatMap((part) => (typeof part === "string" ? [part] : []));
  if (first === undefined) return false;
  if (name === null) return true;
  return [first, ...rest].every((piece) => name.includes(piece));
}

function into(map: Map<string, Set<string>>, key: string, value: string): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, new Set([value]));
  else known.add(value);
}
