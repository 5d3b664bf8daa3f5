import { valueOf, propsOf } from "./properties.js";
import type { Case } from "./offer.js";
import { isPlain } from "./plain-value.js";
import type { SourceSite } from "./source-fix.js";
import { textOf } from "./syntax.js";

/**
 * What a fix does besides mending what is found, for its title, so that people look at it: it takes
 * the place of a choice that the source works out, or changes what the finding isn't about. Empty for
 * nothing: only then may a fix be applied unseen.
 *
 * @param names the properties that the fix writes.
 */
export function sideEffects(one: Case, ...names: readonly string[]): string {
  return `${inPlaceOf(one, names)}${alsoFor(one.site)}`;
}

function inPlaceOf({ construct, sheet }: Case, names: readonly string[]): string {
  const props = propsOf(construct);
  const value = names.flatMap((name) => valueOf(props, name) ?? []).find((one) => !isPlain(one));
  if (value === undefined) return "";
  const text = textOf(sheet.file, value).replace(/\s+/g, " ");
  return `, in place of \`${text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text}\``;
}

const LONGEST = 40;

/** For a title: what else the line makes that the fix would change; empty for nothing. */
export function alsoFor({ others = [] }: Pick<SourceSite, "others">): string {
  const [first] = others;
  if (first === undefined) return "";
  const more = others.length > 1 ? ` and ${others.length - 1} more` : "";
  return `; this line makes '${first}'${more} as well, which would be changed, too`;
}
