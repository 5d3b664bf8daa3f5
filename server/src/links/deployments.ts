import { mapCases } from "../core/cases.js";
import type { KnownDeployment } from "../core/deployment.js";
import { casesOf, propertyValue, resourceSource } from "../dialects/cloudformation/resource.js";
import { readParameter } from "../dialects/cloudformation/parameters.js";
import type { Deployment, Linked, LinkedValue } from "../dialects/cloudformation/surroundings.js";
import type { Value } from "../dialects/cloudformation/value.js";
import { resourceToken, type LinkedTemplate } from "./linked-template.js";
import { Transfer, type Named } from "./transfer.js";
import { instanceName, type Instance, type Nesting, type Workspace } from "./workspace.js";

/**
 * The ways in which a template is deployed: as the nested stack of others, and as deployment files
 * and assemblies say; only those that make this `instance` where it is given.
 */
export function deploymentsOf(
  workspace: Workspace,
  self: Named,
  instance: Instance | null,
): readonly Deployment[] {
  if (instance !== null && "parent" in instance) return [nestedDeployment(workspace, self, instance)];
  const known = workspace.knownDeployments(self.path);
  if (instance !== null) {
    const { stackName, region } = instance;
    const isIt = (one: KnownDeployment): boolean =>
      one.stackName === stackName && (one.region === null || region === null || one.region === region);
    return known.filter(isIt).map(knownDeployment);
  }
  const nested = workspace.nestingsOf(self.path).map((one) => nestedDeployment(workspace, self, one));
  // A nested template of an assembly is deployed by its parent alone.
  return [...nested, ...known.map(knownDeployment)];
}

function knownDeployment({ parameters, unknown, ...known }: KnownDeployment): Deployment {
  return {
    ...known,
    parameter(name) {
      const value = parameters.get(name);
      if (unknown.has(name)) return { reason: `parameter '${name}' is set ${known.label}` };
      if (value === undefined) return null;
      return { cases: [{ when: [], value: { text: { parts: value === "" ? [] : [value] }, trace: [] } }] };
    },
  };
}

function nestedDeployment(workspace: Workspace, self: Named, nesting: Nesting): Deployment {
  const { parent, stackId, within = null } = nesting;
  const { name } = workspace.named(parent);
  const where = workspace.memory.remember(
    `place ${parent} ${instanceName(within)}`,
    () => placeOf(workspace, parent, within),
    () => NOWHERE,
  );
  return {
    label: `by stack '${stackId}' of ${name}`,
    complete: true,
    ...where,
    stackName: null,
    parameter: (parameter) =>
      workspace.memory.remember<Linked>(
        `passed ${parameter} ${instanceName(nesting)}`,
        () => passedValue(workspace, self, nesting, parameter),
        (reason) => ({ reason }),
        `${name} deploys itself, through its nested stack '${stackId}'`,
      ),
  };
}

/** Nested stacks lie where their parents do. */
function placeOf(workspace: Workspace, path: string, instance: Instance | null): typeof NOWHERE {
  const template = workspace.template(path);
  if (template === undefined) return NOWHERE;
  const { settings, surroundings } = workspace.scopeOf(template, instance);
  const { deployments } = surroundings;
  const pinned = deployments.length > 0 && deployments.every((one) => one.pinned);
  return { region: settings.region, account: settings.account, pinned };
}

const NOWHERE: Pick<Deployment, "region" | "account" | "pinned"> = {
  region: null,
  account: null,
  pinned: false,
};

function passedValue(workspace: Workspace, self: Named, nesting: Nesting, parameter: string): Linked {
  const parent = workspace.template(nesting.parent);
  if (parent === undefined) return null;
  workspace.memory.note(resourceToken(parent.path, nesting.stackId));
  const scope = workspace.scopeOf(parent, nesting.within ?? null);
  const declared = scope.declarations.sections.Resources.get(nesting.stackId);
  const source = declared === undefined ? undefined : resourceSource(scope, declared);
  if (source === undefined) return null;
  const values = casesOf<Value>(
    source,
    (evaluation) => propertyValue(evaluation, source, ["Parameters", parameter]),
    (value) => (value.kind === "text" ? JSON.stringify(value.text.parts) : value.kind),
    () => ({ kind: "absent", at: source.typeAt, trace: [], branched: false }),
  );
  if (values.every(({ value }) => value.kind === "absent")) return null;
  const fallback = defaultOf(workspace.template(self.path), parameter);
  const texts = mapCases<Value, LinkedValue | null>(
    values,
    (value) => {
      if (value.kind === "text") return { text: value.text, trace: value.trace };
      return value.kind === "absent" ? fallback : null;
    },
    (value) => JSON.stringify(value?.text.parts ?? null),
  );
  const { name } = workspace.named(parent.path);
  const cases = texts.flatMap(({ when, value }) => (value === null ? [] : [{ when, value }]));
  if (cases.length < texts.length) {
    return { reason: `what stack '${nesting.stackId}' of ${name} passes for it can't be read` };
  }
  return { cases: new Transfer(workspace.named(parent.path), self).values(cases) };
}

function defaultOf(template: LinkedTemplate | undefined, parameter: string): LinkedValue | null {
  const declared = template === undefined ? undefined : readParameter(template.declarations, parameter);
  const value = declared?.defaultValue ?? null;
  return value === null ? null : { text: { parts: value === "" ? [] : [value] }, trace: [] };
}
