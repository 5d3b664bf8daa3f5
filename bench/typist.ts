import type { TextDocumentContentChangeEvent } from "vscode-languageserver/node";
import type { Random } from "./input/random.js";

/** Where somebody types in a template: behind what the pattern finds. */
export interface Place {
  readonly what: string;
  readonly pattern: RegExp;
  /** What is typed there, character by character. */
  readonly typed: string;
}

/** In YAML and in JSON, but for comments, which only YAML has. */
export const PLACES: readonly Place[] = [
  { what: "in a table's property", pattern: /\$\{Stage\}-\w+-[0-9a-f]{8}/g, typed: "-primary" },
  {
    what: "in a key's description",
    pattern: /AWS::KMS::Key"?,?\s[^#]{1,200}?Description"?: "?[a-z ]+/g,
    typed: " of orders",
  },
  { what: "in a comment", pattern: /^ *# [a-z ]+$/gm, typed: " and why" },
  { what: "as a new line", pattern: /ProjectionType"?: "?ALL"?$/gm, typed: "\n" },
];

/** The text of one document, and what a person makes of it, key by key. */
export class Typist {
  constructor(
    private text: string,
    private readonly random: Random,
  ) {}

  /** Types what belongs there at one of such places, in the order of the keys; empty where there is none. */
  type({ pattern, typed }: Place): readonly TextDocumentContentChangeEvent[] {
    const found = [...this.text.matchAll(pattern)];
    const chosen = found[this.random.between(0, Math.max(0, found.length - 1))];
    if (chosen === undefined) return [];
    const start = chosen.index + chosen[0].length;
    const changes = [...typed].map((character, index) => this.inserted(start, index, character));
    this.text = this.text.slice(0, start) + typed + this.text.slice(start);
    return changes;
  }

  private inserted(start: number, index: number, text: string): TextDocumentContentChangeEvent {
    const line = this.text.slice(0, start).split("\n").length - 1;
    const character = start - (this.text.lastIndexOf("\n", start - 1) + 1) + index;
    const position = { line, character };
    return { range: { start: position, end: position }, text };
  }
}
