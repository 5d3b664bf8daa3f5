/**
 * The same function, which keeps what it gave last: the edits of all fixes of a document look at
 * one text, and reading it again for each is expensive.
 */
export function rememberingLast<T>(read: (text: string) => T): (text: string) => T {
  let last: { readonly text: string; readonly result: T } | null = null;
  return (text) => {
    if (last?.text !== text) last = { text, result: read(text) };
    return last.result;
  };
}
