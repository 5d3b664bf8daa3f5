import type { Assumption, Cases } from "../../core/cases.js";
import type { Alias, ImportableKey, Key, KeyUser, TraceStep } from "../../core/model.js";
import type { Node } from "../../core/node.js";
import type { Place } from "../../core/span.js";
import type { Text } from "../../core/text.js";

/**
 * What the other documents of the workspace say about a template's values. `links/` makes it; the
 * dialect asks. Places, resources and assumptions of other templates name their template.
 */
export interface Surroundings {
  /** The ways in which the template is deployed, as far as the workspace tells. */
  readonly deployments: readonly Deployment[];
  /** The value exported under a name. */
  exported(name: Text): Linked;
  /** An output of a stack that is known by its name; null for what isn't known of the reference. */
  stackOutput(reference: StackOutputReference): Linked;
  /** An output of a nested stack, by the logical id of its resource in this template. */
  nestedOutput(stackId: string, output: string): Linked;
  /** The value that some template gives to an SSM parameter. */
  ssmParameter(name: string): Linked;
  /** A key or an alias of another template. */
  key(path: string, logicalId: string): Key | undefined;
  alias(path: string, logicalId: string): Alias | undefined;
  /** The alias that another template declares under this name (`alias/orders`); undefined where none or several do. */
  aliasNamed(name: string): Alias | undefined;
  /** What other templates do with a resource of this one. */
  usersOf(logicalId: string): readonly KeyUser[];
  /** Whether a nested stack's own template is known, so that its resources are counted instead of it. */
  followsStack(stackId: string): boolean;
  /** The content of a local file that `AWS::Include` brings in, as if it stood at this place; undefined for none. */
  fragment(location: string, at: Place): Node | undefined;
  /** Whether all of this, about the template of that name, can be at once. */
  canHold(name: string, when: readonly Assumption[]): boolean;
  importableKeys(): readonly ImportableKey[];
}

export interface StackOutputReference {
  readonly stack: string | null;
  readonly region: string | null;
  readonly output: string | null;
}

/** A value that comes from elsewhere, case by case; or why it can't be had; or null where nothing is known of it. */
export type Linked = { readonly cases: Cases<LinkedValue> } | { readonly reason: string } | null;

export interface LinkedValue {
  readonly text: Text;
  /** How it was come by in the other templates, outermost step first. */
  readonly trace: readonly TraceStep[];
}

/** One way in which a template is deployed. */
export interface Deployment {
  /** Completes "deployed …", and tells the deployments of one template apart: "by stack 'Tables' of app.yaml". */
  readonly label: string;
  /** The value it gives to a parameter; null where it gives none. */
  parameter(name: string): Linked;
  /** It sets all that is set: what it leaves out keeps its default. */
  readonly complete: boolean;
  readonly region: string | null;
  readonly account: string | null;
  /** Region and account can't be otherwise, whatever the settings say. */
  readonly pinned: boolean;
  readonly stackName: string | null;
}

/** A template of which nothing else is known. */
export const ALONE: Surroundings = {
  deployments: [],
  exported: () => null,
  stackOutput: () => null,
  nestedOutput: () => null,
  ssmParameter: () => null,
  key: () => undefined,
  alias: () => undefined,
  aliasNamed: () => undefined,
  usersOf: () => [],
  followsStack: () => false,
  fragment: () => undefined,
  canHold: () => true,
  importableKeys: () => [],
};
