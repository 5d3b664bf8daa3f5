/** The façade's part for two versions of one document. */
import { EditRefused } from "./core/edit.js";
import {
  declarationsOf,
  serverlessDeclarations,
  type Declared,
} from "./dialects/cloudformation/declarations.js";
import { identityOf, shapeOf } from "./dialects/cloudformation/node-shape.js";
import { recognise } from "./dialects/cloudformation/recognise.js";
import { formatOf } from "./formats/detect.js";
import type { Source } from "./analysis.js";

/**
 * Whether a resource says something else than in an earlier version of its document, or is new there.
 * Indentation, comments, the order of properties and the spelling of functions make no difference.
 */
export function resourceChanges(before: Source, now: Source): (resource: string) => boolean {
  const earlier = resourcesIn(before);
  const later = resourcesIn(now);
  return (resource) => {
    const [was, is] = [earlier.get(resource), later.get(resource)];
    if (was === undefined || is === undefined) return was !== is;
    return was.text() !== is.text() && contentOf(was) !== contentOf(is);
  };
}

function resourcesIn({ path, text }: Source): ReadonlyMap<string, Declared> {
  const outline = formatOf(path, text).outline(text);
  const dialect = recognise(outline);
  if (dialect === null) return new Map();
  const serverless = dialect === "serverless-framework";
  return (serverless ? serverlessDeclarations(outline) : declarationsOf(outline)).sections.Resources;
}

/** What a resource says; its text where that can't be read, or is too much to be compared. */
function contentOf(declared: Declared): string {
  const { value, broken } = declared.read();
  if (broken) return declared.text();
  try {
    return identityOf(shapeOf(value));
  } catch (error) {
    if (!(error instanceof EditRefused)) throw error;
    return declared.text();
  }
}
