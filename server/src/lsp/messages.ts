import type { Connection } from "vscode-languageserver";
import { MessageType, ShowMessageNotification } from "vscode-languageserver";

/** Says in the log what failed, with the stack where there is one. Never fails itself. */
export function logFailure(connection: Connection, what: string, error: unknown): void {
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  try {
    connection.console.error(`${what} failed: ${reason}`);
  } catch {
    // The connection has ended: nobody is there to be told.
  }
}

/** Shows the user a warning that asks for nothing. */
export function warnUser(connection: Connection, message: string): void {
  connection
    .sendNotification(ShowMessageNotification.type, { type: MessageType.Warning, message })
    .catch((error: unknown) => logFailure(connection, "window/showMessage", error));
}
