/** The date in UTC, as on the command line: the editor and a pipeline agree on what has expired. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}
