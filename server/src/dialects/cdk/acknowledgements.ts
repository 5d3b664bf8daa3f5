import { isInside, resolvePath } from "../../core/paths.js";
import { remember } from "../../core/remember.js";
import type { Acknowledgement, StackTemplate, TemplateElement } from "./assembly.js";
import { itemsOf, parsedJson, textIn, valueIn } from "./untrusted.js";

/** The name of our own validation plugin; its rules are called as ours are. */
export const PLUGIN_NAME = "dynamodb-encryption-lint";

/** More than any app has. */
const MOST = 10_000;
const LONGEST_REASON = 1000;

/** One violation of one resource. The path is the report's, and not trusted. */
interface Suppressed {
  readonly templatePath: string | undefined;
  readonly logicalId: string | undefined;
  readonly constructPath: string | undefined;
  readonly acknowledgement: Omit<Acknowledgement, "logicalId">;
}

/**
 * The templates with what a `validation-report.json` says was acknowledged of their resources. It
 * counts for a template of the assembly alone; what else the report names is left out.
 */
export function withAcknowledgements(
  templates: ReadonlyMap<string, StackTemplate>,
  folder: string,
  report: string,
): ReadonlyMap<string, StackTemplate> {
  const all = suppressedIn(report);
  if (all.length === 0) return templates;
  const found = new Map<string, Acknowledgement[]>();
  const byConstruct = constructsOf(templates);
  for (const { templatePath, logicalId, constructPath, acknowledgement } of all) {
    const path = templatePath === undefined ? null : resolvePath(folder, templatePath);
    const named =
      path !== null && logicalId !== undefined && isInside(folder, path) && templates.has(path)
        ? { path, logicalId }
        : byConstruct.get(constructPath ?? "");
    if (named === undefined) continue;
    remember(found, named.path, () => []).push({ ...acknowledgement, logicalId: named.logicalId });
  }
  return new Map(
    [...templates].map(([path, stack]) => [
      path,
      { ...stack, acknowledged: eachOnce([...stack.acknowledged, ...(found.get(path) ?? [])]) },
    ]),
  );
}

/**
 * What the metadata of a stack says was acknowledged of its resources, at themselves or at a construct
 * around them. The CDK writes it whatever plugins the app has; what was acknowledged at a stage or at
 * the app is in the report alone.
 *
 * @param reasons by `<plugin>::<rule>`, by construct path.
 */
export function acknowledgedAmong(
  elements: ReadonlyMap<string, TemplateElement>,
  reasons: ReadonlyMap<string, ReadonlyMap<string, string>>,
): readonly Acknowledgement[] {
  if (reasons.size === 0) return [];
  const all = [...elements].flatMap(([logicalId, { constructPath }]) =>
    pathsAround(constructPath).flatMap((path) =>
      [...(reasons.get(path) ?? [])].map(([id, reason]) => acknowledgement(logicalId, id, reason)),
    ),
  );
  return eachOnce(all.slice(0, MOST));
}

function acknowledgement(logicalId: string, id: string, reason: string): Acknowledgement {
  const isOurs = id.startsWith(`${PLUGIN_NAME}::`);
  return { logicalId, peer: isOurs ? "cdk" : "cdk-nag", rule: ruleIn(id), reason };
}

/** A construct's own path, and those of all around it. */
function pathsAround(constructPath: string): readonly string[] {
  const parts = constructPath.split("/");
  return parts.map((_part, index) => parts.slice(0, parts.length - index).join("/"));
}

function eachOnce(acknowledged: readonly Acknowledgement[]): readonly Acknowledgement[] {
  return [
    ...new Map(
      acknowledged.map((one) => [JSON.stringify([one.logicalId, one.peer, one.rule]), one]),
    ).values(),
  ];
}

function ruleIn(id: string): string {
  return id.replace(/^.*::/s, "");
}

function suppressedIn(report: string): readonly Suppressed[] {
  const plugins = itemsOf(valueIn(parsedJson(report), "pluginReports"));
  const all = plugins.flatMap((plugin) => {
    const isOurs = textIn(plugin, "pluginName") === PLUGIN_NAME;
    return itemsOf(valueIn(plugin, "suppressedViolations")).flatMap((violation) =>
      ofViolation(violation, isOurs ? "cdk" : "cdk-nag"),
    );
  });
  return all.slice(0, MOST);
}

function ofViolation(violation: unknown, peer: "cdk" | "cdk-nag"): readonly Suppressed[] {
  const named = textIn(violation, "ruleName");
  if (named === undefined) return [];
  const rule = ruleIn(named);
  const reason = textIn(violation, "reason")?.slice(0, LONGEST_REASON) ?? null;
  return itemsOf(valueIn(violation, "violatingConstructs")).map((construct) => {
    const resource = valueIn(construct, "cloudFormationResource");
    return {
      templatePath: textIn(resource, "templatePath"),
      logicalId: textIn(resource, "logicalId"),
      constructPath: textIn(construct, "constructPath"),
      acknowledgement: { peer, rule, reason },
    };
  });
}

/** The resources by their construct's path, where no two share one. */
function constructsOf(
  templates: ReadonlyMap<string, StackTemplate>,
): ReadonlyMap<string, { readonly path: string; readonly logicalId: string }> {
  const found = new Map<string, { readonly path: string; readonly logicalId: string }>();
  const several = new Set<string>();
  for (const [path, { elements }] of templates) {
    for (const [logicalId, { constructPath }] of elements) {
      if (found.has(constructPath)) several.add(constructPath);
      found.set(constructPath, { path, logicalId });
    }
  }
  for (const constructPath of several) found.delete(constructPath);
  return found;
}
