import { Lines } from "../../server/src/core/lines.js";
import { spanOf } from "../../server/src/core/span.js";
import { hoverTarget, type HoverTarget } from "../../server/src/dialects/cloudformation/hover-target.js";
import { LIST_PRICES } from "../../server/src/pricing/prices.js";
import { hoverFor } from "../../server/src/render/hover.js";
import { readText } from "./read.js";

/** What stands under the `occurrence`-th (from 1) place of a word in a template. */
export function targetOn(text: string, word: string, occurrence = 1): HoverTarget | null {
  let offset = -1;
  for (let count = 0; count < occurrence; count++) offset = text.indexOf(word, offset + 1);
  if (offset < 0) throw new Error(`'${word}' occurs less than ${occurrence} times`);
  return hoverTarget(readText(text), offset);
}

/** The hover on that word, with AWS's list prices if no others are given; throws where there is none. */
export function hoverOn(text: string, word: string, occurrence = 1, prices = LIST_PRICES): string {
  const target = targetOn(text, word, occurrence);
  if (target === null) throw new Error(`there is nothing to show on '${word}'`);
  const lines = new Lines(text);
  return hoverFor(target.subject, (place) => lines.positionAt(spanOf(place).start).line + 1, prices);
}
