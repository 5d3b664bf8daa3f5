import { knownText, soleHole, type Text } from "../../core/text.js";
import { expandForEach, isForEach } from "./for-each.js";
import { resourceSource, type ResourceSource } from "./resource.js";
import type { Scope } from "./scope.js";

/** The resources of a template that say who may do what. */
export interface IamResources {
  readonly sources: readonly ResourceSource[];
  /** The managed policy of this template that a reference leads to, or undefined. */
  managedPolicy(reference: Text): ResourceSource | undefined;
}

const IAM_TYPES =
  /AWS::(IAM::(Role|User|Group|Policy|ManagedPolicy|RolePolicy|UserPolicy|GroupPolicy|UserToGroupAddition)|Serverless::(Function|StateMachine|Connector))\b/;

const cache = new WeakMap<Scope, IamResources>();

/** Roles, users, groups, policies, SAM's functions, state machines and connectors, those of loops included. */
export function iamResources(scope: Scope): IamResources {
  const known = cache.get(scope);
  if (known !== undefined) return known;
  const sources = readSources(scope);
  const managed = new Map(
    sources
      .filter(({ type }) => type === "AWS::IAM::ManagedPolicy")
      .map((source) => [source.logicalId, source]),
  );
  const found: IamResources = {
    sources,
    managedPolicy: (reference) => {
      if (knownText(reference) !== undefined) return undefined;
      const resource = soleHole(reference)?.resource;
      if (resource === undefined || resource.path !== undefined) return undefined;
      const isArn = resource.attribute === null || resource.attribute === "PolicyArn";
      return isArn ? managed.get(resource.logicalId) : undefined;
    },
  };
  cache.set(scope, found);
  return found;
}

function readSources(scope: Scope): readonly ResourceSource[] {
  return [...scope.declarations.sections.Resources.values()]
    .filter((declared) => IAM_TYPES.test(declared.text()))
    .flatMap((declared) => {
      if (isForEach(declared.key)) return expandForEach(scope, declared);
      const source = resourceSource(scope, declared);
      return source === undefined ? [] : [source];
    })
    .filter(({ type }) => IAM_TYPES.test(type));
}
