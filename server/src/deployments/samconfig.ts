import type { Node } from "../core/node.js";
import type { Problem } from "../core/problem.js";
import { readYaml } from "../formats/yaml.js";
import { memberOf, membersOf, problemAt } from "./members.js";
import { readParameterOverrides } from "./parameter-overrides.js";
import { readToml } from "./toml.js";

/** How the AWS SAM CLI deploys a template, as one environment of its configuration says. */
export interface SamDeployment {
  /** `default`, or what `--config-env` names. */
  readonly environment: string;
  /**
   * The template as it is written, relative to the configuration's folder. Null where none is named:
   * then it is the first of `SAM_TEMPLATES` in that folder.
   */
  readonly template: string | null;
  readonly stackName: string | null;
  readonly region: string | null;
  readonly parameters: ReadonlyMap<string, string>;
  /** Parameters that have a value which the configuration doesn't tell: no default holds for them. */
  readonly unknown: ReadonlySet<string>;
  /**
   * The parameter files it names (`file://…`), as written, relative to the configuration's folder.
   * Which of a file and of `parameters` wins depends on their order, so that a parameter in both is
   * known where both agree.
   */
  readonly parameterFiles: readonly string[];
  /** False where further parameters may be set: by its files, or because something can't be read. */
  readonly complete: boolean;
}

export interface SamConfig {
  /** In the order of the file. An environment that says nothing about `deploy` isn't among them. */
  readonly deployments: readonly SamDeployment[];
  readonly problems: readonly Problem[];
}

/** The names of the configuration; the AWS SAM CLI reads the first of them that is there. */
export const SAM_CONFIGS = ["samconfig.toml", "samconfig.yaml", "samconfig.yml"] as const;

/** The template where the configuration names none; the first of them that is there. */
export const SAM_TEMPLATES = ["template.yaml", "template.yml", "template.json"] as const;

/** Reads the text of a `samconfig.toml`, or of a `samconfig.yaml`. */
export function readSamConfig(text: string, format: "toml" | "yaml"): SamConfig {
  const { value, problems } = format === "toml" ? readToml(text) : readYaml(text);
  if (value === null) return { deployments: [], problems };
  const found = [...problems];
  const environments = membersOf(value);
  if (environments === null) found.push(problemAt(value, "A samconfig is a table of environments."));
  const deployments = (environments ?? []).flatMap(({ key, value: environment }) => {
    const deployment = membersOf(environment) === null ? null : deploymentOf(key, environment, found);
    return deployment === null ? [] : [deployment];
  });
  return { deployments, problems: found };
}

/** The parameters of a command, by name: those of `global` hold unless the command has its own. */
type Options = ReadonlyMap<string, Node>;

function deploymentOf(environment: string, node: Node, problems: Problem[]): SamDeployment | null {
  const shared = optionsOf(node, "global", problems);
  const own = optionsOf(node, "deploy", problems);
  if (shared === null && own === null) return null;
  const deploy: Options = new Map([...(shared ?? []), ...(own ?? [])]);
  const troubles = problems.length;
  const template = templateOf(node, shared, deploy, problems);
  // Taking the default instead would tie the parameters to a template that has nothing to do with them.
  if (problems.length > troubles) return null;
  const { parameters, unknown, files, complete, ...read } = readParameterOverrides(
    deploy.get("parameter_overrides"),
  );
  problems.push(...read.problems);
  const text = (name: string): string | null => textOption(deploy, name, problems);
  return {
    environment,
    template,
    stackName: text("stack_name"),
    region: text("region"),
    parameters,
    unknown,
    parameterFiles: files,
    complete,
  };
}

/**
 * The template that is deployed, as people write it: where `deploy` takes what `build` or `package`
 * has made, it is theirs.
 */
function templateOf(node: Node, shared: Options | null, deploy: Options, problems: Problem[]): string | null {
  const optionsFor = (command: string): Options =>
    new Map([...(shared ?? []), ...(optionsOf(node, command, []) ?? [])]);
  const packaging = optionsFor("package");
  const made = textOption(packaging, "output_template_file", []);
  const named = [
    templateIn(deploy, problems),
    templateIn(packaging, []),
    templateIn(optionsFor("build"), []),
  ];
  return named.find((path) => path !== null && path !== made && !BUILT.test(path)) ?? null;
}

/** Where `sam build` writes. */
const BUILT = /(?:^|[\\/])\.aws-sam[\\/]/;

function templateIn(options: Options, problems: Problem[]): string | null {
  return textOption(options, "template_file", problems) ?? textOption(options, "template", problems);
}

/** The `parameters` of a command; null where the environment has none of them. */
function optionsOf(environment: Node, command: string, problems: Problem[]): Options | null {
  const section = memberOf(environment, command);
  if (section === undefined) return null;
  const parameters = memberOf(section.value, "parameters")?.value;
  if (parameters === undefined && membersOf(section.value) !== null) return null;
  const members = membersOf(parameters);
  if (members !== null) return new Map(members.map(({ key, value }) => [key, value]));
  problems.push(
    problemAt(section.at, `The options of '${command}' stand in a table '${command}.parameters'.`),
  );
  return null;
}

function textOption(options: Options, name: string, problems: Problem[]): string | null {
  const node = options.get(name);
  if (node === undefined || (node.kind === "scalar" && node.value === null)) return null;
  if (node.kind === "scalar" && typeof node.value === "string") return node.value === "" ? null : node.value;
  problems.push(problemAt(node, `The option '${name}' is a text.`));
  return null;
}
