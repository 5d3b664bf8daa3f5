import { sameItems, type Cells, type Input } from "../../core/cells.js";
import { remember } from "../../core/remember.js";
import type { OutlineEntry } from "../../formats/format.js";

/** Which entries of a section have a word in their text. A change of one entry looks at that one alone. */
export class Mentions {
  private readonly asked = new Map<string, Input<readonly string[]>>();
  private contents: ReadonlyMap<string, object>;

  constructor(
    private readonly cells: Cells,
    private entries: ReadonlyMap<string, OutlineEntry>,
  ) {
    this.contents = contentsOf(entries);
  }

  /** The keys of these entries, in order. @param word of letters and digits alone. */
  of(word: string): readonly string[] {
    return remember(this.asked, word, () => {
      const keys = [...this.entries].flatMap(([key, entry]) => (hasWord(entry.text(), word) ? [key] : []));
      return this.cells.input<readonly string[]>(keys, sameItems);
    }).get();
  }

  follow(entries: ReadonlyMap<string, OutlineEntry>): void {
    const { contents } = this;
    const changed = new Map([...entries].filter(([key, { content }]) => contents.get(key) !== content));
    this.entries = entries;
    this.contents = contentsOf(entries);
    if (changed.size === 0 && contents.size === entries.size) return;
    const texts = new Map([...changed].map(([key, entry]) => [key, entry.text()]));
    for (const [word, input] of this.asked) {
      const before = new Set(input.peek());
      const after = [...entries.keys()].filter((key) => {
        const text = texts.get(key);
        return text === undefined ? before.has(key) : hasWord(text, word);
      });
      input.set(after);
    }
  }
}

function contentsOf(entries: ReadonlyMap<string, OutlineEntry>): ReadonlyMap<string, object> {
  return new Map([...entries].map(([key, { content }]) => [key, content]));
}

/** Whether a text has a word of letters and digits that no others stand beside. */
function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!isLetter(text.charCodeAt(at - 1)) && !isLetter(text.charCodeAt(at + word.length))) return true;
  }
  return false;
}

function isLetter(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}
