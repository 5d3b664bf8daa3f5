import { displayText, type Text } from "../core/text.js";
import { isLocal, isShared, type Occurrence } from "../dialects/cloudformation/occurrence.js";

/** Whether two names in one template mean the same. */
export function meanSame(one: Occurrence, other: Occurrence): boolean {
  if (one.kind !== other.kind) return false;
  if (isShared(one) && isShared(other)) return one.texts.some((text) => other.texts.some(equals(text)));
  if (one.name !== other.name) return false;
  if ("stackId" in one && "stackId" in other) return one.stackId === other.stackId;
  if ("stackNames" in one && "stackNames" in other) {
    return displayed(one.stackNames) === displayed(other.stackNames);
  }
  return isLocal(one);
}

/**
 * Whether two names in different templates mean the same. What a resource gives, or the name of
 * the stack, is another thing in each.
 */
export function meanSameAcross(one: Occurrence, other: Occurrence): boolean {
  if (!isShared(one) || !isShared(other) || one.kind !== other.kind) return false;
  return one.texts.some((text) => isTellable(text) && other.texts.some(equals(text)));
}

/**
 * Whether an import may mean an export that is named after its stack: what stands behind
 * `${AWS::StackName}` is the end of the import's name.
 */
export function mayMean(imported: Occurrence, exported: Occurrence): boolean {
  if (imported.kind !== "export" || exported.kind !== "export") return false;
  return exported.texts.some(({ parts: [first, ...rest] }) => {
    if (typeof first !== "object" || !OF_ONE_STACK.has(first.name)) return false;
    const ending = displayText({ parts: rest });
    return (
      ending !== "" &&
      imported.texts.map(displayText).some((name) => name !== ending && name.endsWith(ending))
    );
  });
}

/** What only one stack has, so that two templates never mean the same by it. */
const OF_ONE_STACK: ReadonlySet<string> = new Set(["AWS::StackName", "AWS::StackId"]);

function isTellable({ parts }: Text): boolean {
  const isSame = (part: Text["parts"][number]): boolean =>
    typeof part === "string" || (part.resource === undefined && !OF_ONE_STACK.has(part.name));
  return parts.every(isSame) && parts.some((part) => typeof part === "string" && part !== "");
}

function equals(text: Text): (other: Text) => boolean {
  const shown = displayText(text);
  return (other) => displayText(other) === shown;
}

function displayed(texts: readonly Text[]): string {
  return texts.map(displayText).join("\n");
}
