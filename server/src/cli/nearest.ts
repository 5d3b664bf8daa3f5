import { nearestName } from "../service.js";

/** " Did you mean 'x'?", or an empty text. */
export function suggestion(given: string, names: readonly string[]): string {
  const nearest = nearestName(given, names);
  return nearest === undefined ? "" : ` Did you mean '${nearest}'?`;
}
