import { textOf, valueOf, type Node } from "../../core/node.js";
import { remember } from "../../core/remember.js";
import { knownText, soleHole, type Text } from "../../core/text.js";
import { matches } from "../../policy/pattern.js";
import { ofSpellings, type Spellings } from "../../policy/spellings.js";
import { isOpen as isUndecided, some, type Truth } from "../../policy/truth.js";
import type { Evaluation } from "./evaluation.js";
import { NOTHING_FOUND, ownPolicies, policyOf, together, type Found } from "./iam-policies.js";
import type { IamResources } from "./iam-resources.js";
import { propertyValue, type ResourceSource } from "./resource.js";
import type { Scope } from "./scope.js";
import { reasonUnknown } from "./value.js";

/** What a policy can be attached to. */
export type IdentityKind = "role" | "user" | "group";

/** The property of a policy resource that names whom it is attached to: a list, or one name. */
const TARGETS: Readonly<Record<string, Partial<Record<IdentityKind, string>>>> = {
  "AWS::IAM::Policy": { role: "Roles", user: "Users", group: "Groups" },
  "AWS::IAM::ManagedPolicy": { role: "Roles", user: "Users", group: "Groups" },
  "AWS::IAM::RolePolicy": { role: "RoleName" },
  "AWS::IAM::UserPolicy": { user: "UserName" },
  "AWS::IAM::GroupPolicy": { group: "GroupName" },
};

/**
 * The policies that other resources attach to a role, user or group.
 *
 * @param names its name in all ways the template may write it.
 */
export function attachedPolicies(
  evaluation: Evaluation,
  iam: IamResources,
  kind: IdentityKind,
  names: Spellings,
): Found {
  const found = iam.sources.map((source) => {
    const property = TARGETS[source.type]?.[kind];
    if (property === undefined) return NOTHING_FOUND;
    const isAttached = namesOne(evaluation, source, property, names);
    if (isAttached === false || !exists(evaluation, source)) return NOTHING_FOUND;
    if (isAttached === true) return policyOf(evaluation, source);
    return {
      attached: [],
      unread: [`whether the policy '${source.logicalId}' is attached isn't known: ${isAttached.reason}`],
    };
  });
  return together(...found);
}

/** The policies of the groups that a user is in. */
export function policiesOfGroups(
  evaluation: Evaluation,
  iam: IamResources,
  user: ResourceSource,
  names: Spellings,
): Found {
  const groups = iam.sources.filter(({ type }) => type === "AWS::IAM::Group");
  const additions = iam.sources.filter(({ type }) => type === "AWS::IAM::UserToGroupAddition");
  const found = groups.map((group) => {
    const spellings = nameSpellings(group.logicalId, groupName(evaluation, group));
    const isMember = some(
      [
        namesOne(evaluation, user, "Groups", spellings),
        ...additions
          .filter((addition) => namesOne(evaluation, addition, "Users", names) === true)
          .map((addition) => namesOne(evaluation, addition, "GroupName", spellings)),
      ],
      (truth) => truth,
    );
    if (isMember === false) return NOTHING_FOUND;
    if (isUndecided(isMember)) {
      return {
        attached: [],
        unread: [`whether it is in group '${group.logicalId}' isn't known: ${isMember.reason}`],
      };
    }
    return together(
      ownPolicies(evaluation.withBindings(group.bindings), group, iam),
      attachedPolicies(evaluation, iam, "group", spellings),
    );
  });
  return together(...found);
}

/** A name that `Ref` gives, and the one that the template writes out. */
export function nameSpellings(logicalId: string, name: Text): Spellings {
  const reference = (resource: boolean): Text => ({
    parts: [
      {
        name: logicalId,
        reason: "it is made at deploy time",
        ...(resource && { resource: { logicalId, attribute: null } }),
      },
    ],
  });
  // SAM makes the roles of functions: what refers to one refers to no resource of the text.
  return [reference(true), reference(false), name];
}

function groupName(evaluation: Evaluation, group: ResourceSource): Text {
  const value = propertyValue(evaluation.withBindings(group.bindings), group, ["GroupName"]);
  return value.kind === "text" ? value.text : { parts: [`${group.logicalId} without a name`] };
}

function namesOne(evaluation: Evaluation, source: ResourceSource, property: string, names: Spellings): Truth {
  if (plainlyNamesOthers(source, property, names)) return false;
  const own = evaluation.withBindings(source.bindings);
  const value = propertyValue(own, source, [property]);
  if (value.kind === "absent") return false;
  if (value.kind === "map") return { reason: `${property} of '${source.logicalId}' can't be read` };
  const items = own.items(value) ?? [value];
  return some(items, (item) => {
    if (item.kind !== "text") return { reason: reasonUnknown(item) ?? "it isn't a name" };
    return namesIt(item.text, names);
  });
}

/**
 * Nothing but `Ref`s of other resources: the usual way, which needs no evaluation. A template with
 * many roles has as many policies.
 */
function plainlyNamesOthers({ body, scope }: ResourceSource, property: string, names: Spellings): boolean {
  const node = valueOf(valueOf(body, "Properties"), property);
  if (node === undefined) return false;
  const known = scope.derived(nothingKnown);
  const targets = remember(known, node, () => scope.cells.cell(() => readPlainTargets(node, scope)))();
  return targets !== null && !names.some((name) => targets.has(soleHole(name)?.name ?? ""));
}

/** Which resources there are decides what a `Ref` names, so what is known belongs to one template. */
function nothingKnown(): WeakMap<Node, () => ReadonlySet<string> | null> {
  return new WeakMap();
}

function readPlainTargets(node: Node, scope: Scope): ReadonlySet<string> | null {
  const found = new Set<string>();
  for (const item of node.kind === "list" ? node.items : [node]) {
    const name = item.kind === "call" && item.name === "Ref" ? textOf(item.argument) : undefined;
    if (name === undefined || scope.resourceType(name) === undefined) return null;
    found.add(name);
  }
  return found;
}

function namesIt(text: Text, names: Spellings): Truth {
  const truth = ofSpellings(names, (name) => matches(text, name, "equals"));
  if (!isUndecided(truth) || knownText(text) !== undefined) return truth;
  // A reference to another resource is the name of that one.
  const resource = soleHole(text)?.resource;
  const own = names.some((name) => soleHole(name)?.resource?.logicalId === resource?.logicalId);
  return resource !== undefined && resource.path === undefined && !own ? false : truth;
}

/** Whether the resource is there in this world, which notes its condition. */
function exists(evaluation: Evaluation, { condition }: ResourceSource): boolean {
  return condition === null || evaluation.assumeCondition(condition);
}
