import { sameItems, type Cells, type Input } from "../../core/cells.js";
import type { OutlineEntry } from "../../formats/format.js";

const WORD = /[A-Za-z0-9]+/g;

/** Which entries of a section have a word in their text. A change of one entry looks at that one alone. */
export class Mentions {
  private readonly byWord = new Map<string, Set<string>>();
  private readonly words = new Map<string, { readonly content: object; readonly all: ReadonlySet<string> }>();
  private readonly asked = new Map<string, Input<readonly string[]>>();

  constructor(
    private readonly cells: Cells,
    entries: ReadonlyMap<string, OutlineEntry>,
  ) {
    for (const [key, entry] of entries) this.add(key, entry);
  }

  /** The keys of these entries, in no order. @param word of letters and digits alone. */
  of(word: string): readonly string[] {
    const known = this.asked.get(word) ?? this.cells.input(this.keysFor(word), sameItems);
    this.asked.set(word, known);
    return known.get();
  }

  follow(entries: ReadonlyMap<string, OutlineEntry>): void {
    const changed = new Set<string>();
    const touch = (words: ReadonlySet<string>): void => words.forEach((word) => changed.add(word));
    for (const [key, { content, all }] of this.words) {
      if (entries.get(key)?.content === content) continue;
      touch(all);
      this.remove(key, all);
    }
    for (const [key, entry] of entries) if (!this.words.has(key)) touch(this.add(key, entry));
    for (const [word, input] of this.asked) if (changed.has(word)) input.set(this.keysFor(word));
  }

  private add(key: string, entry: OutlineEntry): ReadonlySet<string> {
    const all = new Set(entry.text().match(WORD));
    this.words.set(key, { content: entry.content, all });
    for (const word of all) {
      const keys = this.byWord.get(word);
      if (keys === undefined) this.byWord.set(word, new Set([key]));
      else keys.add(key);
    }
    return all;
  }

  private remove(key: string, words: ReadonlySet<string>): void {
    this.words.delete(key);
    for (const word of words) this.byWord.get(word)?.delete(key);
  }

  private keysFor(word: string): readonly string[] {
    return [...(this.byWord.get(word) ?? [])].sort();
  }
}
