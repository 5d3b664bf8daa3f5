import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { SourceEditor } from "../source-fixes.js";

let loaded: Promise<SourceEditor | null> | undefined;

/**
 * What reads and mends the source of CDK apps: `source-editor.js`, beside the server's bundle. Its
 * parser is of use to few, so it is loaded when somebody first asks; null where it isn't there.
 */
export function loadSourceEditor(): Promise<SourceEditor | null> {
  return (loaded ??= load());
}

async function load(): Promise<SourceEditor | null> {
  const file = join(dirname(import.meta.filename), "source-editor.js");
  if (!existsSync(file)) return null;
  const { makeSourceEditor } = (await import(pathToFileURL(file).href)) as {
    readonly makeSourceEditor: () => SourceEditor;
  };
  return makeSourceEditor();
}
