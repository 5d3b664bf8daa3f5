/**
 * A string that may be known in part: literal pieces, and holes for what a template can't show
 * (`arn:aws:kms:${AWS::Region}:…` is text with a hole).
 */
export interface Text {
  readonly parts: readonly (string | Hole)[];
}

/** A piece of text that isn't known. */
export interface Hole {
  /** How the template names it: `AWS::Region`, `Key.Arn`, a parameter's name. */
  readonly name: string;
  /** The resource whose value it is. */
  readonly resource?: ResourceValue;
  /** Why it isn't known, as a clause: "it comes from the export 'KeyArn' of another stack". */
  readonly reason: string;
}

/** What `Ref` (`attribute` is null) or `Fn::GetAtt` gives of a resource. */
export interface ResourceValue {
  readonly logicalId: string;
  readonly attribute: string | null;
  /** The document that declares it, where that is another than the one under analysis. */
  readonly path?: string;
}

export function literalText(text: string): Text {
  return { parts: [text] };
}

/** The whole text where every part is known, otherwise undefined. */
export function knownText(text: Text): string | undefined {
  let known = "";
  for (const part of text.parts) {
    if (typeof part !== "string") return undefined;
    known += part;
  }
  return known;
}

/** The text with its holes written as `${name}`. */
export function displayText(text: Text): string {
  return text.parts.map((part) => (typeof part === "string" ? part : `\${${part.name}}`)).join("");
}

/** The text by name: a sole hole as the template names it (`AWS::Region`), otherwise as displayed. */
export function nameOfText(text: Text): string {
  return soleHole(text)?.name ?? displayText(text);
}

/** The hole that is the whole text, or undefined. */
export function soleHole(text: Text): Hole | undefined {
  const parts = text.parts.filter((part) => part !== "");
  const only = parts[0];
  return parts.length === 1 && typeof only === "object" ? only : undefined;
}

/** The first hole, or undefined where all is known. */
export function firstHole(text: Text): Hole | undefined {
  return text.parts.find((part) => typeof part === "object");
}

export function joinTexts(texts: readonly Text[], separator: string): Text {
  const parts: (string | Hole)[] = [];
  texts.forEach((text, index) => {
    if (index > 0) parts.push(separator);
    parts.push(...text.parts);
  });
  return { parts: compact(parts) };
}

/** Splits at each separator in the literal parts; a hole stays in the piece it stands in. */
export function splitText(text: Text, separator: string): Text[] {
  const pieces: (string | Hole)[][] = [[]];
  for (const part of text.parts) {
    if (typeof part !== "string") {
      pieces.at(-1)?.push(part);
      continue;
    }
    part.split(separator).forEach((piece, index) => {
      if (index > 0) pieces.push([]);
      pieces.at(-1)?.push(piece);
    });
  }
  return pieces.map((parts) => ({ parts: compact(parts) }));
}

function compact(parts: readonly (string | Hole)[]): (string | Hole)[] {
  const result: (string | Hole)[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (typeof part === "string" && typeof last === "string") result[result.length - 1] = last + part;
    else result.push(part);
  }
  return result.filter((part) => part !== "");
}
