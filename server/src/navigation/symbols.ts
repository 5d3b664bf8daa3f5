import { resourceSymbolsOf, type TemplateSymbol } from "../dialects/cloudformation/symbols.js";
import type { NavigableTemplate } from "./templates.js";

/** A symbol, and the template it stands in. */
export interface FoundSymbol {
  readonly template: NavigableTemplate;
  readonly symbol: TemplateSymbol;
}

/** The symbols whose name has the query's letters in this order, whatever their case; all for no query. */
export function symbolsNamed(query: string, templates: Iterable<NavigableTemplate>): readonly FoundSymbol[] {
  const found: FoundSymbol[] = [];
  for (const template of templates) {
    for (const symbol of resourceSymbolsOf(template)) {
      if (matches(symbol.name, query)) found.push({ template, symbol });
    }
  }
  return found;
}

function matches(name: string, query: string): boolean {
  const letters = [...query.toLowerCase()].filter((letter) => letter !== " ");
  const lower = name.toLowerCase();
  let from = 0;
  return letters.every((letter) => {
    const at = lower.indexOf(letter, from);
    from = at + 1;
    return at >= 0;
  });
}
