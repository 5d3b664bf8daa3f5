/**
 * Installs the packages that `package-lock.json` names, if they aren't there yet. Uses nothing
 * but Node's own modules, so it runs on a fresh clone.
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The root of the repository. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Runs `npm ci` where `node_modules` is missing or isn't what the lock file asks for. Ends the process on failure. */
export function installPackages() {
  if (isInstalled()) return;
  console.log("Installing packages (npm ci) …");
  // No package here needs its install script: esbuild finds its binary in an optional package.
  const result = runNpm(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
  if (result.error === undefined && result.status === 0) return;
  console.error(`npm ci failed${result.error === undefined ? "" : `: ${result.error.message}`}.`);
  process.exit(result.status || 1);
}

/** Compares what npm last installed with the lock file; dates say nothing after a `git checkout`. */
function isInstalled() {
  const wanted = packagesOf("package-lock.json");
  const present = packagesOf("node_modules/.package-lock.json");
  if (wanted === null || present === null) return false;
  const missing = Object.entries(wanted).some(
    ([path, entry]) => path !== "" && !entry.optional && present[path]?.version !== entry.version,
  );
  const stale = Object.entries(present).some(([path, entry]) => wanted[path]?.version !== entry.version);
  return !missing && !stale;
}

function packagesOf(lockFile) {
  try {
    return JSON.parse(readFileSync(join(root, lockFile), "utf8")).packages ?? null;
  } catch {
    return null;
  }
}

/** Calls the npm that runs this script, or else the one on the path. */
function runNpm(options) {
  const npm = process.env.npm_execpath;
  const settings = { cwd: root, stdio: ["ignore", "inherit", "inherit"] };
  if (npm?.endsWith(".js")) return spawnSync(process.execPath, [npm, ...options], settings);
  return spawnSync("npm", options, { ...settings, shell: process.platform === "win32" });
}
