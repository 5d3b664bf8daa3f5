import type { KnownDeployment } from "../core/deployment.js";
import { fileNameOf, folderOf, resolvePath } from "../core/paths.js";
import type { Problem } from "../core/problem.js";
import type { ParameterFilesSetting } from "../core/workspace-settings.js";
import { globMatcher } from "./globs.js";
import { parameterFileFormat, readParameterFile } from "./parameter-file.js";
import { readSamConfig, SAM_CONFIGS, SAM_TEMPLATES, type SamDeployment } from "./samconfig.js";

/** Parameter files as settings name them, and what these settings are about. */
export interface NamedParameterFiles {
  readonly parameterFiles: readonly ParameterFilesSetting[];
  /** A plain path relative to the folder that their paths are relative to; null for what lies elsewhere. */
  readonly within: (path: string) => string | null;
  /** Whether a template, by its plain path, has these settings. */
  readonly governs: (template: string) => boolean;
}

/** What is known of a workspace's files. All paths are plain. */
export interface DeploymentSources {
  readonly named: readonly NamedParameterFiles[];
  /** The texts of the files that say how templates are deployed, by path. */
  readonly files: ReadonlyMap<string, string>;
  /** The templates, and the names of the parameters that each declares. */
  readonly templates: ReadonlyMap<string, readonly string[]>;
  /** How a document is called to people. */
  readonly nameOf: (path: string) => string;
}

export interface Deployments {
  /** By the template's path. */
  readonly byTemplate: ReadonlyMap<string, readonly KnownDeployment[]>;
  readonly problems: readonly { readonly path: string; readonly problem: Problem }[];
}

/** Whether a file says how templates are deployed, by its name alone. */
export function isSamConfig(path: string): boolean {
  return (SAM_CONFIGS as readonly string[]).includes(fileNameOf(path));
}

/** The parameter files that a SAM configuration names. */
export function filesNamedBy(path: string, text: string): readonly string[] {
  const { deployments } = readSamConfig(text, path.endsWith(".toml") ? "toml" : "yaml");
  return deployments.flatMap(({ parameterFiles }) =>
    parameterFiles.flatMap((reference) => resolvePath(folderOf(path), reference) ?? []),
  );
}

/** How each template is deployed, one entry per environment or parameter file that names it. */
export function deploymentsIn(sources: DeploymentSources): Deployments {
  const collector = new Collector(sources);
  for (const [path, text] of sources.files) if (isSamConfig(path)) collector.samConfig(path, text);
  for (const named of sources.named) {
    for (const setting of named.parameterFiles) collector.setting(setting, named);
  }
  return { byTemplate: collector.byTemplate, problems: collector.problems };
}

class Collector {
  readonly byTemplate = new Map<string, KnownDeployment[]>();
  readonly problems: { path: string; problem: Problem }[] = [];

  constructor(private readonly sources: DeploymentSources) {}

  samConfig(path: string, text: string): void {
    const folder = folderOf(path);
    const first = SAM_CONFIGS.find((name) => this.sources.files.has(resolvePath(folder, name) ?? ""));
    if (first !== fileNameOf(path)) return;
    const { deployments, problems } = readSamConfig(text, path.endsWith(".toml") ? "toml" : "yaml");
    this.say(path, problems);
    for (const deployment of deployments) {
      const template = this.templateOf(deployment, folder);
      if (template !== null) this.add(template, this.samDeployment(deployment, path));
    }
  }

  setting({ template, files }: ParameterFilesSetting, named: NamedParameterFiles): void {
    const matches = globMatcher(files);
    for (const [path, text] of this.sources.files) {
      const within = named.within(path);
      if (within === null || isSamConfig(path) || !matches(within)) continue;
      this.parameterFile(path, text, template, named);
    }
  }

  private parameterFile(
    path: string,
    text: string,
    template: string | null,
    named: NamedParameterFiles,
  ): void {
    const { parameters, unknown, problems } = readParameterFile(text, parameterFileFormat(path));
    this.say(path, problems);
    if (problems.length > 0 && parameters.size === 0) return;
    const names = [...parameters.keys(), ...unknown];
    const isMeant = template === null ? null : globMatcher([template]);
    for (const [candidate, declared] of this.sources.templates) {
      if (!named.governs(candidate)) continue;
      const within = named.within(candidate);
      const fits =
        isMeant === null
          ? names.length > 0 && names.every((name) => declared.includes(name))
          : within !== null && isMeant(within);
      if (!fits) continue;
      this.add(candidate, {
        label: `with ${this.sources.nameOf(path)}`,
        parameters,
        unknown,
        complete: true,
        region: null,
        account: null,
        pinned: false,
        stackName: null,
      });
    }
  }

  private samDeployment(deployment: SamDeployment, path: string): KnownDeployment {
    const { environment, region, stackName } = deployment;
    const parameters = new Map(deployment.parameters);
    const unknown = new Set(deployment.unknown);
    let complete = deployment.complete || deployment.parameterFiles.length > 0;
    for (const reference of deployment.parameterFiles) {
      const file = resolvePath(folderOf(path), reference);
      const text = file === null ? undefined : this.sources.files.get(file);
      if (file === null || text === undefined) {
        complete = false;
        continue;
      }
      const read = readParameterFile(text, parameterFileFormat(file));
      this.say(file, read.problems);
      read.unknown.forEach((name) => unknown.add(name));
      for (const [name, value] of read.parameters) {
        // Which of the two wins depends on their order on the command line.
        if ((parameters.get(name) ?? value) === value) parameters.set(name, value);
        else unknown.add(name);
      }
    }
    for (const name of unknown) parameters.delete(name);
    const label = `by environment '${environment}' of ${this.sources.nameOf(path)}`;
    return { label, parameters, unknown, complete, region, account: null, pinned: false, stackName };
  }

  private templateOf({ template }: SamDeployment, folder: string): string | null {
    if (template !== null) return resolvePath(folder, template);
    const usual = SAM_TEMPLATES.map((name) => resolvePath(folder, name));
    return usual.find((path) => path !== null && this.sources.templates.has(path)) ?? null;
  }

  private add(template: string, deployment: KnownDeployment): void {
    const known = this.byTemplate.get(template);
    if (known === undefined) this.byTemplate.set(template, [deployment]);
    else if (!known.some(({ label }) => label === deployment.label)) known.push(deployment);
  }

  private say(path: string, problems: readonly Problem[]): void {
    const known = this.problems.some((one) => one.path === path);
    if (!known) this.problems.push(...problems.map((problem) => ({ path, problem })));
  }
}

/** The same parameter files for all templates, named relative to several folders. */
export function namedBelow(
  roots: readonly string[],
  parameterFiles: readonly ParameterFilesSetting[],
): readonly NamedParameterFiles[] {
  return roots.map((root) => ({
    parameterFiles,
    within: (path) => relativeTo(root, path),
    governs: () => true,
  }));
}

function relativeTo(root: string, path: string): string | null {
  if (root === "") return path;
  return path.startsWith(`${root}/`) ? path.slice(root.length + 1) : null;
}
