import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { SourceEditor } from "../source-fixes.js";

let loaded: Promise<SourceEditor | null> | undefined;

/**
 * What reads and mends the source of CDK apps: `source-editor.js`, beside the server's bundle. Its
 * parser is of use to few, so it is loaded when somebody first asks; null where it isn't there.
 */
export function loadSourceEditor(): Promise<SourceEditor | null> {
  return (loaded ??= Promise.resolve(load()));
}

function load(): SourceEditor | null {
  const file = join(dirname(import.meta.filename), "source-editor.js");
  if (!existsSync(file)) return null;
  const { makeSourceEditor } = createRequire(file)(file) as {
    readonly makeSourceEditor: () => SourceEditor;
  };
  return makeSourceEditor();
}
