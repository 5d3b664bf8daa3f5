import { AssemblyReader } from "./assembly-reader.js";
import type { MissingContext } from "./manifest.js";
import type { SourcePosition } from "./source-trace.js";

/** How the files of an assembly are read. */
export interface AssemblyFiles {
  /** The text of a file; null where there is none, or where it may not be read. */
  read(path: string): Promise<string | null>;
}

/** What `cdk synth` has written: the templates of an app, and where in the app's source they come from. */
export interface Assembly {
  /** As it was given. */
  readonly folder: string;
  /** The schema of the top manifest, as "55.0.0"; null where it names none. */
  readonly version: string | null;
  /** The CDK is writing at this moment (`synth.lock`): what was read may be half of it. */
  readonly locked: boolean;
  /** By path, in the order of the manifest, each stack before its nested ones. Stale templates aren't among them. */
  readonly templates: ReadonlyMap<string, StackTemplate>;
  /** What the app looked up without an answer: its templates hold placeholders instead. */
  readonly missing: readonly MissingContext[];
  /** What couldn't be followed or read, so that templates may be lacking. Messages are sentences. */
  readonly problems: readonly AssemblyRemark[];
  /** What costs only the way back to the source. */
  readonly notices: readonly AssemblyRemark[];
}

export interface AssemblyRemark {
  readonly path: string;
  readonly message: string;
}

/** What an assembly knows of one template. */
export interface StackTemplate {
  readonly path: string;
  /** Of the stack, or of the stack that a nested one belongs to. */
  readonly artifactId: string;
  /** The name CloudFormation knows it by; null for a nested stack, whose name is made up when it is deployed. */
  readonly stackName: string | null;
  /** null where the app leaves it to the deployment. A nested stack is where its parent is. */
  readonly region: string | null;
  /** Twelve digits, or null where the app leaves it to the deployment. */
  readonly account: string | null;
  /** Of the stack, as in `Prod/Data`; null where the assembly doesn't tell. */
  readonly constructPath: string | null;
  /**
   * The resources that deploy it as a nested stack: none for a stack of its own, one for the CDK's
   * `NestedStack`; more where several `CfnStack` share one template, each with its own parameters.
   */
  readonly parents: readonly ParentStack[];
  /** Where the stack is created. */
  readonly source: SourcePosition | null;
  /** By logical id: resources, parameters, outputs. Empty where the assembly holds no metadata. */
  readonly elements: ReadonlyMap<string, TemplateElement>;
  /** What the app has acknowledged about its resources, as the last validation found it. */
  readonly acknowledged: readonly Acknowledgement[];
}

/** A finding that the app has set aside: `Validations.of(construct).acknowledge(…)`. */
export interface Acknowledgement {
  readonly logicalId: string;
  /** Whose finding: one of our plugin, or one of another, which may be cdk-nag. */
  readonly peer: "cdk" | "cdk-nag";
  /** The rule's id as that tool has it. */
  readonly rule: string;
  readonly reason: string | null;
}

/** A resource of type `AWS::CloudFormation::Stack`. */
export interface ParentStack {
  readonly path: string;
  readonly logicalId: string;
}

/** A resource, parameter or output and the construct it was made by. */
export interface TemplateElement {
  /** As in `Prod/Data/Orders/Resource`. */
  readonly constructPath: string;
  /**
   * The first place in the user's own source on the way to it; null where none is recorded. The path
   * is one of the machine that synthesised: see `findSource`.
   */
  readonly source: SourcePosition | null;
  /** Where the code at `source` was called from, the innermost call first. */
  readonly callers: readonly SourcePosition[];
  /** Where properties were set after creation (overrides, setters); recorded only by a synthesis for debugging. */
  readonly assignments: readonly PropertyAssignment[];
}

export interface PropertyAssignment {
  /** As in the template, at the top of `Properties`: `SSESpecification`. */
  readonly property: string;
  readonly source: SourcePosition;
}

/**
 * Reads a CDK assembly from its manifest down: stacks, nested assemblies (stages) and the templates
 * of nested stacks. What manifests say is not trusted: nothing outside the folder is asked for, and
 * what makes no sense becomes a problem.
 *
 * @param folder where `manifest.json` lies: a plain path with `/`, or a decoded URI.
 */
export async function readAssembly(folder: string, files: AssemblyFiles): Promise<Assembly> {
  const reading = new AssemblyReader(folder).read();
  let step = reading.next();
  while (step.done !== true) step = reading.next(await files.read(step.value));
  return step.value;
}

/** The same for a disk that answers at once. */
export function readAssemblySync(folder: string, read: (path: string) => string | null): Assembly {
  const reading = new AssemblyReader(folder).read();
  let step = reading.next();
  while (step.done !== true) step = reading.next(read(step.value));
  return step.value;
}
