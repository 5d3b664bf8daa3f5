import { downloadAndUnzipVSCode } from "@vscode/test-electron";
import { existsSync } from "node:fs";
import { onPath } from "./chromium.js";
import { Unavailable } from "./unavailable.js";
import { cacheFolder } from "./vscode-server.js";

const RELEASES = "https://update.code.visualstudio.com/api/releases/stable";

/**
 * The executable of a desktop VS Code: the one that `VSCODE_EXECUTABLE` names, or the stable one,
 * downloaded where the network and a display allow it.
 *
 * @returns undefined where this machine has none, and why.
 * @throws Unavailable where `VSCODE_EXECUTABLE` names none.
 */
export async function findDesktop(): Promise<{ readonly executable: string } | { readonly reason: string }> {
  const named = process.env["VSCODE_EXECUTABLE"];
  if (named !== undefined && named !== "") {
    if (existsSync(named)) return { executable: named };
    throw new Unavailable(`VSCODE_EXECUTABLE names ${named}, which doesn't exist.`);
  }
  if (!hasDisplay() && onPath(["xvfb-run"]) === undefined) return { reason: "no display and no xvfb-run" };
  const reachable = await fetch(RELEASES, { signal: AbortSignal.timeout(5000) }).catch(() => undefined);
  if (reachable?.ok !== true) return { reason: "update.code.visualstudio.com can't be reached" };
  try {
    return { executable: await downloadAndUnzipVSCode({ version: "stable", cachePath: cacheFolder }) };
  } catch (error) {
    return { reason: `VS Code could not be downloaded: ${(error as Error).message}` };
  }
}

/** Whether a window can be opened; on Linux there may be no X or Wayland to do so. */
export function hasDisplay(): boolean {
  if (process.platform !== "linux") return true;
  return ["DISPLAY", "WAYLAND_DISPLAY"].some((name) => (process.env[name] ?? "") !== "");
}
