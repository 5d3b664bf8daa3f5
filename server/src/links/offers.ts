import { enumerate, mapCases, TOO_MANY_CASES, type Assumption, type Cases } from "../core/cases.js";
import { textOf, valueOf, type Node } from "../core/node.js";
import { displayText, type Text } from "../core/text.js";
import { Evaluation } from "../dialects/cloudformation/evaluation.js";
import { casesOf, propertyValue, resourceSource } from "../dialects/cloudformation/resource.js";
import type { Scope } from "../dialects/cloudformation/scope.js";
import type { LinkedValue } from "../dialects/cloudformation/surroundings.js";
import type { Value } from "../dialects/cloudformation/value.js";

/** A name under which a template offers a value to others, and when it does. */
export interface OfferedName {
  /** Equal names in two templates mean the same; see `canonicalName`. */
  readonly name: string;
  readonly when: readonly Assumption[];
  /** What is offered: an output's or a resource's logical id. */
  readonly id: string;
  /** The Region it is offered in, where that isn't the stack's own. */
  readonly region: string | null;
}

/** CDK's resource that writes a stack's values into the SSM of another Region. */
const CROSS_REGION_WRITER = "Custom::CrossRegionExportWriter";

/**
 * A parameter, a pseudo parameter or a dynamic reference. Other holes are named by what made them
 * (`Fn::Select`), which says nothing of what is in them.
 */
const SHARED_NAME = /^(?!Ref$)(?:[A-Za-z0-9]+|AWS::[A-Za-z]+|resolve:.+)$/;

/** What only one stack has, so that two templates never mean the same by it. */
const OF_ONE_STACK = new Set(["AWS::StackName", "AWS::StackId"]);

/**
 * A name as a key for looking it up. A parameter that nobody gives a value stands by its own name:
 * templates of one workspace that name it alike mean the same. Null for a name that can't be told.
 */
export function canonicalName(text: Text): string | null {
  const isTellable = text.parts.every(
    (part) =>
      typeof part === "string" ||
      (part.resource === undefined && !OF_ONE_STACK.has(part.name) && SHARED_NAME.test(part.name)),
  );
  const tells = text.parts.some((part) => typeof part === "string" && part !== "");
  return isTellable && tells ? displayText(text) : null;
}

/** The names that outputs are exported under. */
export function exportedNames(scope: Scope): readonly OfferedName[] {
  return outputsWith(scope, "Export").flatMap(({ id, body }) =>
    namesOf(
      inOutput(scope, body, (evaluation) => {
        // Another output may offer the same name where this one doesn't exist, so it is said when it does.
        const condition = textOf(valueOf(body, "Condition"));
        if (condition !== undefined) evaluation.assumeCondition(condition);
        return evaluation.value(valueOf(valueOf(body, "Export"), "Name"));
      }) ?? [],
      id,
    ),
  );
}

/** The texts of export names that can't be told yet, for messages: `${AWS::StackName}-KeyArn`. */
export function openExports(scope: Scope): readonly Text[] {
  return outputsWith(scope, "Export").flatMap(({ body }) => {
    const name = valueOf(valueOf(body, "Export"), "Name");
    const cases = inOutput(scope, body, (evaluation) => evaluation.value(name)) ?? [];
    return cases.flatMap(({ value }) =>
      value.kind === "text" && canonicalName(value.text) === null ? [value.text] : [],
    );
  });
}

/** The names of the SSM parameters that resources of these logical ids set. */
export function ssmNames(scope: Scope, ids: readonly string[]): readonly OfferedName[] {
  return ids.flatMap((id): readonly OfferedName[] => {
    const source = sourceOf(scope, id);
    if (source?.type === "AWS::SSM::Parameter") {
      return namesOf(nameCases(source, "Name"), id);
    }
    if (source?.type !== CROSS_REGION_WRITER) return [];
    const writer = valueOf(valueOf(source.body, "Properties"), "WriterProps");
    const region = textOf(valueOf(writer, "region")) ?? null;
    const exports = valueOf(writer, "exports");
    const names = exports?.kind === "map" ? exports.entries.map((entry) => entry.key) : [];
    return names.map((name) => ({ name, when: [], id, region }));
  });
}

