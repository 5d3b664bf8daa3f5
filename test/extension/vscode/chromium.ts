import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { runCommand } from "./processes.js";
import { Unavailable } from "./unavailable.js";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const WHERE_INSTALLERS_PUT_IT = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];
const PACKAGES = ["chromium", "fonts-dejavu-core"];

/** A Chromium or Chrome. */
export interface Chromium {
  /** Absolute path of the executable. */
  readonly path: string;
}

/**
 * The Chromium that `CHROMIUM` names, or one that is on the path; on Debian, as root, it is
 * installed with apt where there is none.
 *
 * @throws Unavailable where there is none and it can't be installed.
 */
export async function ensureChromium(say: (step: string) => void = console.log): Promise<Chromium> {
  const named = process.env["CHROMIUM"];
  if (named !== undefined && named !== "") {
    if (existsSync(named)) return { path: named };
    throw new Unavailable(`CHROMIUM names ${named}, which doesn't exist.`);
  }
  const found = onPath(NAMES) ?? WHERE_INSTALLERS_PUT_IT.find((path) => existsSync(path));
  if (found !== undefined) return { path: found };
  await installPackages(PACKAGES, say);
  const installed = onPath(NAMES);
  if (installed === undefined) throw new Unavailable("apt-get installed Chromium, but it isn't on the path.");
  return { path: installed };
}

/**
 * Installs Debian packages.
 *
 * @throws Unavailable where this isn't Debian, the user isn't root, or the packages can't be fetched.
 */
export async function installPackages(packages: string[], say: (step: string) => void): Promise<void> {
  const wanted = packages.join(" ");
  if (onPath(["apt-get"]) === undefined) {
    throw new Unavailable(`${packages[0]} is not installed, and there is no apt-get to install it with.`);
  }
  if (process.getuid?.() !== 0) {
    throw new Unavailable(
      `${packages[0]} is not installed, and only root may do so: sudo apt-get install --no-install-recommends ${wanted}`,
    );
  }
  say(`Installing ${wanted} (apt-get), once …`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const waiting = ["-qq", "-o", "DPkg::Lock::Timeout=300"];
  try {
    await runCommand("apt-get", [...waiting, "update"], { env, seconds: 400 });
    const install = [...waiting, "install", "-y", "--no-install-recommends", ...packages];
    await runCommand("apt-get", install, { env, seconds: 600 });
  } catch (error) {
    throw new Unavailable(`${wanted} could not be installed.\n${(error as Error).message}`);
  }
}

/** The first of these commands that is on the path. */
export function onPath(names: string[]): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
