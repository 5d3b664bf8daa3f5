import type { SourceEditor } from "../source-fixes.js";
import type { FileProvider } from "./file-provider.js";

/** What the server needs from the platform it runs on: a Node process or a Web Worker. */
export interface Host {
  /** The server's version, as told to the client. */
  readonly version: string;
  /** Today in UTC, as ISO date `YYYY-MM-DD`. */
  today(): string;
  /** Milliseconds since some moment, to tell how long something takes. */
  elapsed(): number;
  /** What reads and mends the source of CDK apps; null where there is none on this platform. */
  loadSourceEditor(): Promise<SourceEditor | null>;
  /** The files below these folders, where the server can read them itself; null where the client has to. */
  filesFor(roots: readonly string[]): FileProvider | null;
}
