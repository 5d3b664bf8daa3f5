/** How deep lists and maps may stand in each other; templates stay far below. */
export const MAX_NESTING = 200;

/** How many nodes a document may have when every alias is written out. */
export const MAX_EXPANDED_NODES = 1_000_000;

export const TOO_DEEP = `The text is nested too deeply: more than ${MAX_NESTING} levels are not read.`;
