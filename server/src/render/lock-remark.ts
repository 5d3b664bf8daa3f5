import type { Resource } from "../core/model.js";
import { plain } from "./markdown.js";

/** Why no fix is offered for a resource, as a sentence; null where fixes are. */
export function lockRemark({ locked }: Resource): string | null {
  return locked === null ? null : `No fix is offered here: ${plain(locked)}.`;
}
