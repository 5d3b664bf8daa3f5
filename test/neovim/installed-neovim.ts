import { spawnSync } from "node:child_process";

/** Debian's package takes a minute to come, on a bad day. */
const INSTALL_MILLISECONDS = 180_000;

/** Neovim on this machine, or why there is none. */
export type Neovim = { readonly version: string } | { readonly version: null; readonly reason: string };

/** Finds Neovim, or installs Debian's where that can be done without asking anybody. */
export function findNeovim(): Neovim {
  const present = versionOf();
  if (present !== null) return { version: present };
  if (process.platform !== "linux" || process.getuid?.() !== 0) {
    return { version: null, reason: "nvim is not on the path, and only root could install it" };
  }
  console.log("    Installing Neovim (apt-get) …");
  const failure = apt("update") ?? apt("install", "-y", "--no-install-recommends", "neovim");
  const version = versionOf();
  if (version !== null) return { version };
  return { version: null, reason: failure ?? "apt-get installed neovim, but nvim is not on the path" };
}

function versionOf(): string | null {
  const { stdout } = spawnSync("nvim", ["--version"], { encoding: "utf8", timeout: 10_000 });
  return /^NVIM v(\S+)/.exec(stdout ?? "")?.[1] ?? null;
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
