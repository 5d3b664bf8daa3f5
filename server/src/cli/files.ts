import { lstatSync, readdirSync, realpathSync, statSync, type Dirent } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { isSamConfig, type GeneratedTemplate } from "../service.js";
import { assemblyFolders, assemblyIn, isAssembly } from "./assembly.js";
import {
  ignoreRulesFor,
  isIgnored,
  isWithin,
  rulesFrom,
  withRulesOf,
  type IgnoreRules,
} from "./gitignore.js";
import { errorCode, systemMessage } from "./system-message.js";

/** A file that may be a template. */
export interface Candidate {
  /** Absolute. */
  readonly path: string;
  /** The user named it, so it is an error when it can't be read. */
  readonly outright: boolean;
  /**
   * What the CDK assembly that it belongs to knows of it; null for a file of no assembly. The CDK
   * writes an assembly, so a fix in it would be lost.
   */
  readonly assembly: GeneratedTemplate | null;
}

/** What the paths on the command line come to. */
export interface Found {
  readonly candidates: readonly Candidate[];
  /** Paths that nothing can be said of: exit code 2. */
  readonly problems: readonly { readonly path: string; readonly message: string }[];
  /** What is worth knowing and changes nothing, as sentences that name their path. */
  readonly notes: readonly string[];
  /** Files that say how templates are deployed: absolute paths of `samconfig.toml` and the like. */
  readonly deploymentFiles: readonly string[];
  /** `-` is among the paths. */
  readonly stdin: boolean;
}

const CANDIDATE_NAME = /\.(ya?ml|jsonc?|template)$|\.template\.[^.]+$/i;
const NEVER_WALKED = new Set(["node_modules", ".git"]);

/**
 * Finds the files that may be templates.
 *
 * @param paths files, folders, globs and `-`, as typed; none means the working folder.
 * @param tick is called now and then with the number of candidates so far.
 */
export async function findCandidates(
  paths: readonly string[],
  cwd: string,
  tick: (found: number) => void,
): Promise<Found> {
  const finder = new Finder(cwd, tick);
  for (const path of paths.length === 0 ? ["."] : paths) await finder.add(path);
  return finder.found();
}

/** A path as reports show it: relative to the working folder, with `/`. */
export function shownPath(path: string, cwd: string): string {
  return relative(cwd, path).split(sep).join("/") || ".";
}

/** Whether a file in a folder is read, as far as its name goes. */
export function isCandidateName(name: string): boolean {
  return CANDIDATE_NAME.test(name);
}

class Finder {
  /** By real path, so that a file that is found twice is judged once. */
  private readonly candidates = new Map<string, Candidate>();
  private readonly problems: { path: string; message: string }[] = [];
  private readonly notes: string[] = [];
  private readonly deploymentFiles = new Set<string>();
  private readonly unsynthesised: string[] = [];
  private readonly assemblies = new Set<string>();
  private readonly walked = new Set<string>();
  private stdin = false;

  constructor(
    private readonly cwd: string,
    private readonly tick: (found: number) => void,
  ) {}

  found(): Found {
    return {
      candidates: [...this.candidates.values()],
      problems: this.problems,
      notes: [...this.notes, ...this.unsynthesisedNote()],
      deploymentFiles: [...this.deploymentFiles],
      stdin: this.stdin,
    };
  }

  /** One argument of the command line. */
  async add(argument: string): Promise<void> {
    if (argument === "-") {
      this.stdin = true;
      return;
    }
    const path = resolve(this.cwd, argument);
    try {
      if (statSync(path).isDirectory()) await this.addFolder(path);
      else if (basename(path) === "cdk.json") await this.addAssemblies(path, dirname(path));
      else this.addFile(path, { outright: true, assembly: null });
    } catch (error) {
      const missing = errorCode(error) === "ENOENT" && !isLink(path);
      if (missing && (await this.addGlob(argument))) return;
      this.problems.push({ path, message: unreachable(path, error) });
    }
  }

  private async addFolder(folder: string): Promise<void> {
    const rules = ignoreRulesFor(dirname(folder), this.cwd);
    // A folder that git ignores was named outright: what lies above it has no say about it.
    const ignored = isIgnored(folder, true, rules);
    await this.walk(folder, ignored ? rulesFrom(folder, folder) : ignoreRulesFor(folder, this.cwd), folder);
  }

