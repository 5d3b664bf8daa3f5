import type { Dialect } from "../../core/model.js";
import { textOf, type Node } from "../../core/node.js";
import { remember } from "../../core/remember.js";
import type { Outline } from "../../formats/format.js";

const RESOURCE_TYPE = /["']?\bType["']?\s*:\s*["']?(AWS|Custom|Alexa|[A-Z][A-Za-z0-9]+::[A-Z][A-Za-z0-9]+)::/;
const CDK_MARKS = ["aws:cdk:path", "/cdk-bootstrap/", "AWS::CDK::Metadata"];
const LONGEST_MARK = Math.max(...CDK_MARKS.map(({ length }) => length));
const ANY_TEMPLATE_WORD =
  /Resources|AWSTemplateFormatVersion|^[^\S\n\r\u2028\u2029]*["']?resources["']?\s*:/m;

const VERSION = "AWSTemplateFormatVersion";
const MODELLED = ["AWS::DynamoDB::", "AWS::Serverless::SimpleTable", "AWS::KMS::", "AWS::DAX::"];

/** Whether a text, in whatever form, holds a word of plain ASCII. */
export type Holds = (word: string) => boolean;

/**
 * A look at the raw bytes of a file, before they are made a text: false where the text can neither
 * be a template of any dialect, nor be meant as one, nor name a type we model.
 */
export function mayMatter(holds: Holds): boolean {
  // The cheapest first: what is said no to is most of what lies in a folder.
  return holds("AWS::") || holds(VERSION) || (holds("Resources") && holds("::")) || isServerless(holds);
}

/** Whether a text that can't be read names a type that we model, so that a template may be lost on us. */
export function namesModelledType(holds: Holds): boolean {
  return MODELLED.some(holds);
}

/** One look whether the text could be a template of any dialect; most files end here. */
export function mayBeTemplate(text: string): boolean {
  return ANY_TEMPLATE_WORD.test(text);
}

/** The dialect of a document, by its content; null where it is no template. */
export function recognise(outline: Outline): Dialect | null {
  const keys = new Set(outline.sections.map((section) => section.key));
  if (isTemplate(outline, keys)) {
    if (isMarked(outline)) return "cdk";
    return isSam(outline) ? "sam" : "cloudformation";
  }
  const serverless =
    keys.has("resources") && keys.has("provider") && (keys.has("service") || keys.has("functions"));
  return serverless ? "serverless-framework" : null;
}

/** A second look, which tells most of the remaining files apart before any of them is read. */
export function couldBeTemplate(text: string): boolean {
  return wasMeantAsTemplate(text) || isServerless((word) => text.includes(word));
}

/** Whether a text that can't be parsed was meant to be a template: it names a resource type. */
export function wasMeantAsTemplate(text: string): boolean {
  return text.includes(VERSION) || (text.includes("Resources") && RESOURCE_TYPE.test(text));
}

function isServerless(holds: Holds): boolean {
  return holds("provider") && holds("resources");
}

function isTemplate(outline: Outline, keys: ReadonlySet<string>): boolean {
  const resources = outline.sections.find((section) => section.key === "Resources");
  if (keys.has(VERSION)) return true;
  if (resources === undefined) return false;
  return RESOURCE_TYPE.test(resources.text());
}

const marked = new WeakMap<Outline, boolean>();

/** Whether CDK has left one of its marks. Where the text before had none, only the change can have brought one. */
function isMarked(outline: Outline): boolean {
  return remember(marked, outline, () => {
    const { text, continues } = outline;
    if (continues === null || marked.get(continues.outline) !== false) return hasMark(text);
    const { start, newEnd } = continues.change;
    return hasMark(text.slice(Math.max(0, start - LONGEST_MARK), newEnd + LONGEST_MARK));
  });
}

function hasMark(text: string): boolean {
  return CDK_MARKS.some((mark) => text.includes(mark));
}

function isSam(outline: Outline): boolean {
  const transform = outline.sections.find((section) => section.key === "Transform")?.value();
  const names: readonly Node[] =
    transform === undefined ? [] : transform.kind === "list" ? transform.items : [transform];
  return names.some((node) => textOf(node)?.startsWith("AWS::Serverless-") === true);
}
