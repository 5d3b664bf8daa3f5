import type { KeyUser } from "../core/model.js";
import { textOf, valueOf, walk, type Node } from "../core/node.js";
import { knownText, soleHole } from "../core/text.js";
import { referrersOf } from "../dialects/cloudformation/key.js";
import { subPieces } from "../dialects/cloudformation/strings.js";
import { isRetained } from "../dialects/cloudformation/key.js";
import type { Cases } from "../core/cases.js";
import type { LinkedValue } from "../dialects/cloudformation/surroundings.js";
import { deploymentsOf } from "./deployments.js";
import { outputCases } from "./offers.js";
import type { LinkedTemplate } from "./linked-template.js";
import type { Named } from "./transfer.js";
import { exportToken, stackOutputToken } from "./uses.js";
import { usersToken, type Workspace } from "./workspace.js";

/** The resources of other templates that use a resource of this one: by import, by stack output, as parent or as child. */
export function keyUsers(workspace: Workspace, self: Named, logicalId: string): readonly KeyUser[] {
  const template = workspace.template(self.path);
  if (template === undefined) return [];
  const outputs = outputsGiving(workspace, template, logicalId);
  const users = [
    ...outputs.flatMap((output) => importers(workspace, template, output)),
    ...outputs.flatMap((output) => parentsUsing(workspace, self, output)),
    ...childrenUsing(workspace, template, logicalId),
  ];
  return [...new Map(users.map((user) => [`${user.of ?? ""} ${user.logicalId}`, user])).values()];
}

/** The outputs that give the resource, or one of its attributes, in some case. */
function outputsGiving(workspace: Workspace, template: LinkedTemplate, logicalId: string): readonly string[] {
  const scope = workspace.scopeOf(template, null);
  return [...template.declarations.sections.Outputs.values()]
    .filter((output) => output.text().includes(logicalId))
    .filter((output) => gives(outputCases(scope, output.key, ""), logicalId))
    .map((output) => output.key);
}

function gives(found: Cases<LinkedValue> | { readonly reason: string }, logicalId: string): boolean {
  if ("reason" in found) return false;
  return found.some(({ value }) => soleHole(value.text)?.resource?.logicalId === logicalId);
}

function importers(workspace: Workspace, template: LinkedTemplate, output: string): readonly KeyUser[] {
  const exports = workspace.names.offersOf(template.path, "export").filter(({ id }) => id === output);
  const stacks = workspace.knownDeployments(template.path).flatMap(({ stackName }) => stackName ?? []);
  const tokens = [
    ...exports.map(({ name }) => exportToken(name)),
    ...stacks.map((stack) => stackOutputToken(stack, output)),
  ];
  return tokens.flatMap((token) => {
    workspace.memory.note(usersToken(token));
    return workspace.names
      .users(token)
      .filter(({ path }) => path !== template.path)
      .map(({ path, use }) => ({ ...use.user, of: workspace.named(path).name }));
  });
}

/** The parents' resources that take the output of the nested stack; where that is a stack again, its template's. */
function parentsUsing(workspace: Workspace, self: Named, output: string): readonly KeyUser[] {
  return workspace.nestingsOf(self.path).flatMap(({ parent, stackId }) => {
    const template = workspace.template(parent);
    if (template === undefined) return [];
    const wanted = `${stackId}.Outputs.${output}`;
    const resources = [...template.declarations.sections.Resources.values()].filter(
      (declared) => declared.text().includes(output) && declared.text().includes(stackId),
    );
    return resources.flatMap((declared): readonly KeyUser[] => {
      const body = declared.read().value;
      if (!takes(body, wanted)) return [];
      if (workspace.childOf(parent, declared.key) !== undefined) {
        return usersInChild(workspace, template, declared.key, (value) => takes(value, wanted));
      }
      const type = textOf(valueOf(body, "Type")) ?? "";
      const of = workspace.named(parent).name;
      return [{ logicalId: declared.key, type, retained: isRetained(body), of }];
    });
  });
}

/** Whether an intrinsic below the node gives this attribute, written `Stack.Outputs.Name`. */
function takes(node: Node, attribute: string): boolean {
  let found = false;
  walk(node, (one) => {
    if (one.kind !== "call") return;
    const args = one.argument.kind === "list" ? one.argument.items : [one.argument];
    if (one.name === "Fn::GetAtt") found ||= args.map((arg) => textOf(arg) ?? "").join(".") === attribute;
    if (one.name === "Fn::Sub") {
      const pieces = subPieces(textOf(args[0]) ?? "");
      found ||= pieces.some((piece) => "name" in piece && piece.name === attribute);
    }
  });
  return found;
}

/** The resources of a nested stack's template that use a parameter whose value passes the test. */
function usersInChild(
  workspace: Workspace,
  parent: LinkedTemplate,
  stackId: string,
  isPassed: (value: Node) => boolean,
): readonly KeyUser[] {
  const child = workspace.childOf(parent.path, stackId);
  const body = parent.declarations.sections.Resources.get(stackId)?.read().value;
  const parameters = valueOf(valueOf(body, "Properties"), "Parameters");
  if (child === undefined || parameters?.kind !== "map") return [];
  const scope = workspace.scopeOf(child, { parent: parent.path, stackId });
  const { name: of } = workspace.named(child.path);
  return parameters.entries
    .filter(({ value }) => isPassed(value))
    .flatMap(({ key }) => referrersOf(scope, key).map((user) => ({ ...user, of })));
}

/** The resources of nested stacks that use the parameter through which the resource is passed to them. */
function childrenUsing(
  workspace: Workspace,
  template: LinkedTemplate,
  logicalId: string,
): readonly KeyUser[] {
  const users: KeyUser[] = [];
  for (const stackId of template.stacks.keys()) {
    const child = workspace.childOf(template.path, stackId);
    if (child === undefined || !declaredText(template, stackId).includes(logicalId)) continue;
    const named = workspace.named(child.path);
    const [deployment] = deploymentsOf(workspace, named, { parent: template.path, stackId });
    const scope = workspace.scopeOf(child, { parent: template.path, stackId });
    for (const parameter of child.declarations.sections.Parameters.keys()) {
      const passed = deployment?.parameter(parameter) ?? null;
      if (passed === null || "reason" in passed) continue;
      const isPassed = passed.cases.some(({ value: { text } }) => {
        const resource = soleHole(text)?.resource;
        return (
          resource?.logicalId === logicalId &&
          resource.path === template.path &&
          knownText(text) === undefined
        );
      });
      if (!isPassed) continue;
      users.push(...referrersOf(scope, parameter).map((user) => ({ ...user, of: named.name })));
    }
  }
  return users;
}

function declaredText(template: LinkedTemplate, logicalId: string): string {
  return template.declarations.sections.Resources.get(logicalId)?.text() ?? "";
}
