import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ensureChromium } from "../vscode/chromium.js";
import { installVsix, startServer } from "../vscode/server.js";
import { ensureVsCodeServer } from "../vscode/vscode-server.js";
import { openWorkbench, type Workbench } from "../vscode/workbench.js";
import { serveFolder, type FolderServer } from "./folder-server.js";
import { EXTENSION, packedVsix } from "./vsix.js";

/** Milliseconds for `openFolder`, which installs everything the first time. */
export const FIRST_TIME = 300_000;

/** A folder, opened in VS Code. */
export interface Opened extends Workbench {
  readonly folder: string;
  /** Where the extension is served, for the browser to install it from. */
  readonly extension: FolderServer | undefined;
  /** Closes the window, ends VS Code and removes the folder. */
  close(): Promise<void>;
}

export interface OpenOptions {
  /** Texts by name, or path, for a new folder. */
  readonly files: Readonly<Record<string, string>>;
  /** Leaves VS Code without the extension; `extension` says where it is served for the browser to install it from. */
  readonly inBrowser?: boolean;
  /** The user's settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** False for a folder whose code VS Code is not to run. */
  readonly isTrusted?: boolean;
}

/**
 * Installs the VSIX, writes the files into a new folder and opens it.
 *
 * @throws Unavailable where there is no VS Code to be had.
 */
export async function openFolder({
  files,
  inBrowser = false,
  settings = {},
  isTrusted = true,
}: OpenOptions): Promise<Opened> {
  const [vscode, chromium] = [await ensureVsCodeServer(), await ensureChromium()];
  const undo: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const [home, unpacked, folder] = [newFolder("home-"), newFolder("unpacked-"), newFolder("shop-")];
    undo.push(() => removeFolders(home, unpacked, folder));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    await installVsix(vscode, inBrowser ? unpacked : home, await packedVsix());
    const extension = inBrowser ? await serveFolder(installedIn(unpacked)) : undefined;
    if (extension !== undefined) undo.push(() => extension.close());
    const server = await startServer({ vscode, home, settings, isTrusted });
    undo.push(() => server.stop());
    const viewport = { width: 1200, height: 750 };
    const {
      page,
      browser,
      close: closeWindow,
    } = await openWorkbench({
      chromium,
      server,
      folder,
      viewport,
      allowHttp: inBrowser,
    });
    undo.push(closeWindow);
    console.log(`    In VS Code ${vscode.version}, its window in Chromium ${browser.version()}`);
    return { page, browser, folder, extension, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function installedIn(home: string): string {
  const extensions = join(home, "extensions");
  const found = readdirSync(extensions).find((name) => name.startsWith(EXTENSION));
  if (found === undefined) throw new Error(`${EXTENSION} isn't installed.`);
  return join(extensions, found);
}

function newFolder(prefix: string): string {
  return mkdtempSync(join(tmpdir(), prefix));
}

async function removeFolders(...folders: string[]): Promise<void> {
  for (const folder of folders) {
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}
