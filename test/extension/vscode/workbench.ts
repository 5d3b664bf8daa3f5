import type { Browser, ConsoleMessage, Page } from "playwright-core";
import { chromium as playwright } from "playwright-core";
import { resolve } from "node:path";
import type { Chromium } from "./chromium.js";
import type { RunningServer } from "./server.js";

const SWITCHES = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export interface WorkbenchOptions {
  readonly chromium: Chromium;
  readonly server: RunningServer;
  /** Absolute path of the folder, or of the `.code-workspace` file, to be opened; an empty window otherwise. */
  readonly folder?: string;
  /** Absolute paths of files to be opened. */
  readonly files?: readonly string[];
  /** Further entries of the URL's `payload`, for instance `["extensionTestsPath", uri]`. */
  readonly payload?: readonly (readonly [string, string])[];
  /** Functions that the page may call, by name; they must be there before it loads. */
  readonly expose?: Readonly<Record<string, (...args: never[]) => void>>;
  readonly onConsole?: (message: ConsoleMessage) => void;
  /** Lets the page load from http, too, which VS Code's content security policy forbids. */
  readonly allowHttp?: boolean;
  /** Width and height in pixels; 1280 × 800 by default. */
  readonly viewport?: { readonly width: number; readonly height: number };
}

/** A window of VS Code, in a browser that nobody sees. */
export interface Workbench {
  readonly page: Page;
  readonly browser: Browser;
  /** Closes the browser; the server goes on. */
  close(): Promise<void>;
}

/**
 * Opens VS Code's window in headless Chromium.
 *
 * @throws Error where the workbench isn't there after a minute.
 */
export async function openWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  const viewport = options.viewport ?? { width: 1280, height: 800 };
  const browser = await playwright.launch({
    executablePath: options.chromium.path,
    headless: true,
    args: SWITCHES,
    timeout: 60_000,
  });
  try {
    const page = await browser.newPage({ viewport, bypassCSP: options.allowHttp === true });
    if (options.onConsole !== undefined) page.on("console", options.onConsole);
    for (const [name, call] of Object.entries(options.expose ?? {})) await page.exposeFunction(name, call);
    await page.goto(addressOf(options), { timeout: 60_000 });
    await page.waitForSelector(".monaco-workbench", { timeout: 60_000 });
    return { page, browser, close: () => browser.close() };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

function addressOf({ server, folder, files = [], payload = [] }: WorkbenchOptions): string {
  const query = new URLSearchParams();
  if (folder === undefined) query.set("ew", "true");
  else query.set(folder.endsWith(".code-workspace") ? "workspace" : "folder", resolve(folder));
  const entries = [...files.map((file) => ["openFile", server.remoteUri(file)]), ...payload];
  if (entries.length > 0) query.set("payload", JSON.stringify(entries));
  return `${server.address}/?${query.toString()}`;
}
