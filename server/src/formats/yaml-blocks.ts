import type { Problem } from "../core/problem.js";
import type { Scan, ScannedBlock, ScannedSection } from "./blocks.js";
import { replaceChildren, touchedBy, type Rescan, type Touched } from "./rescan.js";
import type { TextChange } from "./text-change.js";
import { withoutJoints, YamlScanner } from "./yaml-scanner.js";

/**
 * Finds the sections of a YAML document and their direct children without parsing: keys at
 * column 0, and keys at the one indent of each section.
 *
 * @param text with lines that end in LF or CRLF.
 * @returns null where the structure can't be told for certain this way.
 */
export function scanYamlBlocks(text: string): Scan | null {
  return new BlockFinder(text).scan();
}

/**
 * The same for a text of which the one before the change has been scanned: only the children of a
 * section that the change touches are looked at, up to the next one that stands as it did.
 *
 * @returns null where more than that has changed, or may have.
 */
export function rescanYamlBlocks(before: Scan, text: string, change: TextChange): Rescan | null {
  const touched = touchedBy(before, change);
  if (touched === null) return null;
  for (const from of [touched.from, touched.from - 1]) {
    const finder = new BlockFinder(text);
    const found = finder.rescan(before, change, { ...touched, from });
    if (found !== null)
      return replaceChildren(before, text, change, found.touched, found.children, finder.problems);
  }
  return null;
}

/** What the lines below a top-level key have turned out to be. */
type Form = "open" | "map" | "list" | "other";

class BlockFinder {
  private readonly scanner: YamlScanner;
  private readonly sections: ScannedSection[] = [];
  readonly problems: Problem[] = [];
  private readonly keys = new Set<string>();
  private childKeys = new Set<string>();
  private section: ScannedSection | null = null;
  private child: ScannedBlock | null = null;
  private form: Form = "other";
  private childIndent = 0;
  /** The last key-level line had no key; what is indented below it belongs to nothing. */
  private astray = false;

  constructor(private readonly text: string) {
    this.scanner = new YamlScanner(text, text.charCodeAt(0) === 0xfeff ? 1 : 0);
  }

  scan(): Scan | null {
    const { scanner } = this;
    let end = this.text.length;
    for (let first = true; scanner.nextLine(); first = false) {
      if (scanner.unsure || scanner.atDirective()) return null;
      if (scanner.atMarker()) {
        const leading = first && this.text[scanner.pos] === "-";
        const { lineStart } = scanner;
        if (leading ? this.skipMarker() : this.onlyMarkersFollow()) {
          if (leading) continue;
          end = lineStart;
          break;
        }
        return null;
      }
      if (!this.takeLine() || scanner.unsure) return null;
    }
    this.closeSection(end);
    const text = withoutJoints(this.text, scanner.joints);
    return { text, sections: this.sections, problems: this.problems };
  }

  /** Scans from the first touched child to the first one behind the change that begins where it did. */
  rescan(
    before: Scan,
    { oldEnd, newEnd }: TextChange,
    { section: index, from }: Touched,
  ): { readonly touched: Touched; readonly children: readonly ScannedBlock[] } | null {
    const [section, next] = [before.sections[index], before.sections[index + 1]];
    const [first, old] = [section?.children?.[from], section?.children ?? []];
    if (section === undefined || first === undefined) return null;
    // Behind a marker that ends the document nothing may be said.
    if (next === undefined && section.end !== before.text.length) return null;
    const { scanner } = this;
    const delta = newEnd - oldEnd;
    this.form = "map";
    this.childIndent = first.keySpan.start - first.start;
    this.section = { ...section, children: [] };
    scanner.resumeAt(first.start);
    const behind = new Map(old.flatMap(({ start }, at) => (start >= oldEnd ? [[start + delta, at]] : [])));
    const result = (to: number, end: number, lastEnd = scanner.lastEnd) => {
      this.closeChild(end, lastEnd);
      const children = this.section?.children ?? [];
      // A first line that begins no child any more belongs to the one before, or makes another section.
      if (children[0]?.start !== first.start) return null;
      return { touched: { section: index, from, to }, children };
    };
    while (scanner.nextLine()) {
      if (scanner.unsure || scanner.atDirective() || scanner.atMarker()) return null;
      const { lineStart, indent } = scanner;
      const reached = indent === this.childIndent ? behind.get(lineStart) : undefined;
      if (reached !== undefined && !scanner.atDash()) return result(reached, lineStart);
      if (indent === 0) {
        const isNext = next !== undefined && next.start >= oldEnd && next.start + delta === lineStart;
        return isNext && !scanner.atDash() ? result(old.length, lineStart) : null;
      }
      if (!this.takeLine() || scanner.unsure || scanner.joints.length > 0) return null;
    }
    return next === undefined ? result(old.length, this.text.length) : null;
  }

  /** Takes a line that doesn't go on with anything from the line before; false to give up. */
  private takeLine(): boolean {
    const { scanner } = this;
    if (scanner.indent === 0) return this.takeTopLine();
    if (this.section === null) return false;
    if (this.form === "open") return this.takeFirstLine();
    if (this.form !== "map") return this.takeContent();
    if (scanner.indent < this.childIndent) return false;
    if (scanner.indent > this.childIndent) return this.takeContent();
    return this.takeChild();
  }

