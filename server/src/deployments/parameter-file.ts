import type { Node } from "../core/node.js";
import type { Problem } from "../core/problem.js";
import { readJson } from "../formats/json.js";
import { readYaml } from "../formats/yaml.js";
import { memberOf, membersOf, problemAt, type Member } from "./members.js";

/** What a file gives to a template's parameters. */
export interface ParameterFile {
  /**
   * The template, where the file names it: only the deployment files of Git sync do, from the root
   * of the repository.
   */
  readonly template: string | null;
  /** Values by the parameters' names. A name that occurs twice has its last value. */
  readonly parameters: ReadonlyMap<string, string>;
  /** Parameters that have a value which the file doesn't tell: no default holds for them. */
  readonly unknown: ReadonlySet<string>;
  readonly problems: readonly Problem[];
}

/** Whether a parameter file is YAML or JSON, by its name. */
export function parameterFileFormat(path: string): "yaml" | "json" {
  return /\.ya?ml$/i.test(path) ? "yaml" : "json";
}

/**
 * Reads a parameter file in any of the shapes that AWS's own tools take: CloudFormation's list
 * `[{ "ParameterKey", "ParameterValue" }]` (also of `"Name=Value"`, and below `Parameters` among
 * other input of the AWS CLI), CodePipeline's `{ "Parameters": { name: value }, "Tags": … }`, Git
 * sync's `{ template-file-path, parameters, tags }`, and a map `{ name: value }`.
 */
export function readParameterFile(text: string, format: "yaml" | "json"): ParameterFile {
  const { value, problems } = format === "yaml" ? readYaml(text) : readJson(text);
  const reader = new ParameterReader();
  reader.problems.push(...(value === null ? problems.map((one) => unreadable(one, format)) : problems));
  if (value !== null) reader.file(value);
  else if (problems.length === 0) reader.problems.push({ message: SHAPES, span: { start: 0, end: 0 } });
  const { template, parameters, unknown } = reader;
  for (const name of unknown) parameters.delete(name);
  return { template, parameters, unknown, problems: reader.problems };
}

const SHAPES = "Parameters are a list of { ParameterKey, ParameterValue } or a map.";

class ParameterReader {
  template: string | null = null;
  readonly parameters = new Map<string, string>();
  readonly unknown = new Set<string>();
  readonly problems: Problem[] = [];

  file(value: Node): void {
    const gitSync = memberOf(value, "template-file-path");
    if (gitSync !== undefined) this.deploymentFile(value, gitSync);
    else this.parametersIn(value);
  }

  private deploymentFile(value: Node, template: Member): void {
    this.template = textIn(template.value);
    if (this.template === null) {
      this.problems.push(problemAt(template.value, "The template-file-path is a text."));
    }
    const parameters = memberOf(value, "parameters")?.value;
    const isNothing = parameters?.kind === "scalar" && parameters.value === null;
    if (parameters !== undefined && !isNothing) this.map(parameters);
  }

  private parametersIn(value: Node): void {
    if (value.kind === "list") {
      this.list(value.items);
      return;
    }
    const inner = memberOf(value, "Parameters")?.value;
    if (inner?.kind === "list") this.list(inner.items);
    else this.map(membersOf(inner) === null ? value : (inner ?? value));
  }

  private map(value: Node): void {
    const members = membersOf(value);
    if (members === null) this.problems.push(problemAt(value, SHAPES));
    // A name that occurs twice is a problem of the format.
    for (const { key, value: each } of members ?? []) this.set(key, each);
  }

  private list(items: readonly Node[]): void {
    const seen = new Set<string>();
    items.forEach((item, index) => {
      const named = this.entry(item);
      if (named === null) {
        this.problems.push(problemAt(item, `Entry ${index + 1} of the list has no ParameterKey.`));
      } else if (seen.has(named.name)) {
        this.problems.push(problemAt(named.at, `The parameter '${named.name}' occurs twice in this list.`));
      } else seen.add(named.name);
    });
  }

  /** Takes an entry of a list, and returns its name and the node that holds it; null for none. */
  private entry(item: Node): { readonly name: string; readonly at: Node } | null {
    // The AWS CLI also takes "Name=Value" strings in a list.
    const pair = /^([^=]+)=(.*)$/s.exec(textIn(item) ?? "");
    if (pair?.[1] !== undefined) {
      this.parameters.set(pair[1], pair[2] ?? "");
      return { name: pair[1], at: item };
    }
    const key = memberOf(item, "ParameterKey")?.value;
    const name = key === undefined ? null : textIn(key);
    if (key === undefined || name === null) return null;
    const kept = memberOf(item, "UsePreviousValue")?.value;
    // A stack update may keep the value it has; then the file doesn't know it.
    if (kept?.kind === "scalar" && kept.value === true) this.unknown.add(name);
    else this.set(name, memberOf(item, "ParameterValue")?.value ?? item);
    return { name, at: key };
  }

  private set(name: string, value: Node): void {
    const text = parameterText(value);
    if (text !== null) {
      this.parameters.set(name, text);
      return;
    }
    this.unknown.add(name);
    this.problems.push(problemAt(value, `Parameter '${name}' has no text as its value.`));
  }
}

/** Numbers as they are written; lists as CloudFormation takes them, one text with commas. */
function parameterText(value: Node): string | null {
  if (value.kind === "list") {
    const texts = value.items.map(parameterText);
    return texts.includes(null) ? null : texts.join(",");
  }
  if (value.kind !== "scalar" || value.value === null) return null;
  return typeof value.value === "boolean" ? String(value.value) : value.text;
}

function textIn(node: Node): string | null {
  return node.kind === "scalar" && typeof node.value === "string" ? node.value : null;
}

function unreadable({ message, span }: Problem, format: "yaml" | "json"): Problem {
  return { message: `This is no ${format.toUpperCase()}: ${message}`, span };
}
