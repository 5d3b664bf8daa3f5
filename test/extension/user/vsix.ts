import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "../vscode/processes.js";
import { cacheFolder, root } from "../vscode/vscode-server.js";

/** The identifier of the extension in VS Code. */
export const EXTENSION = "dynamodb-encryption-lint.dynamodb-encryption-lint";

let packed: Promise<string> | undefined;

/** The VSIX, made once as `npm run package` makes it: its absolute path. */
export function packedVsix(): Promise<string> {
  packed ??= pack();
  return packed;
}

async function pack(): Promise<string> {
  mkdirSync(cacheFolder, { recursive: true });
  const vsix = join(cacheFolder, "dynamodb-encryption-lint.vsix");
  const npm = ["run", "package", "--", "--out", vsix];
  await runCommand("npm", npm, { cwd: root, seconds: 120 });
  return vsix;
}
