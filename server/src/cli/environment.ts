import type { Threads } from "./crew.js";

/** What the command line tool knows of the machine it runs on. Tests hand in one of their own. */
export interface Environment {
  /** The working folder: an absolute path. */
  readonly cwd: string;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Reads all of the standard input, up to `limit` bytes and one more. */
  readonly readStdin: (limit: number) => Promise<Uint8Array>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
  readonly threads: Threads;
}

/** Where text goes. */
export interface Output {
  readonly write: (content: string | Uint8Array) => void;
  readonly isTerminal: boolean;
  /** Cells in a line of the terminal, where it is one and its width is known. */
  readonly columns: number | null;
}

/** How a run ends. */
export const EXIT = { clean: 0, findings: 1, trouble: 2 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The command was used wrongly; the message is a sentence for whoever typed it. */
export class UsageError extends Error {}
