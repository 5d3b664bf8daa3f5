import { knownText, soleHole, type Text } from "../../core/text.js";
import { sameItems } from "../../core/cells.js";
import type { ResourceSource } from "./resource.js";
import { sourcesMatching } from "./resource-sources.js";
import type { Scope } from "./scope.js";

/** The resources of a template that say who may do what. */
export interface IamResources {
  readonly sources: readonly ResourceSource[];
  /** The managed policy of this template that a reference leads to, or undefined. */
  managedPolicy(reference: Text): ResourceSource | undefined;
}

const IAM_TYPES =
  /AWS::(IAM::(Role|User|Group|Policy|ManagedPolicy|RolePolicy|UserPolicy|GroupPolicy|UserToGroupAddition)|Serverless::(Function|StateMachine|Connector))\b/;

/** Roles, users, groups, policies, SAM's functions, state machines and connectors, those of loops included. */
export function iamResources(scope: Scope): IamResources {
  return scope.derived(readIamResources);
}

function readIamResources(scope: Scope): IamResources {
  const sources = scope.derived(iamSources)();
  const managed = new Map(
    sources
      .filter(({ type }) => type === "AWS::IAM::ManagedPolicy")
      .map((source) => [source.logicalId, source]),
  );
  return {
    sources,
    managedPolicy: (reference) => {
      if (knownText(reference) !== undefined) return undefined;
      const resource = soleHole(reference)?.resource;
      if (resource === undefined || resource.path !== undefined) return undefined;
      const isArn = resource.attribute === null || resource.attribute === "PolicyArn";
      return isArn ? managed.get(resource.logicalId) : undefined;
    },
  };
}

/** The same list for as long as none of them changes. */
function iamSources(scope: Scope): () => readonly ResourceSource[] {
  const read = (): readonly ResourceSource[] =>
    sourcesMatching(scope, IAM_TYPES).filter(({ type }) => IAM_TYPES.test(type));
  return scope.cells.cell(read, sameItems);
}
