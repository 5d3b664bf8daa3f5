import Module from "node:module";
import { normalize } from "node:path";
import { performance } from "node:perf_hooks";

interface Loader {
  _load(request: string, ...rest: unknown[]): unknown;
}

/** Milliseconds. */
export interface ActivationTime {
  readonly loading: number;
  readonly activating: number;
}

const CLIENT = normalize("dist/client.js");

/**
 * Watches for the extension to be loaded and activated, by VS Code and in this process.
 *
 * @returns a function that gives the time both took; undefined while that hasn't happened.
 */
export function watchActivation(): () => ActivationTime | undefined {
  const loader = Module as unknown as Loader;
  const load = loader._load;
  let time: ActivationTime | undefined;
  loader._load = (request, ...rest) => {
    if (!request.endsWith(CLIENT)) return load.call(loader, request, ...rest);
    const start = performance.now();
    const client = load.call(loader, request, ...rest) as { activate(context: unknown): unknown };
    loader._load = load;
    const loading = performance.now() - start;
    // In between VS Code reads what it keeps for the extension: its time, not ours.
    const activate = (context: unknown): unknown => {
      const restart = performance.now();
      const activated = client.activate(context);
      time = { loading, activating: performance.now() - restart };
      return activated;
    };
    return { ...client, activate };
  };
  return () => time;
}