/** The names of the aliases among these logical ids. */
export function aliasNames(scope: Scope, ids: readonly string[]): readonly OfferedName[] {
  return ids.flatMap((id) => {
    const source = sourceOf(scope, id);
    return source?.type === "AWS::KMS::Alias" ? namesOf(nameCases(source, "AliasName"), id) : [];
  });
}

/**
 * What an output gives, case by case; a reason where there is no such output.
 *
 * @param template how the template is called to people.
 */
export function outputCases(
  scope: Scope,
  output: string,
  template: string,
): Cases<LinkedValue> | { readonly reason: string } {
  const declared = scope.declarations.sections.Outputs.get(output);
  if (declared === undefined) return { reason: `${template} has no output '${output}'` };
  const body = declared.read().value;
  const values = inOutput(scope, body, (evaluation) => evaluation.value(valueOf(body, "Value")));
  const subject = `output '${output}' of ${template}`;
  return values === undefined
    ? { reason: `${subject} can't be told: ${TOO_MANY_CASES}` }
    : linkedCases(values, subject);
}

/** The value an SSM parameter is given by the resource with this logical id. */
export function ssmCases(
  scope: Scope,
  id: string,
  name: string,
): Cases<LinkedValue> | { readonly reason: string } {
  const source = sourceOf(scope, id);
  if (source === undefined) return { reason: `nothing sets the SSM parameter '${name}'` };
  const path = source.type === CROSS_REGION_WRITER ? ["WriterProps", "exports", name] : ["Value"];
  return linkedCases(property(source, path), `the SSM parameter '${name}'`);
}

/** Values as others may take them; a reason where one of them is no text. */
function linkedCases(cases: Cases<Value>, subject: string): Cases<LinkedValue> | { readonly reason: string } {
  const texts = cases.flatMap(({ when, value }) =>
    value.kind === "text" ? [{ when, value: { text: value.text, trace: value.trace } }] : [],
  );
  if (texts.length === cases.length && texts.length > 0) {
    return mapCases(texts, (value) => value, identityOf);
  }
  return { reason: `${subject} isn't a string` };
}

function namesOf(cases: Cases<Value>, id: string): readonly OfferedName[] {
  return cases.flatMap(({ when, value }) => {
    const name = value.kind === "text" ? canonicalName(value.text) : null;
    return name === null ? [] : [{ name, when, id, region: null }];
  });
}

function outputsWith(scope: Scope, word: string): readonly { readonly id: string; readonly body: Node }[] {
  return [...scope.declarations.sections.Outputs.values()]
    .filter((output) => output.text().includes(word))
    .map((output) => ({ id: output.key, body: output.read().value }));
}

/** Reads something of an output in every world in which the output exists; undefined for too many of them. */
function inOutput(
  scope: Scope,
  body: Node,
  read: (evaluation: Evaluation) => Value,
): Cases<Value> | undefined {
  const condition = textOf(valueOf(body, "Condition"));
  return enumerate((world) => {
    const evaluation = new Evaluation(scope, world);
    if (condition !== undefined && !evaluation.condition(condition)) world.reject();
    return read(evaluation);
  }, valueIdentity);
}

/** The names a resource has, each with the condition under which the resource exists. */
function nameCases(source: NonNullable<ReturnType<typeof sourceOf>>, name: string): Cases<Value> {
  return casesOf(
    source,
    (evaluation) => {
      if (source.condition !== null) evaluation.assumeCondition(source.condition);
      return propertyValue(evaluation, source, [name]);
    },
    valueIdentity,
    () => ({ kind: "absent", at: source.typeAt, trace: [], branched: false }),
  );
}

function property(source: NonNullable<ReturnType<typeof sourceOf>>, path: readonly string[]): Cases<Value> {
  return casesOf(
    source,
    (evaluation) => propertyValue(evaluation, source, path),
    valueIdentity,
    () => ({ kind: "absent", at: source.typeAt, trace: [], branched: false }),
  );
}

function sourceOf(scope: Scope, id: string) {
  const declared = scope.declarations.sections.Resources.get(id);
  return declared === undefined ? undefined : resourceSource(scope, declared);
}

function valueIdentity(value: Value): string {
  return value.kind === "text" ? identityOf(value) : value.kind;
}

function identityOf({ text }: { readonly text: Text }): string {
  return JSON.stringify(text.parts);
}
