import { folderOf, resolvePath } from "../../core/paths.js";
import { NESTED_ASSEMBLY, readManifest } from "./manifest.js";
import { textIn } from "./untrusted.js";

/**
 * The folder of the whole app's assembly, from that of one of its stages: the outermost whose
 * manifests lead down to it.
 *
 * @param folder a plain path with `/`.
 * @param read gives the text of a file, null where there is none.
 */
export function topAssembly(folder: string, read: (path: string) => string | null): string {
  const above = folderOf(folder);
  if (above === "" || above === folder) return folder;
  const path = `${above}/manifest.json`;
  const text = read(path);
  const manifest = text === null ? null : readManifest(path, text);
  const leadsDown = manifest?.artifacts.some(
    ({ type, properties }) =>
      type === NESTED_ASSEMBLY && resolvePath(above, textIn(properties, "directoryName") ?? "") === folder,
  );
  return leadsDown === true ? topAssembly(above, read) : folder;
}
