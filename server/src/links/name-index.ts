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
import { Dependents } from "./dependents.js";
import { usersToken, type Workspace } from "./workspace.js";

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

/** Stands for all exports whose names can't be told. */
const OPEN_EXPORTS = "open exports";

/** Names that rest on one another, round and round, are left as they are after so many turns. */
const MOST_TURNS = 5;

const NO_NAMES: Names = { offers: new Map(), open: [], uses: [] };

/**
 * Who offers which name, and who uses it. A template's names are read when somebody asks for any
 * name the first time, and again when the template has changed.
 */
export class NameIndex {
  private readonly byTemplate = new Map<string, Names>();
  /** What the names of a template rest on: names may be passed to it, or imported. */
  private readonly restsOn = new Dependents();
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
      const names = offers.get(kind) ?? [];
      // Whoever asks rests on those who offer something, not on every template there is.
      const template = names.length === 0 ? undefined : this.workspace.template(path);
      if (template === undefined) continue;
      for (const one of names) yield { ...one, template };
    }
  }

  /** The names of a kind that one template offers. */
  offersOf(path: string, kind: NameKind): readonly OfferedName[] {
    this.read();
    return this.byTemplate.get(path)?.offers.get(kind) ?? [];
  }

  /** Templates with an export whose name can't be told but may turn out to be this one. */
  couldExport(name: Text): readonly string[] {
    this.read();
    this.workspace.memory.note(OPEN_EXPORTS);
    const canonical = canonicalName(name);
    return [...this.byTemplate]
      .filter(([, { open }]) => open.some((text) => mayBe(text, canonical)))
      .map(([path]) => path)
      .sort();
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
   * @param keeps what is parsed for that is kept.
   * @returns the tokens of names that it began or ceased to offer or to use, or offers in other cases.
   */
  renew(path: string, keeps: boolean): ReadonlySet<string> {
    if (!this.complete) return new Set();
    const [before, usesBefore] = [tokensOf(this.byTemplate.get(path) ?? NO_NAMES), this.usedTokens(path)];
    this.drop(path);
    this.add(path, keeps);
    const after = tokensOf(this.byTemplate.get(path) ?? NO_NAMES);
    const changed = new Set<string>();
    for (const token of new Set([...before.keys(), ...after.keys()])) {
      if (before.get(token) !== after.get(token)) changed.add(token);
    }
    const uses = this.usedTokens(path);
    for (const token of usesBefore) if (!uses.has(token)) changed.add(usersToken(token));
    for (const token of uses) if (!usesBefore.has(token)) changed.add(usersToken(token));
    return changed;
  }

  /**
   * Reads the names again that rest on changed pieces.
   *
   * @returns those pieces, and the tokens that `renew` gives.
   */
  follow(changed: ReadonlySet<string>): ReadonlySet<string> {
    const all = new Set(changed);
    let latest = changed;
    for (let turn = 0; turn < MOST_TURNS && latest.size > 0; turn++) {
      this.workspace.memory.forget(latest);
      const outdated = [...this.restsOn.of(latest)];
      latest = new Set(outdated.flatMap((path) => [...this.renew(path, false)]));
      latest.forEach((token) => all.add(token));
    }
    return all;
  }

  clear(): void {
    this.byTemplate.clear();
    this.restsOn.clear();
    this.offering.clear();
    this.using.clear();
    this.complete = false;
  }

  private read(): void {
    if (this.complete) return;
    // Names may rest on deployments, which rest on other names: whoever asks in between sees what there is.
    this.complete = true;
    for (const path of this.workspace.paths) this.add(path, false);
    this.follow(new Set(this.offering.keys()));
  }

  private add(path: string, keeps: boolean): void {
    const template = this.workspace.template(path);
    if (template === undefined) return;
    const { value: names, tokens } = this.workspace.memory.apart(() => {
      if (!mayHaveNames(template)) return NO_NAMES;
      if (keeps) return this.namesOf(template);
      return this.workspace.passing(template, (one) => this.namesOf(one));
    });
    this.byTemplate.set(path, names);
    this.restsOn.set(path, tokens);
    for (const [kind, offers] of names.offers) {
      for (const { name } of offers) into(this.offering, `${kind} ${name}`, path);
    }
    for (const { token } of names.uses) into(this.using, token, path);
  }

  private namesOf(template: LinkedTemplate): Names {
    const exporting = isExporting(template);
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
      for (const { name } of offers) outOf(this.offering, `${kind} ${name}`, path);
    }
    for (const { token } of names.uses) outOf(this.using, token, path);
    this.byTemplate.delete(path);
    this.restsOn.delete(path);
  }
}

function isExporting({ text }: LinkedTemplate): boolean {
  return text.includes("Export");
}

function mayHaveNames(template: LinkedTemplate): boolean {
  return isExporting(template) || template.named.length > 0 || template.usesOthers;
}

function tokensOf({ offers, open }: Names): ReadonlyMap<string, string> {
  const tokens = new Map([[OPEN_EXPORTS, JSON.stringify(open)]]);
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

function outOf(map: Map<string, Set<string>>, key: string, value: string): void {
  const known = map.get(key);
  known?.delete(value);
  if (known?.size === 0) map.delete(key);
}
