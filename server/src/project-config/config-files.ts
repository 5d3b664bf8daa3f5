import { fileNameOf } from "../core/paths.js";

/** The key of a `package.json` under which a project may write its configuration. */
export const PACKAGE_KEY = "dynamodb-encryption-lint";

/** The names a configuration file can have, by rank: of several in one folder the first is read. */
export const CONFIG_FILES = [
  ".dynamodb-encryption-lint.yaml",
  ".dynamodb-encryption-lint.yml",
  ".dynamodb-encryption-lint.json",
  "package.json",
] as const;

/** Whether a file may hold a project's configuration, by its name. */
export function isConfigFile(path: string): boolean {
  return (CONFIG_FILES as readonly string[]).includes(fileNameOf(path));
}

/** Whether a file holds a configuration beside other things. */
export function isPackageFile(path: string): boolean {
  return fileNameOf(path) === "package.json";
}
