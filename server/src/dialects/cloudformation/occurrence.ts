import type { Outline } from "../../formats/format.js";
import type { Place } from "../../core/span.js";
import type { Text } from "../../core/text.js";
import type { Scope } from "./scope.js";

/** What names are looked for in: a template's text, and what its values may refer to. */
export interface OpenTemplate {
  readonly outline: Outline;
  readonly scope: Scope;
}

/** A name that stands in a template: where something is declared, or where it is referred to. */
export type Occurrence = LocalName | SharedName | StackOutputName | NestedName;

interface OccurrenceBase {
  /** What is named, as displayed; what isn't known of it is written `${…}`. */
  readonly name: string;
  readonly role: "declaration" | "reference";
  /** The name in the text; the whole value where it can't be told apart in there. */
  readonly at: Place;
  /** Where a cursor means it: `at`, and around a reference the placeholder or intrinsic it stands in. */
  readonly reach: Place;
  /** The entry of a section that it stands in: a whole resource, output or parameter. */
  readonly entry: Place;
}

/** A name that means something in its own template only. */
export interface LocalName extends OccurrenceBase {
  readonly kind: "resource" | "parameter" | "output" | "condition" | "mapping";
}

/**
 * A name that all templates share: of an export, of a KMS alias (with its `alias/`), of a parameter
 * in SSM.
 */
export interface SharedName extends OccurrenceBase {
  readonly kind: "export" | "alias" | "ssm-parameter";
  /** What the name may be, one text per case; none where it depends on too much. */
  readonly texts: readonly Text[];
}

/** An output of a stack that is known by its name: `Fn::GetStackOutput`. */
export interface StackOutputName extends OccurrenceBase {
  readonly kind: "stack-output";
  /** What the stack's name may be, one text per case. */
  readonly stackNames: readonly Text[];
}

/** Something of a nested stack: an output (`Stack.Outputs.X`), a parameter it is given, its template. */
export interface NestedName extends OccurrenceBase {
  readonly kind: "nested-output" | "nested-parameter" | "nested-template";
  /** The logical id of the stack's resource. */
  readonly stackId: string;
}

/** Whether a name means something in its own template only. */
export function isLocal(occurrence: Occurrence): occurrence is LocalName {
  return LOCAL_KINDS.has(occurrence.kind);
}

/** Whether a name is one that all templates share. */
export function isShared(occurrence: Occurrence): occurrence is SharedName {
  return "texts" in occurrence;
}

/** Types of the resources that deploy another template. */
export const STACK_TYPES: ReadonlySet<string> = new Set([
  "AWS::CloudFormation::Stack",
  "AWS::Serverless::Application",
]);

const LOCAL_KINDS: ReadonlySet<string> = new Set(["resource", "parameter", "output", "condition", "mapping"]);
