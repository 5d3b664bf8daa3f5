/** The newest major version of Node that these flags were tried with. Nothing promises them to later ones. */
const NEWEST_TRIED = 26;

/**
 * Flags of V8 for a program that reads much and keeps little. By itself V8 lets the heap grow to three
 * times what is alive before it collects; with 40 % of room a run over many templates needs a third less
 * memory, and as long (docs/decisions/0013-targets-of-speed.md).
 *
 * @param version Node's, as in `process.versions.node`.
 */
export function heapFlags(version: string): readonly string[] {
  return Number.parseInt(version, 10) > NEWEST_TRIED ? [] : ["--heap-growing-percent=40"];
}
