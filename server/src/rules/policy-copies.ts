import { PlainCall, type Plain, type PlainMap } from "../core/plain.js";
import type { PolicyPath } from "../core/edit.js";
import type { PolicyValue } from "../core/policy-value.js";
import { displayText, knownText, soleHole, type Hole, type Text } from "../core/text.js";

/** The piece of a policy that a path leads to; undefined where there is none. */
export function pieceAt(value: PolicyValue, path: PolicyPath): PolicyValue | undefined {
  return path.reduce<PolicyValue | undefined>((piece, step) => {
    if (piece?.kind === "list") return typeof step === "number" ? piece.items[step] : undefined;
    return piece?.kind === "map" ? piece.entries.find(({ key }) => key === step)?.value : undefined;
  }, value);
}

/** A piece of a policy, to be written once more; null where a part of it can't be. */
export function copyOf(value: PolicyValue): Plain | null {
  if (value.kind === "text") return copyOfText(value.text);
  if (value.kind === "list") return everyCopy(value.items.map(copyOf));
  const copies = everyCopy(value.entries.map((entry) => copyOf(entry.value)));
  if (copies === null) return null;
  const entries = value.entries.map(({ key }, index): [string, Plain] => [key, copies[index] ?? null]);
  return Object.fromEntries(entries) satisfies PlainMap;
}

/** A text, with intrinsic functions for what a template would have to fill in; null where none can. */
export function copyOfText(text: Text): Plain | null {
  const known = knownText(text);
  if (known !== undefined) return known;
  if (!text.parts.every((part) => typeof part === "string" || canBeNamed(part))) return null;
  const resource = soleHole(text)?.resource;
  if (resource !== undefined && resource.attribute !== null) {
    return new PlainCall("Fn::GetAtt", [resource.logicalId, resource.attribute]);
  }
  const only = soleHole(text);
  if (only !== undefined) return new PlainCall("Ref", resource?.logicalId ?? only.name);
  const escaped = text.parts.map((part) => (typeof part === "string" ? part.replaceAll("${", "${!") : part));
  return new PlainCall("Fn::Sub", displayText({ parts: escaped }));
}

function everyCopy(copies: readonly (Plain | null)[]): readonly Plain[] | null {
  const made = copies.filter((copy) => copy !== null);
  return made.length === copies.length ? made : null;
}

/** A resource of this template, a parameter or a pseudo parameter; not what a function makes of them. */
function canBeNamed({ name, resource }: Hole): boolean {
  return resource === undefined ? /^(AWS::)?[A-Za-z0-9]+$/.test(name) : resource.path === undefined;
}