  private async walk(folder: string, rules: IgnoreRules, root: string): Promise<void> {
    const real = realpathSync(folder);
    if (this.walked.has(real)) return;
    this.walked.add(real);
    const entries = this.entriesOf(folder);
    const names = entries.map(({ name }) => name);
    if (isAssembly(folder, names)) return this.addAssembly(folder);
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (NEVER_WALKED.has(entry.name) || isIgnored(path, true, rules)) continue;
        await this.walk(path, withRulesOf(path, rules), root);
      } else if (!isIgnored(path, false, rules)) {
        await this.addWalked(path, entry, root, join(real, entry.name));
      }
    }
  }

  /** @param real its real path, where it isn't a link itself. */
  private async addWalked(path: string, entry: Dirent, root: string, real: string): Promise<void> {
    if (entry.name === "cdk.json") await this.addAssemblies(path, root);
    else if (isSamConfig(entry.name)) this.deploymentFiles.add(path);
    else if (!isCandidateName(entry.name)) return;
    else if (entry.isFile()) this.addFile(path, { outright: false, assembly: null }, real);
    else if (entry.isSymbolicLink()) this.addLinked(path);
  }

  /** Links to files are followed, links to folders aren't: so no walk goes round in circles. */
  private addLinked(path: string): void {
    try {
      if (statSync(path).isFile()) this.addFile(path, { outright: false, assembly: null });
    } catch (error) {
      this.notes.push(`${shownPath(path, this.cwd)}: ${unreachable(path, error)}`);
    }
  }

  /** Whether it is a pattern. */
  private async addGlob(pattern: string): Promise<boolean> {
    // Shells know patterns, too, so most runs have no need of it.
    const { globSync, isDynamicPattern } = await import("tinyglobby");
    if (!isDynamicPattern(pattern)) return false;
    // A pattern that spells out what files end with says enough; others are read like folders.
    const namesFiles = basename(pattern).includes(".");
    const matches = globSync(pattern.split("\\").join("/"), {
      cwd: this.cwd,
      absolute: true,
      dot: true,
      followSymbolicLinks: false,
      ignore: ["**/node_modules/**", "**/.git/**"],
    });
    const rules = new Map<string, IgnoreRules>();
    let added = 0;
    for (const match of matches.sort()) {
      const path = resolve(match);
      if (!namesFiles && !isCandidateName(path)) continue;
      if (this.isIgnoredAnywhere(path, rules)) continue;
      this.addFile(path, { outright: false, assembly: null });
      added += 1;
    }
    if (added === 0) this.notes.push(`No file matches '${pattern}'.`);
    return true;
  }

  private isIgnoredAnywhere(path: string, known: Map<string, IgnoreRules>): boolean {
    const folder = dirname(path);
    const rules = known.get(folder) ?? ignoreRulesFor(folder, this.cwd);
    known.set(folder, rules);
    return isIgnored(path, false, rules);
  }

  private async addAssemblies(cdkJson: string, root: string): Promise<void> {
    const folders = assemblyFolders(cdkJson);
    if (folders.length === 0) this.unsynthesised.push(shownPath(cdkJson, this.cwd));
    for (const folder of folders) {
      if (!isWithin(root, folder) && !isWithin(this.cwd, folder)) {
        const where = `the assembly '${shownPath(folder, this.cwd)}' lies outside the folder, so it isn't read.`;
        this.notes.push(`${shownPath(cdkJson, this.cwd)}: ${where}`);
        continue;
      }
      await this.addAssembly(folder);
    }
  }

  private async addAssembly(folder: string): Promise<void> {
    const real = realPathOf(folder);
    if (this.assemblies.has(real)) return;
    this.assemblies.add(real);
    const shown = (path: string): string => shownPath(path, this.cwd);
    const { templates, problems, notices } = await assemblyIn(folder, this.cwd, shown);
    this.problems.push(...problems);
    this.notes.push(...notices.map(({ path, message }) => `${shown(path)}: ${message}`));
    for (const { path, generated } of templates) this.addFile(path, { outright: true, assembly: generated });
  }

  private addFile(
    path: string,
    { outright, assembly }: Omit<Candidate, "path">,
    real = realPathOf(path),
  ): void {
    const known = this.candidates.get(real);
    // A file goes by its own name, unless it was named by a link.
    const isOwn = path === real && known?.outright === false;
    this.candidates.set(real, {
      path: isOwn ? path : (known?.path ?? path),
      outright: outright || known?.outright === true,
      assembly: known?.assembly ?? assembly,
    });
    this.tick(this.candidates.size);
  }

  private unsynthesisedNote(): string[] {
    const [first, ...others] = this.unsynthesised;
    if (first === undefined) return [];
    const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
    return [`${first}${more}: no synthesised assembly yet; run 'cdk synth' to have the stacks checked.`];
  }

  private entriesOf(folder: string): readonly Dirent[] {
    try {
      const entries = readdirSync(folder, { withFileTypes: true });
      return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    } catch (error) {
      this.problems.push({ path: folder, message: `The folder can't be read: ${systemMessage(error)}.` });
      return [];
    }
  }
}

function unreachable(path: string, error: unknown): string {
  if (errorCode(error) === "ENOENT" && isLink(path)) return "The symbolic link leads nowhere.";
  return `Can't be read: ${systemMessage(error)}.`;
}

/** Where links lead. A pipe (`<(command)`) and what isn't there have no real path; their own will do. */
export function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}
