/** What the server needs from the platform it runs on: a Node process or a Web Worker. */
export interface Host {
  /** The server's version, as told to the client. */
  readonly version: string;
  /** Today in UTC, as ISO date `YYYY-MM-DD`. */
  today(): string;
}
