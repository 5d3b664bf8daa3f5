/** Child processes that can't hang and leave nothing behind. */
import type { ChildProcess, StdioOptions } from "node:child_process";
import { spawn } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";

const groups = new Set<ChildProcess>();
const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** After so many seconds the command and all it started are killed, and that is an error. */
  readonly seconds: number;
}

/**
 * Runs a command to its end.
 *
 * @returns what it wrote, both streams together.
 * @throws Error with the end of its output where it fails, or takes too long.
 */
export async function runCommand(command: string, args: string[], options: CommandOptions): Promise<string> {
  const child = startGroup(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  const chunks: Buffer[] = [];
  child.stdout?.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.stderr?.on("data", (chunk: Buffer) => chunks.push(chunk));
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    kill(child, "SIGKILL");
  }, options.seconds * 1000);
  const end = await new Promise<number | Error>((resolve) => {
    child.on("error", resolve);
    child.on("close", (status) => resolve(status ?? 1));
  });
  clearTimeout(timer);
  groups.delete(child);
  const output = Buffer.concat(chunks).toString("utf8");
  if (end === 0 && !late) return output;
  const why =
    end instanceof Error ? end.message : late ? `no end after ${options.seconds} s` : `exit code ${end}`;
  throw new Error(`${command} ${args.join(" ")}: ${why}\n${output.slice(-3000)}`.trimEnd());
}

/** Starts a command as a process group of its own, which ends with this process at the latest. */
export function startGroup(
  command: string,
  args: string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv; stdio: StdioOptions },
): ChildProcess {
  if (groups.size === 0) endGroupsWithThisProcess();
  const { cwd, env, stdio } = options;
  const child = spawn(command, args, { cwd, env: env ?? process.env, stdio, detached: true });
  groups.add(child);
  return child;
}

/** Ends a group: asks for it, and insists after two seconds. */
export async function stopGroup(child: ChildProcess): Promise<void> {
  const gone = hasEnded(child) ? Promise.resolve() : new Promise((resolve) => child.once("exit", resolve));
  kill(child, "SIGTERM");
  await Promise.race([gone, delay(2000, undefined, { ref: false })]);
  // What the process started may outlive it.
  kill(child, "SIGKILL");
  groups.delete(child);
}

/** Whether the process itself is over. */
export function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

let listening = false;

function endGroupsWithThisProcess(): void {
  if (listening) return;
  listening = true;
  process.once("exit", killAll);
  for (const [signal, status] of Object.entries(SIGNALS)) process.once(signal, () => process.exit(status));
}

function killAll(): void {
  for (const child of groups) kill(child, "SIGKILL");
}

function kill(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === "win32" ? child.pid : -child.pid, signal);
  } catch {
    // The group is gone already.
  }
}
