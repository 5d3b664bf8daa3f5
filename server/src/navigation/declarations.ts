import { knownText } from "../core/text.js";
import {
  isLocal,
  isShared,
  type LocalName,
  type NestedName,
  type Occurrence,
  type SharedName,
  type StackOutputName,
} from "../dialects/cloudformation/occurrence.js";
import { declarationsIn } from "../dialects/cloudformation/occurrences.js";
import { meanSame, meanSameAcross, mayMean } from "./same-name.js";
import type { Hit, NavigableTemplate, Neighbourhood } from "./templates.js";

/** Where a name is declared, in its own template or in another; itself where it is a declaration. */
export function declarationsOf(hit: Hit, around: Neighbourhood): readonly Hit[] {
  const { template, occurrence } = hit;
  if (occurrence.role === "declaration") return [hit];
  if (isLocal(occurrence)) return localDeclarations(template, occurrence.kind, occurrence.name);
  if (isShared(occurrence)) return sharedDeclarations(template, occurrence, around);
  if (occurrence.kind === "stack-output") return stackOutputs(occurrence, around);
  return nestedDeclarations(template, occurrence, around);
}

/** Whether the output of a template may be the one that a reference by the stack's name means. */
export function mayMeanOutput(
  { stackNames }: StackOutputName,
  template: NavigableTemplate,
  around: Neighbourhood,
): boolean {
  if (stackNames.length === 0) return true;
  return stackNames.some((text) => {
    const name = knownText(text);
    return name === undefined || around.mayBeStack(template.path, name);
  });
}

/** Words without which a text has no names of a kind in it. */
export const SIGNS: Readonly<Record<SharedName["kind"], RegExp>> = {
  export: /Export|ImportValue/,
  alias: /AWS::KMS::Alias|alias\//,
  "ssm-parameter": /AWS::SSM::Parameter|resolve:ssm/,
};

function localDeclarations(
  template: NavigableTemplate,
  kind: LocalName["kind"],
  name: string,
): readonly Hit[] {
  return declarationsIn(template, (text) => text.includes(name))
    .filter((one) => one.kind === kind && one.name === name)
    .map((occurrence) => ({ template, occurrence }));
}

function sharedDeclarations(
  from: NavigableTemplate,
  reference: SharedName,
  around: Neighbourhood,
): readonly Hit[] {
  const declared = declaredNames(reference.kind, around);
  const same = declared.filter(({ template, occurrence }) =>
    template.path === from.path ? meanSame(reference, occurrence) : meanSameAcross(reference, occurrence),
  );
  if (same.length > 0) return same;
  return declared.filter(
    ({ template, occurrence }) => template.path !== from.path && mayMean(reference, occurrence),
  );
}

function declaredNames(kind: SharedName["kind"], around: Neighbourhood): readonly Hit[] {
  const sign = SIGNS[kind];
  return [...around.all()].flatMap((template) =>
    sign.test(template.outline.text)
      ? hits(
          template,
          kind,
          declarationsIn(template, (text) => sign.test(text)),
        )
      : [],
  );
}

function hits(
  template: NavigableTemplate,
  kind: Occurrence["kind"],
  occurrences: readonly Occurrence[],
): readonly Hit[] {
  return occurrences
    .filter((occurrence) => occurrence.kind === kind)
    .map((occurrence) => ({ template, occurrence }));
}

function stackOutputs(reference: StackOutputName, around: Neighbourhood): readonly Hit[] {
  return [...around.all()]
    .filter((template) => template.outline.text.includes(reference.name))
    .filter((template) => mayMeanOutput(reference, template, around))
    .flatMap((template) => localDeclarations(template, "output", reference.name));
}

function nestedDeclarations(
  from: NavigableTemplate,
  { kind, name, stackId }: NestedName,
  around: Neighbourhood,
): readonly Hit[] {
  const child = around.childOf(from.path, stackId);
  if (child === null || kind === "nested-template") return [];
  return localDeclarations(child, kind === "nested-output" ? "output" : "parameter", name);
}
