import { spawnSync } from "node:child_process";

/** A package takes a minute to come, on a bad day. */
const INSTALL_MILLISECONDS = 180_000;

/** A program on this machine, or why there is none. */
export type FoundProgram = { readonly version: string } | { readonly version: null; readonly reason: string };

/**
 * Finds a program, or installs Debian's package of it where that can be done without asking anybody.
 *
 * @param command what is on the path, which says its version with `--version`.
 * @param versionPattern of what it says then; the first group is the version.
 */
export function findProgram(command: string, debianPackage: string, versionPattern: RegExp): FoundProgram {
  const versionOf = (): string | null => {
    const { stdout } = spawnSync(command, ["--version"], { encoding: "utf8", timeout: 30_000 });
    return versionPattern.exec(stdout ?? "")?.[1] ?? null;
  };
  const present = versionOf();
  if (present !== null) return { version: present };
  if (process.platform !== "linux" || process.getuid?.() !== 0) {
    return { version: null, reason: `${command} is not on the path, and only root could install it` };
  }
  console.log(`    Installing ${debianPackage} (apt-get) …`);
  const failure = apt("update") ?? apt("install", "-y", "--no-install-recommends", debianPackage);
  const version = versionOf();
  if (version !== null) return { version };
  const reason = `apt-get installed ${debianPackage}, but ${command} is not on the path`;
  return { version: null, reason: failure ?? reason };
}

/** What went wrong; null where nothing did. */
function apt(...options: string[]): string | null {
  const { error, status, stderr } = spawnSync("apt-get", ["-q", ...options], {
    encoding: "utf8",
    timeout: INSTALL_MILLISECONDS,
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
  if (error !== undefined) return `apt-get ${options[0]}: ${error.message}`;
  return status === 0 ? null : `apt-get ${options[0]}: ${stderr.trim().split("\n").at(-1) ?? "failed"}`;
}
