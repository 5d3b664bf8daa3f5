import { spanOf } from "../core/span.js";
import type { Entry, MapNode, Node } from "../core/node.js";
import type { Problem } from "../core/problem.js";
import type { Origin, Place, Span } from "../core/span.js";
import { mayBeCall } from "./calls.js";
import type { Outline, OutlineEntry, Section } from "./format.js";
import type { LocalProblem, Parsed } from "./parsed.js";
import { TOO_DEEP } from "./nesting.js";
import type { Rescan } from "./rescan.js";
import { changeBetween, type TextChange } from "./text-change.js";
import { entriesOf, isBroken, nullAt } from "./sections.js";

/** A part of the text that can be parsed by itself, as a linear scan has found it. Offsets are absolute. */
export interface ScannedBlock {
  readonly key: string;
  readonly keySpan: Span;
  /** The text to be parsed; it has this entry and nothing else but blanks and comments. */
  readonly start: number;
  end: number;
  /** Where the value ends. */
  valueEnd: number;
  /** The scan has met something that can't be right, so the block's problems are looked for at once. */
  suspect: boolean;
  /** One of the scan's own problems is about this block. */
  broken?: boolean;
  /** Where the nesting becomes too deep to be parsed. */
  deepAt: number | null;
}

export interface ScannedSection extends ScannedBlock {
  /** The direct children where the value is a plain map, otherwise null: the section is one block. */
  children: ScannedBlock[] | null;
  /** The value is a scalar for certain, so it has no entries. */
  scalar: boolean;
  /** The place and style of the map that the children form. */
  map: { span: Span; style: "block" | "flow" } | null;
}

export interface Scan {
  /** The text to parse blocks from: as long as the document, with other blanks and line endings perhaps. */
  readonly text: string;
  readonly sections: readonly ScannedSection[];
  readonly problems: readonly Problem[];
  /** The structure was guessed from the lines of a broken text, so nothing goes on from it. */
  readonly recovered?: true;
}

/** Parses the text of one block. Offsets in the result are relative to the block's start. */
export type BlockParser = (text: string, origin: Origin) => Parsed;

/** Scans what a change has touched; null where everything has to be scanned anew. */
export type BlockRescanner = (before: Scan, text: string, change: TextChange) => Rescan | null;

/** A document read block by block. */
export class BlockwiseOutline implements Outline {
  readonly blockwise = true;
  readonly sections: readonly Section[];
  private readonly blocks: ReadonlyMap<ScannedBlock, Block>;
  private readonly origins: ReadonlyMap<string, SectionOrigin>;

  private constructor(
    readonly text: string,
    private readonly scan: Scan,
    parse: BlockParser,
    known: { handTo(block: Block, scanned: ScannedBlock): void },
    readonly continues: { readonly outline: BlockwiseOutline; readonly change: TextChange } | null,
  ) {
    const blocks = new Map<ScannedBlock, Block>();
    const origins = new Map<string, SectionOrigin>();
    const take = (scanned: ScannedBlock): Block => {
      const block = new Block(scanned, scan.text, parse);
      known.handTo(block, scanned);
      blocks.set(scanned, block);
      return block;
    };
    this.sections = scan.sections.map((section) => {
      if (section.children === null || isLoneCall(section.children))
        return new WholeSection(text, section, take(section));
      const origin = continues?.outline.origins.get(section.key)?.origin ?? { offset: 0 };
      origin.offset = section.start;
      origins.set(section.key, { origin, start: section.start });
      return new SplitSection(text, section, section.children.map(take), origin);
    });
    this.blocks = blocks;
    this.origins = origins;
    for (const block of blocks.values()) if (block.needsReading) block.read();
  }

  /** Reads a scan; blocks of an earlier outline whose text is the same are taken over. */
  static of(text: string, scan: Scan, parse: BlockParser, previous: Outline | undefined): BlockwiseOutline {
    const blocks = previous instanceof BlockwiseOutline ? [...previous.blocks.values()] : [];
    return new BlockwiseOutline(text, scan, parse, new KnownBlocks(blocks), null);
  }

