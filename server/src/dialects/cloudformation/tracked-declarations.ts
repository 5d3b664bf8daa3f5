import type { Cells, Input } from "../../core/cells.js";
import { sameItems } from "../../core/cells.js";
import type { Node } from "../../core/node.js";
import type { Outline, OutlineEntry, Section } from "../../formats/format.js";
import { Mentions } from "./mentions.js";
import { transformNames, type Declarations, type Declared, type SectionName } from "./declarations.js";

/** Sections that are read as one value. */
const WHOLE_SECTIONS = ["Transform", "Globals", "Metadata"];

/**
 * The declarations of a CloudFormation or SAM template from one version of its text to the next.
 * Whatever is worked out of them rests on the entries and sections that were looked at, and on no
 * others.
 */
export class TrackedDeclarations implements Declarations {
  readonly sections: Readonly<Record<SectionName, TrackedSection>>;
  private readonly texts = new Map<string, Input<string | null>>();
  private outline: Outline;

  constructor(
    private readonly cells: Cells,
    outline: Outline,
  ) {
    this.outline = outline;
    const section = (name: SectionName): TrackedSection =>
      new TrackedSection(cells, entriesOf(outline, name));
    this.sections = {
      Parameters: section("Parameters"),
      Mappings: section("Mappings"),
      Conditions: section("Conditions"),
      Resources: section("Resources"),
      Outputs: section("Outputs"),
    };
    this.readWholeSections();
  }

  /** Goes on with a later version of the text. */
  follow(outline: Outline): void {
    this.outline = outline;
    for (const [name, section] of Object.entries(this.sections)) section.follow(entriesOf(outline, name));
    for (const [name, text] of this.texts) text.set(this.sectionNamed(name)?.text() ?? null);
    this.readWholeSections();
  }

  /** What is wrong in them is always told, whether something rests on them or not. */
  private readWholeSections(): void {
    for (const name of WHOLE_SECTIONS) this.sectionNamed(name)?.value();
  }

  get holders(): Declarations["holders"] {
    return {
      Parameters: this.sectionNamed("Parameters") ?? null,
      Resources: this.sectionNamed("Resources") ?? null,
    };
  }

  get transform(): Node | null {
    return this.valueOf("Transform");
  }

  get globals(): Node | null {
    return this.valueOf("Globals");
  }

  get metadata(): Node | null {
    return this.valueOf("Metadata");
  }

  get transforms(): readonly string[] {
    return transformNames(this.transform);
  }

  private valueOf(name: string): Node | null {
    const section = this.sectionNamed(name);
    const text = this.texts.get(name) ?? this.cells.input(section?.text() ?? null);
    this.texts.set(name, text);
    text.get();
    return section?.value() ?? null;
  }

  private sectionNamed(name: string): Section | undefined {
    return this.outline.sections.find(({ key }) => key === name);
  }
}

/** What an entry is: the same object as long as its text is. */
type Content = object | null;

/** One section; it notes which of its entries are looked at. */
export class TrackedSection implements ReadonlyMap<string, Declared> {
  private entriesByKey: ReadonlyMap<string, OutlineEntry>;
  private readonly contents = new Map<string, Input<Content>>();
  private readonly declared = new Map<string, Declared>();
  private readonly order: Input<readonly string[]>;
  private mentions: Mentions | null = null;

  constructor(
    private readonly cells: Cells,
    entries: readonly OutlineEntry[],
  ) {
    this.entriesByKey = byKey(entries);
    this.order = cells.input<readonly string[]>([...this.entriesByKey.keys()], sameItems);
  }

  follow(entries: readonly OutlineEntry[]): void {
    this.entriesByKey = byKey(entries);
    this.order.set([...this.entriesByKey.keys()]);
    for (const [key, content] of this.contents) content.set(this.entriesByKey.get(key)?.content ?? null);
    this.mentions?.follow(this.entriesByKey);
  }

  /** The entries that have a word in their text, in order. @param word of letters and digits alone. */
  mentioning(word: string): readonly Declared[] {
    this.mentions ??= new Mentions(this.cells, this.entriesByKey);
    return this.mentions.of(word).map((key) => this.declaredAs(key));
  }

  get(key: string): Declared | undefined {
    return this.has(key) ? this.declaredAs(key) : undefined;
  }

  has(key: string): boolean {
    this.look(key);
    return this.entriesByKey.has(key);
  }

  get size(): number {
    return this.order.get().length;
  }

  keys(): MapIterator<string> {
    return this.order.get().values();
  }

  *values(): MapIterator<Declared> {
    for (const key of this.order.get()) yield this.declaredAs(key);
  }

  *entries(): MapIterator<[string, Declared]> {
    for (const key of this.order.get()) yield [key, this.declaredAs(key)];
  }

  [Symbol.iterator](): MapIterator<[string, Declared]> {
    return this.entries();
  }

  forEach(each: (value: Declared, key: string, map: ReadonlyMap<string, Declared>) => void): void {
    for (const [key, value] of this.entries()) each(value, key, this);
  }

  /** Where an entry stands isn't noted: places move with the text around them. */
  private declaredAs(key: string): Declared {
    const known = this.declared.get(key);
    if (known !== undefined) return known;
    const entry = (): OutlineEntry => {
      const found = this.entriesByKey.get(key);
      if (found === undefined) throw new Error(`'${key}' isn't declared any more.`);
      return found;
    };
    const look = (): void => this.look(key);
    const declared: Declared = {
      key,
      get keyAt() {
        return entry().keyAt;
      },
      get at() {
        return entry().at;
      },
      text: () => {
        look();
        return entry().text();
      },
      read: () => {
        look();
        return entry().read();
      },
    };
    this.declared.set(key, declared);
    return declared;
  }

  private look(key: string): void {
    const known = this.contents.get(key);
    const content = known ?? this.cells.input<Content>(this.entriesByKey.get(key)?.content ?? null);
    if (known === undefined) this.contents.set(key, content);
    content.get();
  }
}

function entriesOf(outline: Outline, name: string): readonly OutlineEntry[] {
  return outline.sections.find(({ key }) => key === name)?.entries ?? [];
}

/** The first of a name counts. */
function byKey(entries: readonly OutlineEntry[]): ReadonlyMap<string, OutlineEntry> {
  const named = new Map<string, OutlineEntry>();
  for (const entry of entries) if (!named.has(entry.key)) named.set(entry.key, entry);
  return named;
}
