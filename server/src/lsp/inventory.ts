import type { ProgressToken } from "vscode-languageserver";
import { NotificationType, RequestType } from "vscode-languageserver";
import { isRecord } from "./client-support.js";
import { guarded } from "./guard.js";
import { inventoryAnswer, type InventoryAnswer } from "./inventory-answer.js";
import type { KeptTemplate } from "./kept-template.js";
import { progressTokenOf } from "./progress-token.js";
import type { Session } from "./session.js";
import type { WholeWorkspace } from "./whole-workspace.js";

/** A pause in the typing is waited for before the client is told of a change. */
const PAUSE_MILLISECONDS = 300;

interface InventoryParams {
  /** Everything is to be read again, whatever is known. */
  readonly anew?: boolean;
  readonly workDoneToken?: ProgressToken;
}

const inventory = new RequestType<InventoryParams, InventoryAnswer | null, void>(
  "dynamodbEncryption/inventory",
);
const watchInventory = new NotificationType<{ readonly watch: boolean }>("dynamodbEncryption/watchInventory");
const inventoryChanged = new NotificationType<null>("dynamodbEncryption/inventoryChanged");

/**
 * Answers with all tables and keys of the workspace; null where that failed. To a client that
 * watches it, it tells when another answer may be had; the client asks for it then.
 */
export function startInventory(session: Session, whole: WholeWorkspace<KeptTemplate>): void {
  const { connection, configuration, folders } = session;
  let watched = false;
  /** Something has changed since the last answer, and the client doesn't know. */
  let outdated = false;
  let pause: NodeJS.Timeout | undefined;

  connection.onRequest(
    inventory,
    guarded(connection, inventory.method, null, async (params: unknown, token) => {
      if (isRecord(params) && params["anew"] === true) whole.forget();
      outdated = false;
      const progress = connection.window.attachWorkDoneProgress(progressTokenOf(params));
      progress.begin("Taking stock of the workspace", 0, "", true);
      try {
        const state = await whole.state(progress, token);
        if (state === null) return null;
        const settings = await configuration.settingsOfWorkspace();
        return inventoryAnswer(state, settings, (path) => folders.nameOf(path));
      } finally {
        progress.done();
      }
    }),
  );
  connection.onNotification(watchInventory, (params: unknown) => {
    watched = isRecord(params) && params["watch"] === true;
    if (outdated) tellSoon();
  });
  whole.onDidChange(() => {
    outdated = true;
    tellSoon();
  });
  connection.onShutdown(() => clearTimeout(pause));

  function tellSoon(): void {
    clearTimeout(pause);
    if (watched) pause = setTimeout(() => void tell(), PAUSE_MILLISECONDS);
  }

  async function tell(): Promise<void> {
    if (!watched || !outdated) return;
    outdated = false;
    try {
      await connection.sendNotification(inventoryChanged, null);
    } catch {
      // The client has gone meanwhile: nobody is left to be told.
    }
  }
}
