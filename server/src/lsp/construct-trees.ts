import { CancellationToken } from "vscode-languageserver";
import { readConstructTree, type ConstructKind } from "../service.js";
import type { FileProvider } from "./file-provider.js";

/** Beside each manifest; those of the largest apps are a few megabytes. */
const MAXIMUM_BYTES = 20 * 1024 * 1024;

/** The kinds of constructs, read when a fix asks for one, and kept for the assembly asked about last. */
export class ConstructTrees {
  private last: { readonly key: string; readonly tree: ReadonlyMap<string, ConstructKind> } | undefined;

  constructor(private readonly files: FileProvider) {}

  /** @param path of the construct. null where the assembly doesn't tell. */
  async kindOf(manifest: string, path: string): Promise<ConstructKind | null> {
    const uri = manifest.replace(/manifest\.json$/, "tree.json");
    const modified = await this.files.modified(uri, CancellationToken.None);
    const key = `${uri} ${modified ?? ""}`;
    if (this.last?.key !== key || modified === null) {
      const { text } = await this.files.read(uri, MAXIMUM_BYTES, CancellationToken.None);
      this.last = { key, tree: readConstructTree(text ?? "") };
    }
    return this.last.tree.get(path) ?? null;
  }
}