  /** What the blocks of a text are, where an outline of the same text knows. */
  static scanOf(text: string, twin: Outline | undefined): Scan | null {
    return twin instanceof BlockwiseOutline && twin.text === text ? twin.scan : null;
  }

  /** Goes on from an earlier outline where only entries of one section have changed; null where that isn't so. */
  static continued(
    text: string,
    previous: Outline | undefined,
    rescan: BlockRescanner,
    parse: BlockParser,
  ): BlockwiseOutline | null {
    if (!(previous instanceof BlockwiseOutline) || previous.scan.text !== previous.text) return null;
    const { blocks } = previous;
    const change = changeBetween(previous.text, text);
    const found = rescan(previous.scan, text, change);
    if (found === null) return null;
    const handTo = (block: Block, scanned: ScannedBlock): void => {
      const old = found.same.get(scanned);
      const known = old === undefined ? undefined : blocks.get(old);
      if (known !== undefined) block.takeOver(known);
    };
    return new BlockwiseOutline(text, found.scan, parse, { handTo }, { outline: previous, change });
  }

  problems(): readonly Problem[] {
    const found = [...this.scan.problems, ...[...this.blocks.values()].flatMap((block) => block.problems())];
    return found.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  }

  takeBack(): void {
    for (const block of this.blocks.values()) block.takeBack();
    for (const { origin, start } of this.origins.values()) origin.offset = start;
  }
}

/** The origin of a section's own places, and where the section begins. */
interface SectionOrigin {
  readonly origin: Origin;
  readonly start: number;
}

/** The blocks of an earlier outline that were parsed, by their text; each is handed out once. */
class KnownBlocks {
  private readonly byText = new Map<string, Block[]>();
  private readonly lengths = new Set<number>();

  constructor(blocks: readonly Block[]) {
    for (const block of blocks) {
      if (!block.isRead) continue;
      this.lengths.add(block.length);
      const same = this.byText.get(block.text);
      if (same === undefined) this.byText.set(block.text, [block]);
      else same.push(block);
    }
  }

  handTo(block: Block): void {
    if (!this.lengths.has(block.length)) return;
    const known = this.byText.get(block.text)?.pop();
    if (known !== undefined) block.takeOver(known);
  }
}

/** One entry and its text. */
class Block {
  origin: Origin;
  /** The same for as long as the text is. */
  content: object = {};
  readonly key: string;
  readonly needsReading: boolean;
  private parsed: Parsed | null = null;
  private result: { value: Node; broken: boolean } | null = null;

  constructor(
    private readonly scanned: ScannedBlock,
    private readonly source: string,
    private readonly parse: BlockParser,
  ) {
    this.origin = { offset: scanned.start };
    this.key = scanned.key;
    this.needsReading = scanned.suspect || scanned.deepAt !== null;
  }

  get text(): string {
    return this.source.slice(this.scanned.start, this.scanned.end);
  }

  get length(): number {
    return this.scanned.end - this.scanned.start;
  }

  get isRead(): boolean {
    return this.parsed !== null;
  }

  get keyAt(): Place {
    return this.place(this.scanned.keySpan.start, this.scanned.keySpan.end);
  }

  get at(): Place {
    return this.place(this.scanned.keySpan.start, this.scanned.valueEnd);
  }

  takeOver(known: Block): void {
    this.parsed = known.parsed;
    if (this.scanned.broken === known.scanned.broken) {
      this.content = known.content;
      this.result = known.result;
    }
    this.origin = known.origin;
    this.origin.offset = this.scanned.start;
  }

  takeBack(): void {
    this.origin.offset = this.scanned.start;
  }

  read(): { readonly value: Node; readonly broken: boolean } {
    return (this.result ??= this.interpret(this.parsedText()));
  }

  parsedText(): Parsed {
    return (this.parsed ??= this.parseNow());
  }

  problems(): readonly Problem[] {
    const offset = this.origin.offset;
    const limit = this.source.length;
    return (this.parsed?.problems ?? []).map(({ message, from, to }) => ({
      message,
      span: { start: Math.min(offset + from, limit), end: Math.min(offset + to, limit) },
    }));
  }

