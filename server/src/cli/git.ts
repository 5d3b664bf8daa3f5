import { spawnSync } from "node:child_process";
import { relative, resolve, sep } from "node:path";
import { UsageError } from "./environment.js";
import { realPathOf } from "./files.js";
import { isWithin } from "./gitignore.js";
import { errorCode } from "./system-message.js";

/** A file as it was, where that differs from what it is. */
export interface EarlierFile {
  /** As reports would show it: another one where the file has been renamed. */
  readonly path: string;
  /** What `texts` takes. */
  readonly blob: string;
}

/** What has become of the files of a repository since a commit. Paths are as reports show them. */
export interface GitChanges {
  /** The commit that is compared with. */
  readonly commit: string;
  /** "same": it hasn't changed. "new": it wasn't there, or git doesn't know it. */
  earlier(path: string): EarlierFile | "same" | "new";
  /** The same for a text that isn't that of the file of this name. */
  earlierByName(path: string): EarlierFile | "new";
  /** Files that are no longer there, under the names they had; renamed ones included. */
  readonly vanished: readonly EarlierFile[];
  /** The bytes of files as they were, by `blob`. */
  contents(blobs: readonly string[]): ReadonlyMap<string, Uint8Array>;
}

/**
 * Asks the git that is installed what has changed in the working tree since it left a commit, branch
 * or tag: files that are committed, staged, changed and untracked alike.
 *
 * @param cwd an absolute path; the repository is the one it lies in.
 * @throws UsageError
 */
export function changesSince(ref: string, cwd: string): GitChanges {
  const top = topOf(cwd);
  const git = (...args: readonly string[]): string => textOf(ask(top, args), args);
  const commit = commitBefore(ref, top);
  const shown = (path: string): string => relative(cwd, resolve(top, path)).split(sep).join("/");
  const realTop = realPathOf(top);
  // Of a link, git knows where it leads, and not what is there.
  const known = (path: string): string =>
    relative(realTop, realPathOf(resolve(cwd, path)))
      .split(sep)
      .join("/");
  const files = new Map<string, EarlierFile | "new">();
  const vanished: EarlierFile[] = [];
  const raw = git(
    ...["diff", "--raw", "-z", "--no-abbrev", "--find-renames", "--no-ext-diff", "--no-textconv"],
    ...["--ignore-submodules=none", "--no-relative", commit, "--"],
  );
  for (const { status, wasFile, blob, from, to } of diffsIn(raw)) {
    const earlier = { path: shown(from), blob };
    files.set(to, wasFile ? earlier : "new");
    if (wasFile && (status === "D" || status === "R")) vanished.push(earlier);
  }
  const tracked = new Set(split(git("ls-files", "-z", "--full-name")));
  return {
    commit,
    vanished,
    earlier: (path) => files.get(known(path)) ?? (tracked.has(known(path)) ? "same" : "new"),
    earlierByName: (path) => {
      if (!isWithin(realTop, realPathOf(resolve(cwd, path)))) return "new";
      const entry = git("ls-tree", "-z", "--full-tree", commit, "--", known(path));
      const blob = /^100\d+ blob ([0-9a-f]+)\t/.exec(entry)?.[1];
      return blob === undefined ? "new" : { path, blob };
    },
    contents: (blobs) => contentsOf(blobs, top),
  };
}

