import type { Problem } from "../core/problem.js";
import { readJson } from "../formats/json.js";
import { memberOf, membersOf, problemAt } from "./members.js";

/** Where `cdk synth` writes where nothing else is said. */
const DEFAULT_OUTPUT = "cdk.out";

export interface CdkJson {
  /**
   * The folders that may hold the app's assembly, relative to the file's own: its `output`, and its
   * `app` where that can be a folder with an assembly instead of a command. One that has no
   * `manifest.json` is none.
   */
  readonly folders: readonly string[];
  readonly problems: readonly Problem[];
}

/** What a `cdk.json` says of where the synthesised templates are. */
export function readCdkJson(text: string): CdkJson {
  const { value, problems } = readJson(text);
  if (value === null) return { folders: [DEFAULT_OUTPUT], problems };
  if (membersOf(value) === null) {
    return { folders: [DEFAULT_OUTPUT], problems: [...problems, problemAt(value, "A cdk.json is a map.")] };
  }
  const wrong: Problem[] = [];
  const folderIn = (key: string): string | null => {
    const node = memberOf(value, key)?.value;
    if (node === undefined) return null;
    if (node.kind === "scalar" && typeof node.value === "string" && node.value !== "") return node.value;
    wrong.push(problemAt(node, `The ${key} of a cdk.json is a text.`));
    return null;
  };
  const output = folderIn("output") ?? DEFAULT_OUTPUT;
  const app = folderIn("app") ?? output;
  return { folders: [...new Set([output, app])], problems: [...problems, ...wrong] };
}
