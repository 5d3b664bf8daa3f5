import type { Cases } from "./cases.js";
import type { Resource } from "./model.js";
import type { WrittenPolicy } from "./policy-value.js";
import type { Text } from "./text.js";

/** Somebody who calls AWS and whose IAM policies a template shows. */
export interface Principal extends Resource {
  /** Functions and state machines are SAM's; a role is made for each that names none. */
  readonly kind: "role" | "user" | "group" | "function" | "state-machine";
  /** The logical id of the role that calls, or of the user or group itself. */
  readonly identity: string;
  /** Its name in IAM, as far as known: CloudFormation makes one up where the template gives none. */
  readonly name: Text;
  readonly iamPath: Text;
  /** Its IAM policies, case by case; null where a function calls as another role. Read when asked for. */
  readonly access: () => Cases<PrincipalPolicies | null>;
}

/** The IAM policies of a principal in one case. */
export interface PrincipalPolicies {
  readonly attached: readonly AttachedPolicy[];
  /** Why it may have others, as clauses: "the managed policy 'TeamPolicy' isn't in the template". */
  readonly unread: readonly string[];
  /** A permissions boundary is set, which may take away what its policies give. */
  readonly bounded: boolean;
}

/** A policy that a principal has. */
export interface AttachedPolicy {
  readonly written: WrittenPolicy;
  /** The resource whose text it is part of, or that names it. */
  readonly holder: Resource;
  /**
   * `document`: the template writes it out. `reference`: the template names it (a managed policy of
   * AWS, a policy template, a connector), and all of its pieces stand where it is named.
   */
  readonly source: "document" | "reference";
}

/** A resource that writes out IAM policies, whoever has them. */
export interface PolicyHolder {
  readonly resource: Resource;
  /** The policies in its text, case by case. Read when asked for. */
  readonly policies: () => Cases<readonly AttachedPolicy[]>;
}
