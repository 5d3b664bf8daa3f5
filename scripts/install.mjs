/**
 * Installs the packages that `package-lock.json` names, if they aren't there yet. Uses nothing
 * but Node's own modules, so it runs on a fresh clone.
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** The root of the repository. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Installs the project's packages where they aren't there. Ends the process on failure. */
export function installPackages() {
  const failure = installIn(root);
  if (failure === null) return;
  console.error(failure);
  process.exit(1);
}

/**
 * Runs `npm ci` in a folder whose `node_modules` is missing or isn't what its lock file asks for.
 * Gives null, or a sentence that says why it failed.
 */
export function installIn(folder) {
  if (isInstalled(folder)) return null;
  const where = folder === root ? "" : ` in ${relative(root, folder)}`;
  console.log(`Installing packages${where} (npm ci) …`);
  // No package here needs its install script: esbuild finds its binary in an optional package.
  const result = runNpm(["ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder);
  if (result.error === undefined && result.status === 0) return null;
  return `npm ci failed${where}${result.error === undefined ? "" : `: ${result.error.message}`}.`;
}

/** Compares what npm last installed with the lock file; dates say nothing after a `git checkout`. */
function isInstalled(folder) {
  const wanted = packagesOf(join(folder, "package-lock.json"));
  const present = packagesOf(join(folder, "node_modules/.package-lock.json"));
  if (wanted === null || present === null) return false;
  const missing = Object.entries(wanted).some(
    ([path, entry]) => path !== "" && !entry.optional && present[path]?.version !== entry.version,
  );
  const stale = Object.entries(present).some(([path, entry]) => wanted[path]?.version !== entry.version);
  return !missing && !stale;
}

function packagesOf(lockFile) {
  try {
    return JSON.parse(readFileSync(lockFile, "utf8")).packages ?? null;
  } catch {
    return null;
  }
}

/** Calls the npm that runs this script, or else the one on the path. */
function runNpm(options, folder) {
  const npm = process.env.npm_execpath;
  const settings = { cwd: folder, stdio: ["ignore", "inherit", "inherit"] };
  if (npm?.endsWith(".js")) return spawnSync(process.execPath, [npm, ...options], settings);
  return spawnSync("npm", options, { ...settings, shell: process.platform === "win32" });
}
