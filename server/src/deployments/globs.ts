import picomatch from "picomatch/posix";

/**
 * A test whether a path matches one of these globs, as settings have them. Paths and globs are
 * relative to the same folder, with `/`; `*` also stands for names that begin with a dot. A path
 * that is written out matches itself, whatever signs are in it.
 */
export function globMatcher(globs: readonly string[]): (path: string) => boolean {
  const written = new Set(globs);
  const tests = globs.map(testFor);
  return (path) => written.has(path) || tests.some((test) => test(path));
}

function testFor(glob: string): (path: string) => boolean {
  try {
    return picomatch(glob, { dot: true });
  } catch {
    // Empty, or longer than any path.
    return () => false;
  }
}
