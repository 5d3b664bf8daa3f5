import { spawnSync } from "node:child_process";

/** Debian's package takes a minute to come, on a bad day. */
const INSTALL_MILLISECONDS = 180_000;

/** pre-commit on this machine, or why there is none. */
export type PreCommit = { readonly version: string } | { readonly version: null; readonly reason: string };

/** Finds pre-commit, or installs Debian's where that can be done without asking anybody. */
export function findPreCommit(): PreCommit {
  const present = versionOf();
  if (present !== null) return { version: present };
  if (process.platform !== "linux" || process.getuid?.() !== 0) {
    return { version: null, reason: "pre-commit is not on the path, and only root could install it" };
  }
  console.log("    Installing pre-commit (apt-get) …");
  const failure = apt("update") ?? apt("install", "-y", "--no-install-recommends", "pre-commit");
  const version = versionOf();
  if (version !== null) return { version };
  return { version: null, reason: failure ?? "apt-get installed pre-commit, but it is not on the path" };
}

function versionOf(): string | null {
  const { stdout } = spawnSync("pre-commit", ["--version"], { encoding: "utf8", timeout: 30_000 });
  return /^pre-commit (\S+)/.exec(stdout ?? "")?.[1] ?? null;
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
