import type { PropertyAssignment, TemplateElement } from "./assembly.js";
import { firstUserFrame, userFrames, type SourcePosition } from "./source-trace.js";
import { entriesOf, itemsOf, textIn, valueIn } from "./untrusted.js";

/** What a stack's metadata says of its constructs, those of its nested stacks included. */
export interface ConstructMetadata {
  readonly elements: readonly (TemplateElement & { readonly logicalId: string })[];
  /** Where constructs without a logical id were created, by construct path: stacks, nested stacks. */
  readonly sources: ReadonlyMap<string, SourcePosition>;
  /** The template files of stacks and nested stacks, by construct path. */
  readonly templateFiles: ReadonlyMap<string, string>;
  /** What was acknowledged at a construct, for all within it: reasons by `<plugin>::<rule>`, by construct path. */
  readonly acknowledged: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** A place and the calls that led to it: more of them tell nobody anything. */
const MOST_FRAMES = 8;
const LONGEST_REASON = 1000;

/**
 * Reads metadata as it stands in a manifest (older versions) and in a file beside it (newer ones).
 * Both have "/" and the construct's path as keys, and lists of `{ type, data, trace? }` as values.
 */
export function readMetadata(...sources: readonly unknown[]): ConstructMetadata {
  const entries = new Map(sources.flatMap(entriesOf));
  const elements: (TemplateElement & { logicalId: string })[] = [];
  const created = new Map<string, SourcePosition>();
  const templateFiles = new Map<string, string>();
  const acknowledged = new Map<string, ReadonlyMap<string, string>>();
  for (const [key, value] of entries) {
    const constructPath = key.replace(/^\//, "");
    const list = itemsOf(value);
    const logicalId = textIn(ofType(list, "aws:cdk:logicalId"), "data");
    const [source = null, ...callers] = framesOf(list);
    const file = textIn(ofType(list, "aws:cdk:templateFile"), "data");
    if (file !== undefined) templateFiles.set(constructPath, file);
    const reasons = acknowledgedIn(list);
    if (reasons.size > 0) acknowledged.set(constructPath, reasons);
    if (logicalId !== undefined) {
      elements.push({ logicalId, constructPath, source, callers, assignments: assignmentsIn(list) });
    } else if (source !== null) {
      created.set(constructPath, source);
    }
  }
  return { elements, sources: created, templateFiles, acknowledged };
}

/** Since 2.251 a trace of its own; before, with debugging on, one at the logical id. */
function framesOf(entries: readonly unknown[]): readonly SourcePosition[] {
  const stack = userFrames(itemsOf(valueIn(ofType(entries, "aws:cdk:creationStack"), "data")), MOST_FRAMES);
  if (stack.length > 0) return stack;
  return userFrames(itemsOf(valueIn(ofType(entries, "aws:cdk:logicalId"), "trace")), MOST_FRAMES);
}

function assignmentsIn(entries: readonly unknown[]): readonly PropertyAssignment[] {
  return entries.flatMap((entry) => {
    if (textIn(entry, "type") !== "aws:cdk:propertyAssignment") return [];
    const property = textIn(valueIn(entry, "data"), "propertyName");
    const source = firstUserFrame(itemsOf(valueIn(valueIn(entry, "data"), "stackTrace")));
    return property === undefined || source === null ? [] : [{ property, source }];
  });
}

function acknowledgedIn(entries: readonly unknown[]): ReadonlyMap<string, string> {
  const rules = entries
    .filter((entry) => textIn(entry, "type") === "aws:cdk:acknowledged-rules")
    .flatMap((entry) => entriesOf(valueIn(entry, "data")));
  return new Map(
    rules.flatMap(([id, reason]) =>
      typeof reason === "string" ? [[id, reason.slice(0, LONGEST_REASON)] as const] : [],
    ),
  );
}

function ofType(entries: readonly unknown[], type: string): unknown {
  return entries.find((entry) => textIn(entry, "type") === type);
}
