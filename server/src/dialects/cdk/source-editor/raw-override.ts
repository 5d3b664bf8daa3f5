import { EditRefused } from "../../../core/edit.js";
import type { Draft } from "./draft.js";
import { freeName, useName } from "./imports.js";
import { variableName } from "./new-key.js";
import type { Case } from "./offer.js";
import { insertAfter, placeOf } from "./statement.js";
import { quoted } from "./style.js";

/**
 * Sets the `SSESpecification` of a construct's resource by a statement behind the one that makes it,
 * where the construct has no property for it.
 *
 * @param properties as in a template, with texts as values.
 */
export function overrideBehind(draft: Draft, one: Case, properties: Readonly<Record<string, string>>): void {
  const { construct } = one;
  const place = placeOf(draft, construct);
  if (place === null || !place.isStraight)
    throw new EditRefused("there is no statement behind which its SSESpecification could be set");
  const reference = place.reference ?? named(draft, one);
  const { padding, end } = draft.style;
  const items = Object.entries(properties).map(([name, value]) => `${name}: ${value}`);
  const property = quoted("SSESpecification", draft.style);
  const resource = resourceOf(draft, one, reference);
  insertAfter(
    draft,
    place.statement,
    `${resource}.addPropertyOverride(${property}, {${padding}${items.join(", ")}${padding}})${end}`,
  );
}

/** Puts a variable before a construct that has none. Returns its name. */
export function named(draft: Draft, { construct }: Pick<Case, "construct">): string {
  const place = placeOf(draft, construct);
  if (place?.isBare !== true)
    throw new EditRefused("nothing names the construct, so nothing can be said of it behind it");
  const name = freeName(draft, variableName(construct.args[1], "construct"));
  draft.insert(place.statement.start ?? 0, `const ${name} = `);
  return name;
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
