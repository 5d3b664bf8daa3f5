import type { Template } from "../core/model.js";
import type { Span } from "../core/span.js";
import type { CostBasis, CostInput } from "../pricing/priced.js";
import { costLabel } from "./cost-label.js";
import { costPlaces } from "./cost-places.js";
import { costTooltip } from "./cost-tooltip.js";

/** What an editor shows of the costs, behind the text they follow from. */
export interface CostHint {
  readonly offset: number;
  /** A few words: "customer managed · about $1.23 a month". */
  readonly label: string;
  /** The working, as Markdown. Worked out when asked for. */
  readonly tooltip: () => string;
}

/** The hints of a template, worked out for the span they are asked for. */
export function costHintsOf(
  template: Template,
  input: CostInput,
  basis: CostBasis,
  text: string,
): (span: Span) => readonly CostHint[] {
  const places = costPlaces(template, input, text);
  return ({ start, end }) =>
    places
      .filter(({ offset }) => start <= offset && offset <= end)
      .map((place) => ({
        offset: place.offset,
        label: costLabel(place, basis),
        tooltip: () => costTooltip(place, basis),
      }));
}