  private takeTopLine(): boolean {
    const { scanner } = this;
    if (scanner.atDash()) {
      if (this.section === null || (this.form !== "open" && this.form !== "list")) return false;
      this.form = "list";
      return this.takeContent();
    }
    const start = scanner.lineStart;
    const lastEnd = scanner.lastEnd;
    const key = scanner.readKey();
    if (scanner.unsure) return false;
    if (key === undefined) return this.section !== null && this.stray();
    if (this.keys.has(key.key)) return false;
    this.keys.add(key.key);
    this.closeSection(start, lastEnd);
    this.section = { ...blockOf(key, start), children: null, scalar: false, map: null };
    this.sections.push(this.section);
    const value = scanner.valueStart();
    this.section.scalar = value === "scalar";
    this.form = value === "nothing" ? "open" : "other";
    this.astray = false;
    scanner.scanValue();
    this.mark();
    return true;
  }

  /** The first indented line below a key without a value. */
  private takeFirstLine(): boolean {
    const { scanner } = this;
    if (scanner.atDash()) {
      this.form = "list";
      return this.takeContent();
    }
    const { pos, indent } = scanner;
    const isMap = this.hasKeyAt(pos) || this.keyFollows(indent);
    if (scanner.unsure) return false;
    if (!isMap) {
      this.form = "other";
      return this.takeContent();
    }
    this.form = "map";
    this.childIndent = indent;
    this.childKeys = new Set();
    if (this.section !== null) this.section.children = [];
    return this.takeChild();
  }

  private takeChild(): boolean {
    const { scanner } = this;
    if (scanner.atDash()) return false;
    const { lineStart, lastEnd } = scanner;
    const key = scanner.readKey();
    if (scanner.unsure) return false;
    if (key === undefined) return this.stray();
    if (this.childKeys.has(key.key)) return false;
    this.childKeys.add(key.key);
    this.closeChild(lineStart, lastEnd);
    this.child = blockOf(key, lineStart);
    this.section?.children?.push(this.child);
    this.astray = false;
    scanner.scanValue();
    this.mark();
    return true;
  }

  private takeContent(): boolean {
    const { lastEnd } = this.scanner;
    this.scanner.scanLine();
    if (this.astray) this.scanner.lastEnd = lastEnd;
    this.mark();
    return true;
  }

  /** A line that should begin with a key and doesn't: somebody is typing. */
  private stray(): boolean {
    const { scanner } = this;
    const { lineStart, lastEnd, pos } = scanner;
    if (this.child !== null) this.closeChild(lineStart, lastEnd);
    else if (this.form !== "map") return false;
    scanner.skipToLineEnd();
    let end = scanner.pos;
    while (end > pos && /\s/.test(this.text[end - 1] ?? "")) end--;
    this.problems.push({ message: "A key and a colon are expected here.", span: { start: pos, end } });
    this.astray = true;
    return true;
  }

  /** Hands what the scanner has noticed to the block at hand. */
  private mark(): void {
    const { scanner } = this;
    const block = this.child ?? this.section;
    if (block !== null && !this.astray) {
      if (scanner.suspect) block.suspect = true;
      block.deepAt ??= scanner.deepAt;
    }
    scanner.suspect = false;
    scanner.deepAt = null;
  }

  private closeChild(end: number, lastEnd = this.scanner.lastEnd): void {
    if (this.child === null) return;
    this.child.end = end;
    this.child.valueEnd = lastEnd;
    this.child = null;
    if (this.section !== null) this.section.valueEnd = lastEnd;
  }

  private closeSection(end: number, lastEnd = this.scanner.lastEnd): void {
    this.closeChild(end, lastEnd);
    const { section } = this;
    if (section === null) return;
    section.end = end;
    const children = section.children ?? [];
    const first = children[0];
    const last = children.at(-1);
    if (section.children !== null && (first === undefined || last === undefined)) section.children = null;
    if (first === undefined || last === undefined) {
      section.valueEnd = lastEnd;
      return;
    }
    section.valueEnd = last.valueEnd;
    section.map = { span: { start: first.keySpan.start, end: last.valueEnd }, style: "block" };
  }

  private hasKeyAt(pos: number): boolean {
    const ahead = new YamlScanner(this.text, pos);
    const found = ahead.readKey() !== undefined;
    if (ahead.unsure) this.scanner.unsure = true;
    return found;
  }

  /** The next line has the same indent and begins with a key. */
  private keyFollows(indent: number): boolean {
    const ahead = new YamlScanner(this.text, this.scanner.pos);
    ahead.skipToLineEnd();
    return ahead.nextLine() && ahead.indent === indent && ahead.readKey() !== undefined;
  }

  /** Goes over a leading `---`; false where content stands on its line. */
  private skipMarker(): boolean {
    const { scanner } = this;
    scanner.pos += 3;
    if (!scanner.restIsBlank()) return false;
    scanner.skipToLineEnd();
    return true;
  }

  private onlyMarkersFollow(): boolean {
    const { scanner } = this;
    do {
      if (!scanner.atMarker() || !this.skipMarker()) return false;
    } while (scanner.nextLine());
    return true;
  }
}

function blockOf(key: { key: string; from: number; to: number }, start: number): ScannedBlock {
  const keySpan = { start: key.from, end: key.to };
  return { key: key.key, keySpan, start, end: start, valueEnd: key.to, suspect: false, deepAt: null };
}
