import type { CancellationToken, Connection } from "vscode-languageserver";
import { LSPErrorCodes, ResponseError } from "vscode-languageserver";
import { logFailure } from "./messages.js";

/**
 * Makes a request handler that never fails: an exception is logged and answered with `empty`, and
 * a request that was cancelled meanwhile is answered as such.
 *
 * @param request the name of the request, for the log.
 */
export function guarded<P, R>(
  connection: Connection,
  request: string,
  empty: R,
  answer: (params: P, token: CancellationToken) => Promise<R>,
): (params: P, token: CancellationToken) => Promise<R | ResponseError<never>> {
  return async (params, token) => {
    let result = empty;
    try {
      result = await answer(params, token);
    } catch (error) {
      logFailure(connection, request, error);
    }
    if (!token.isCancellationRequested) return result;
    return new ResponseError<never>(LSPErrorCodes.RequestCancelled, `${request} was cancelled.`);
  };
}
