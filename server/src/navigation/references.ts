import { spanOf } from "../core/span.js";
import { isLocal, isShared, type Occurrence } from "../dialects/cloudformation/occurrence.js";
import { declarationsIn, occurrencesIn } from "../dialects/cloudformation/occurrences.js";
import { declarationsOf, mayMeanOutput, SIGNS } from "./declarations.js";
import { meanSame, meanSameAcross, mayMean } from "./same-name.js";
import type { Hit, NavigableTemplate, Neighbourhood } from "./templates.js";

/** The other occurrences in a template that mean the same as this one, and itself. */
export function sameIn(template: NavigableTemplate, occurrence: Occurrence): readonly Hit[] {
  return occurrencesIn(template, mayHold(occurrence))
    .filter((one) => meanSame(occurrence, one))
    .map((one) => ({ template, occurrence: one }));
}

/**
 * Where a name is referred to in all templates, beginning with where it is declared. What is
 * declared may go by further names: an output by that of its export, an alias by its own.
 */
export function referencesOf(hit: Hit, around: Neighbourhood): readonly Hit[] {
  const { template, occurrence } = hit;
  if (occurrence.kind === "nested-template") return templateReferences(hit, around);
  const declared = declarationsOf(hit, around);
  if (declared.length === 0)
    return isLocal(occurrence) ? sameIn(template, occurrence) : undeclared(hit, around);
  return declared.flatMap((one) => [one, ...referencesTo(one, around)]);
}

function referencesTo(declared: Hit, around: Neighbourhood): readonly Hit[] {
  const { template, occurrence } = declared;
  if (isShared(occurrence)) return sharedReferences(declared, around);
  const own = sameIn(template, occurrence).filter((one) => one.occurrence.role === "reference");
  switch (occurrence.kind) {
    case "parameter":
      return [...own, ...nestedReferences(declared, "nested-parameter", around)];
    case "output":
      return [
        ...own,
        ...nestedReferences(declared, "nested-output", around),
        ...stackOutputReferences(declared, around),
        ...referencesByOtherNames(declared, around),
      ];
    case "resource":
      return [...own, ...referencesByOtherNames(declared, around)];
    default:
      return own;
  }
}

/** References by the names that the same entry declares for all templates. */
function referencesByOtherNames({ template, occurrence }: Hit, around: Neighbourhood): readonly Hit[] {
  const { start } = spanOf(occurrence.entry);
  return declarationsIn(template, (text) => text.includes(occurrence.name))
    .filter((one) => isShared(one) && spanOf(one.entry).start === start)
    .flatMap((one) => sharedReferences({ template, occurrence: one }, around));
}

function sharedReferences(declared: Hit, around: Neighbourhood): readonly Hit[] {
  const { occurrence } = declared;
  return everywhere(around, mayHold(occurrence), (template, one) => {
    if (one.role !== "reference") return false;
    if (template.path === declared.template.path) return meanSame(occurrence, one);
    return meanSameAcross(occurrence, one) || mayMean(one, occurrence);
  });
}

/** References to something that no template declares. */
function undeclared({ template, occurrence }: Hit, around: Neighbourhood): readonly Hit[] {
  if (!isShared(occurrence)) return sameIn(template, occurrence);
  return everywhere(around, mayHold(occurrence), (where, one) =>
    where.path === template.path ? meanSame(occurrence, one) : meanSameAcross(occurrence, one),
  );
}

function nestedReferences(
  { template, occurrence }: Hit,
  kind: "nested-parameter" | "nested-output",
  around: Neighbourhood,
): readonly Hit[] {
  const { name } = occurrence;
  return everywhere(
    around,
    (text) => text.includes(name),
    (parent, one) =>
      one.kind === kind &&
      one.name === name &&
      around.childOf(parent.path, one.stackId)?.path === template.path,
    NESTING,
  );
}

function stackOutputReferences({ template, occurrence }: Hit, around: Neighbourhood): readonly Hit[] {
  return everywhere(
    around,
    (text) => text.includes("GetStackOutput"),
    (_where, one) =>
      one.kind === "stack-output" && one.name === occurrence.name && mayMeanOutput(one, template, around),
  );
}

/** The nested stacks that deploy the same template. */
function templateReferences({ template, occurrence }: Hit, around: Neighbourhood): readonly Hit[] {
  if (occurrence.kind !== "nested-template") return [];
  const child = around.childOf(template.path, occurrence.stackId);
  if (child === null) return sameIn(template, occurrence);
  return everywhere(
    around,
    (text) => NESTING.test(text),
    (parent, one) =>
      one.kind === "nested-template" && around.childOf(parent.path, one.stackId)?.path === child.path,
  );
}

const NESTING = /AWS::(CloudFormation::Stack|Serverless::Application)/;

/**
 * The occurrences of all templates that are wanted.
 *
 * @param entries takes the raw text of entries that may have one.
 * @param document tells the templates that may.
 */
function everywhere(
  around: Neighbourhood,
  entries: (text: string) => boolean,
  isWanted: (template: NavigableTemplate, occurrence: Occurrence) => boolean,
  document?: RegExp,
): readonly Hit[] {
  return [...around.all()].flatMap((template) => {
    const { text } = template.outline;
    if (!entries(text) || document?.test(text) === false) return [];
    return occurrencesIn(template, entries)
      .filter((occurrence) => isWanted(template, occurrence))
      .map((occurrence) => ({ template, occurrence }));
  });
}

/** Whether a raw text may have a name in it that means the same. */
function mayHold(occurrence: Occurrence): (text: string) => boolean {
  if (isShared(occurrence)) return (text) => SIGNS[occurrence.kind].test(text);
  if (occurrence.kind === "stack-output") return (text) => text.includes("GetStackOutput");
  return (text) => text.includes(occurrence.name);
}
