import { isDeepStrictEqual } from "node:util";
import type { Resource, Template } from "./source-synthesis.js";

type Templates = ReadonlyMap<string, Template>;

/** What changes from build to build, or says the same as something else: the address of a nested template. */
const OF_NO_INTEREST = /^(TemplateURL|Parameters)$/;

/**
 * What has become different in the templates of an app, one line for each property: resources by the
 * paths of their constructs, `+` for a new one, `-` for one that is gone. Keys are named by their constructs, too.
 */
export function differences(before: Templates, after: Templates): readonly string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].flatMap((path) => ofTemplate(before.get(path), after.get(path), path)).sort();
}

function ofTemplate(
  before: Template | undefined,
  after: Template | undefined,
  path: string,
): readonly string[] {
  if (before === undefined || after === undefined)
    return [`${after === undefined ? "-" : "+"} template ${path}`];
  const ids = new Set([...Object.keys(before.Resources ?? {}), ...Object.keys(after.Resources ?? {})]);
  return [...ids].flatMap((id) => ofResource(before.Resources?.[id], after.Resources?.[id], after, id));
}

function ofResource(
  before: Resource | undefined,
  after: Resource | undefined,
  template: Template,
  id: string,
): readonly string[] {
  const resource = after ?? before;
  if (resource === undefined) return [];
  const name = nameOf(resource, id);
  if (after === undefined) return [`- ${name} (${resource.Type})`];
  if (before === undefined)
    return [`+ ${name} (${resource.Type}${after.Type === "AWS::KMS::Key" ? keyInWords(after) : ""})`];
  const { Properties: old = {}, ...oldRest } = before;
  const { Properties: now = {}, ...nowRest } = after;
  const properties = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter(
    (key) => !OF_NO_INTEREST.test(key),
  );
  return [
    ...changed({ ...oldRest, Metadata: null }, { ...nowRest, Metadata: null }, name, template),
    ...properties.flatMap((key) => changed({ [key]: old[key] }, { [key]: now[key] }, name, template)),
  ];
}

function changed(before: object, after: object, name: string, template: Template): readonly string[] {
  return Object.entries(after).flatMap(([key, value]: [string, unknown]) => {
    const old = (before as Record<string, unknown>)[key];
    if (isDeepStrictEqual(old, value)) return [];
    const statements = statementsIn(value);
    if (statements === null) return [`${name} ${key}: ${text(old, template)} → ${text(value, template)}`];
    const known = (statementsIn(old) ?? []).map((one) => JSON.stringify(one));
    const added = statements.filter((one) => !known.includes(JSON.stringify(one)));
    const gone = known.length + added.length - statements.length;
    return [
      `${name} ${key}: ${gone === 0 ? "" : `${gone} gone, `}+ ${added.map((one) => text(one, template)).join(", ")}`,
    ];
  });
}

function statementsIn(policy: unknown): readonly unknown[] | null {
  const statements = (policy as { Statement?: unknown } | undefined)?.Statement;
  return Array.isArray(statements) ? statements : null;
}

/** As JSON, with references to resources of the template as `<path of the construct>`. */
function text(value: unknown, { Resources = {} }: Template): string {
  if (value === undefined) return "nothing";
  const shown = JSON.stringify(value, (_key, inner: unknown) => {
    const { Ref, "Fn::GetAtt": attribute } = (inner ?? {}) as {
      Ref?: string;
      "Fn::GetAtt"?: readonly string[];
    };
    const id = Ref ?? attribute?.[0];
    const resource = id === undefined ? undefined : Resources[id];
    return id === undefined || resource === undefined ? inner : `<${nameOf(resource, id)}>`;
  });
  return shown.replaceAll('"', "");
}

function keyInWords({ Properties = {}, DeletionPolicy }: Resource): string {
  return `, ${Properties["EnableKeyRotation"] === true ? "rotates" : "doesn't rotate"}, ${DeletionPolicy ?? "no policy"}`;
}

function nameOf({ Metadata = {} }: Resource, id: string): string {
  const path = Metadata["aws:cdk:path"];
  return typeof path === "string" ? path.replace(/\/Resource$/, "") : id;
}
