import { asObject, entriesOf, parsedJson, textIn, valueIn } from "./untrusted.js";

/** What the CDK says of a construct in `tree.json`. */
export interface ConstructKind {
  /** As in `aws-cdk-lib.aws_dynamodb.Table`; null where it isn't told. */
  readonly fqn: string | null;
  /** Of the library that the class comes from; null where it isn't told. */
  readonly version: string | null;
}

/** More constructs than any app has. */
const MOST_CONSTRUCTS = 200_000;

/**
 * The constructs of an app by path, as in `Prod/Data/Orders`; none where the text makes no sense.
 * Whose properties overrides have changed isn't told there: judge the template.
 */
export function readConstructTree(text: string): ReadonlyMap<string, ConstructKind> {
  const found = new Map<string, ConstructKind>();
  const waiting: unknown[] = [valueIn(parsedJson(text), "tree")];
  while (waiting.length > 0 && found.size < MOST_CONSTRUCTS) {
    const node = asObject(waiting.pop());
    const path = textIn(node, "path");
    if (node === undefined || path === undefined) continue;
    const kind = valueIn(node, "constructInfo");
    found.set(path, { fqn: textIn(kind, "fqn") ?? null, version: textIn(kind, "version") ?? null });
    for (const [, child] of entriesOf(valueIn(node, "children"))) waiting.push(child);
  }
  return found;
}
