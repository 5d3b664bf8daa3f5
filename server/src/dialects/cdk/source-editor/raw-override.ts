import { EditRefused } from "../../../core/edit.js";
import type { Draft } from "./draft.js";
import { freeName, useName } from "./imports.js";
import { variableName } from "./new-key.js";
import type { Case } from "./offer.js";
import { placeOf } from "./statement.js";
import { insertAfter } from "./statement-text.js";
import { quoted } from "./style.js";
import type { Node } from "./syntax.js";

/**
 * Sets the `SSESpecification` of a construct's resource by a statement behind the one that makes it,
 * where the construct has no property for it.
 *
 * @param properties as in a template, with texts as values.
 */
export function overrideBehind(draft: Draft, one: Case, properties: Readonly<Record<string, string>>): void {
  const { statement, reference } = referenceBehind(draft, one, "its SSESpecification could be set");
  const { padding, end } = draft.style;
  const items = Object.entries(properties).map(([name, value]) => `${name}: ${value}`);
  const property = quoted("SSESpecification", draft.style);
  const resource = resourceOf(draft, one, reference);
  insertAfter(
    draft,
    statement,
    `${resource}.addPropertyOverride(${property}, {${padding}${items.join(", ")}${padding}})${end}`,
  );
}

/**
 * The statement that makes a construct, and what names it behind that: a variable of its own where
 * there is nothing yet. Throws `EditRefused`.
 *
 * @param what is to stand behind it, as the end of a clause.
 */
export function referenceBehind(
  draft: Draft,
  { construct }: Pick<Case, "construct">,
  what: string,
): { readonly statement: Node; readonly reference: string } {
  const place = placeOf(draft, construct);
  if (place === null || !place.isStraight)
    throw new EditRefused(`there is no statement behind which ${what}`);
  const { statement, reference, isBare } = place;
  if (reference !== null) return { statement, reference };
  if (!isBare) throw new EditRefused("nothing names the construct, so nothing can be said of it behind it");
  const name = freeName(draft, variableName(construct.args[1], "construct"));
  draft.insert(statement.start ?? 0, `const ${name} = `);
  return { statement, reference: name };
}

function resourceOf(draft: Draft, { construct }: Case, reference: string): string {
  if (construct.cdk.name.startsWith("Cfn")) return reference;
  const child = `${reference}.node.defaultChild`;
  if (draft.file.language === "javascript") return child;
  const type = useName(
    draft,
    { module: construct.cdk.module, name: "CfnGlobalTable" },
    construct.binding,
    construct.qualifier,
  );
  return `(${child} as ${type})`;
}
