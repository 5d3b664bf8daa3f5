import type { Cells } from "../../core/cells.js";
import { remember } from "../../core/remember.js";
import type { Settings } from "../../core/settings.js";
import { textOf, valueOf, type Node } from "../../core/node.js";
import type { Declarations, Declared } from "./declarations.js";
import type { Deployment, Surroundings } from "./surroundings.js";
import { comparedLiterals, isResolvedFromSsm, readParameter, type Parameter } from "./parameters.js";

/** Everything a value of the template may refer to; shared by all worlds. */
export interface Scope {
  readonly declarations: Declarations;
  /** What is worked out of the declarations, and kept while they stay the same. */
  readonly cells: Cells;
  readonly settings: KnownDeployment;
  /** What other documents say about its values. */
  readonly surroundings: Surroundings;
  /** How variables of the dialect (`${self:custom.x}`) are named where strings may hold them, or null. */
  readonly variables: "serverless" | null;
  parameter(name: string): Parameter | undefined;
  /** The value given to a parameter from outside; undefined where it names a parameter of SSM. */
  givenValue(name: string): string | undefined;
  /** Literals that conditions compare the parameter with; undefined where none does. */
  comparedWith(name: string): readonly string[] | undefined;
  /** Also of resources that loops (`Fn::ForEach`) make. */
  resourceType(logicalId: string): string | undefined;
  mapping(name: string): Node | undefined;
  condition(name: string): Declared | undefined;
  /** Something about the whole template, worked out once. */
  derived<T>(work: (scope: Scope) => T): T;
}

/** Where the stack is deployed; null for what isn't known. */
export interface KnownDeployment {
  readonly region: string | null;
  readonly account: string | null;
  readonly partition: string | null;
}

/**
 * Makes the scope of a template. Sections are read when something refers to them.
 *
 * @param surroundings what other documents say about the template's values.
 * @param loopResources the types of the resources that loops make, by logical id.
 */
export function scopeOf(
  cells: Cells,
  declarations: Declarations,
  settings: Settings,
  variables: "serverless" | null,
  surroundings: Surroundings,
  loopResources: (scope: Scope) => ReadonlyMap<string, string>,
): Scope {
  const parameters = new Map<string, () => Parameter | undefined>();
  const types = new Map<string, () => string | undefined>();
  const whole = new Map<(scope: Scope) => unknown, () => unknown>();
  const compared = cells.cell(() => comparedLiterals(declarations));
  const parameter = (name: string): Parameter | undefined =>
    remember(parameters, name, () => cells.cell(() => readParameter(declarations, name)))();
  // A loop's own collection may name what nothing declares: then no loop makes it.
  let looping = false;
  const made = cells.cell(() => {
    looping = true;
    try {
      return loopResources(scope);
    } finally {
      looping = false;
    }
  });
  const scope: Scope = {
    declarations,
    cells,
    surroundings,
    variables,
    settings: knownDeployment(settings, surroundings.deployments),
    parameter,
    givenValue: (name) => {
      const declared = parameter(name);
      const isName = declared !== undefined && isResolvedFromSsm(declared);
      return isName ? undefined : settings.parameters.get(name);
    },
    comparedWith: (name) => compared().get(name),
    resourceType: (logicalId) =>
      remember(types, logicalId, () =>
        cells.cell(() => {
          const declared = declarations.sections.Resources.get(logicalId);
          if (declared !== undefined) return textOf(valueOf(declared.read().value, "Type")) ?? "";
          return looping ? undefined : made().get(logicalId);
        }),
      )(),
    mapping: (name) => declarations.sections.Mappings.get(name)?.read().value,
    condition: (name) => declarations.sections.Conditions.get(name),
    derived: (work) => remember(whole, work, () => cells.cell(() => work(scope)))() as never,
  };
  return scope;
}

/** What the settings say, and where they say nothing, what all deployments agree on. */
function knownDeployment(settings: Settings, deployments: readonly Deployment[]): KnownDeployment {
  const pinned = deployments.length > 0 && deployments.every((one) => one.pinned);
  const known = (name: "region" | "account"): string | null => {
    const values = new Set(deployments.map((one) => one[name]));
    const agreed = values.size === 1 ? ([...values][0] ?? null) : null;
    return pinned ? (agreed ?? settings[name]) : (settings[name] ?? agreed);
  };
  const region = known("region");
  return { region, account: known("account"), partition: settings.partition ?? partitionOf(region) };
}

/** The partition a Region lies in, as far as its name tells; null for no Region. */
export function partitionOf(region: string | null): string | null {
  if (region === null) return null;
  if (region.startsWith("cn-")) return "aws-cn";
  if (region.startsWith("us-gov-")) return "aws-us-gov";
  if (region.startsWith("us-iso-")) return "aws-iso";
  if (region.startsWith("us-isob-")) return "aws-iso-b";
  if (region.startsWith("eu-isoe-")) return "aws-iso-e";
  if (region.startsWith("us-isof-")) return "aws-iso-f";
  return region.startsWith("eusc-") ? "aws-eusc" : "aws";
}