  private parseNow(): Parsed {
    const { deepAt, start } = this.scanned;
    if (deepAt !== null) {
      const problem: LocalProblem = { message: TOO_DEEP, from: deepAt - start, to: deepAt - start + 1 };
      return { entries: [], problems: [problem], brokenAt: [] };
    }
    // A slice would keep the whole document alive for as long as the block's nodes are.
    return this.parse(` ${this.text}`.slice(1), this.origin);
  }

  private interpret(parsed: Parsed): { value: Node; broken: boolean } {
    const entry = parsed.entries?.find((one) => one.key === this.key) ?? parsed.entries?.[0];
    const broken = this.scanned.broken === true || parsed.problems.length > 0 || entry === undefined;
    return { value: entry?.value ?? nullAt(this.at, this.at.to), broken };
  }

  private place(start: number, end: number): Place {
    const { offset } = this.origin;
    return { origin: this.origin, from: start - offset, to: end - offset };
  }
}

/** A section whose children are blocks of their own. */
class SplitSection implements Section {
  readonly key: string;
  readonly keyAt: Place;
  readonly at: Place;
  readonly entries: readonly OutlineEntry[];
  private node: Node | null = null;

  constructor(
    private readonly document: string,
    private readonly scanned: ScannedSection,
    private readonly blocks: readonly Block[],
    origin: Origin,
  ) {
    this.key = scanned.key;
    this.keyAt = placeIn(origin, scanned.keySpan.start, scanned.keySpan.end);
    this.at = placeIn(origin, scanned.keySpan.start, scanned.valueEnd);
    this.entries = blocks.map((block) => new BlockEntry(document, block));
  }

  text(): string {
    return textOf(this.document, this.at);
  }

  value(): Node {
    return (this.node ??= this.join());
  }

  private join(): MapNode {
    const { map } = this.scanned;
    const entries = this.blocks.map((block): Entry => {
      const { value } = block.read();
      const { origin, from, to } = block.at;
      return { key: block.key, keyAt: block.keyAt, value, merged: false, origin, from, to };
    });
    const place = placeIn(this.at.origin, map?.span.start ?? 0, map?.span.end ?? 0);
    return { kind: "map", style: map?.style ?? "block", shared: false, entries, ...place };
  }
}

class BlockEntry implements OutlineEntry {
  constructor(
    private readonly document: string,
    private readonly block: Block,
  ) {}

  get key(): string {
    return this.block.key;
  }

  get keyAt(): Place {
    return this.block.keyAt;
  }

  get at(): Place {
    return this.block.at;
  }

  get content(): object {
    return this.block.content;
  }

  text(): string {
    return textOf(this.document, this.at);
  }

  read(): { readonly value: Node; readonly broken: boolean } {
    return this.block.read();
  }
}

/** A section that is one block; its entries, where it has any, are found by parsing it. */
class WholeSection implements Section {
  readonly key: string;
  private children: readonly OutlineEntry[] | null | undefined;

  constructor(
    private readonly document: string,
    private readonly scanned: ScannedSection,
    private readonly block: Block,
  ) {
    this.key = scanned.key;
  }

  get keyAt(): Place {
    return this.block.keyAt;
  }

  get at(): Place {
    return this.block.at;
  }

  get entries(): readonly OutlineEntry[] | null {
    if (this.scanned.scalar) return null;
    return (this.children ??= entriesOf(this.document, this.value(), (from, to) =>
      isBroken(this.block.parsedText(), from, to),
    ));
  }

  text(): string {
    return textOf(this.document, this.at);
  }

  value(): Node {
    return this.block.read().value;
  }
}

/** The section's value may be a function, not a map with entries. */
function isLoneCall(children: readonly ScannedBlock[]): boolean {
  const [only, ...more] = children;
  return only !== undefined && more.length === 0 && mayBeCall(only.key);
}

function placeIn(origin: Origin, start: number, end: number): Place {
  return { origin, from: start - origin.offset, to: end - origin.offset };
}

function textOf(document: string, place: Place): string {
  const { start, end } = spanOf(place);
  return document.slice(start, end);
}