interface Answer {
  readonly status: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Never a shell, and nothing of the user's where an option could stand. */
function ask(cwd: string, args: readonly string[], input = ""): Answer {
  const { error, status, stdout, stderr } = spawnSync("git", args, {
    cwd,
    input,
    maxBuffer: Number.POSITIVE_INFINITY,
    // It only looks, and its sentences are for us to pass on.
    env: { ...process.env, GIT_OPTIONAL_LOCKS: "0", GIT_LITERAL_PATHSPECS: "1", LC_ALL: "C" },
    windowsHide: true,
  });
  if (errorCode(error) === "ENOENT") {
    throw new UsageError("--since asks git what has changed, and there is no program 'git'.");
  }
  if (error !== undefined) throw error;
  return { status, stdout, stderr: stderr.toString("utf8") };
}

function textOf({ status, stdout, stderr }: Answer, args: readonly string[]): string {
  if (status === 0) return stdout.toString("utf8");
  throw new UsageError(`--since: git ${args[0] ?? ""} failed: ${sentenceOf(stderr)}`);
}

/** What git says first, without its prefix. */
function sentenceOf(stderr: string): string {
  const [line = ""] = stderr.trim().split("\n");
  return `${line.replace(/^(fatal|error): /, "").replace(/\.$/, "")}.`;
}

function topOf(cwd: string): string {
  const { status, stdout, stderr } = ask(cwd, ["rev-parse", "--show-toplevel"]);
  if (status === 0) return stdout.toString("utf8").replace(/\r?\n$/, "");
  throw new UsageError(`--since needs a git repository here: ${sentenceOf(stderr)}`);
}

/** Where the working tree and the ref parted: what others have done there since is none of our changes. */
function commitBefore(ref: string, top: string): string {
  const named = commitNamed(ref, top);
  if (named === null) throw new UsageError(noCommit(ref, top));
  const { status, stdout } = ask(top, ["merge-base", named, "HEAD"]);
  if (status === 0) return stdout.toString("utf8").trim();
  if (!isShallow(top)) return named;
  throw new UsageError(`--since: this clone is too shallow to tell where HEAD left '${ref}'. ${FETCH_MORE}`);
}

function commitNamed(ref: string, top: string): string | null {
  const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`];
  const { status, stdout } = ask(top, args);
  return status === 0 ? stdout.toString("utf8").trim() : null;
}

const FETCH_MORE = "Fetch more of it: git fetch --unshallow, or fetch-depth: 0 for actions/checkout.";

function noCommit(ref: string, top: string): string {
  const there = commitNamed(`origin/${ref}`, top) !== null;
  const hint = there
    ? ` Did you mean 'origin/${ref}'?`
    : isShallow(top)
      ? ` This clone is shallow. ${FETCH_MORE}`
      : "";
  return `--since: this repository has no commit, branch or tag '${ref}'.${hint}`;
}

function isShallow(top: string): boolean {
  return ask(top, ["rev-parse", "--is-shallow-repository"]).stdout.toString("utf8").trim() === "true";
}

interface Diff {
  readonly status: string;
  /** It was an ordinary file, no link and no submodule. */
  readonly wasFile: boolean;
  readonly blob: string;
  readonly from: string;
  readonly to: string;
}

/** Reads `git diff --raw -z`: ":100644 100644 <old> <new> R087", the path, and after R and C the new path. */
function diffsIn(raw: string): readonly Diff[] {
  const diffs: Diff[] = [];
  const waiting = split(raw).values();
  for (const head of waiting) {
    const [mode = "", , blob = "", , status = ""] = head.split(" ");
    const from = waiting.next().value ?? "";
    const isMove = status.startsWith("R") || status.startsWith("C");
    const to = isMove ? (waiting.next().value ?? "") : from;
    diffs.push({ status: status.charAt(0), wasFile: mode.startsWith(":100"), blob, from, to });
  }
  return diffs;
}

function split(text: string): readonly string[] {
  return text.split("\0").filter((part) => part !== "");
}

/** Reads `git cat-file --batch`: "<blob> blob <size>", the bytes, a line end. */
function contentsOf(blobs: readonly string[], top: string): ReadonlyMap<string, Uint8Array> {
  const contents = new Map<string, Uint8Array>();
  if (blobs.length === 0) return contents;
  const { stdout } = ask(top, ["cat-file", "--batch"], blobs.map((blob) => `${blob}\n`).join(""));
  for (let at = 0; at < stdout.length;) {
    const end = stdout.indexOf(10, at);
    if (end === -1) break;
    const [blob = "", kind = "", size = ""] = stdout.toString("utf8", at, end).split(" ");
    at = end + 1;
    // A partial clone may lack it.
    if (kind !== "blob") continue;
    contents.set(blob, stdout.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
  return contents;
}
