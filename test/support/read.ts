import { stringify } from "yaml";
import { readTemplate, type ReadTemplate } from "../../server/src/dialects/cloudformation/template.js";
import { recognise } from "../../server/src/dialects/cloudformation/recognise.js";
import { IGNORE_MARKER } from "../../server/src/dialects/cloudformation/ignores.js";
import { describeCase, mapCases } from "../../server/src/core/cases.js";
import { parseSettings, type RawSettings } from "../../server/src/core/settings.js";
import { displayText } from "../../server/src/core/text.js";
import { formatOf } from "../../server/src/formats/detect.js";

const known = new Map<string, ReadTemplate>();

/**
 * Reads the model of a template text. Throws where it isn't recognised as one. A model is a value,
 * so the same text under the same settings is read once for all the tests that ask for it.
 */
export function readText(text: string, settings: RawSettings = {}): ReadTemplate {
  const key = JSON.stringify([text, settings]);
  const read = known.get(key) ?? readNow(text, settings);
  known.set(key, read);
  return read;
}

function readNow(text: string, settings: RawSettings): ReadTemplate {
  const format = formatOf("template", text);
  const outline = format.outline(text);
  const dialect = recognise(outline);
  if (dialect === null) throw new Error(`not recognised as a template:\n${text}`);
  const comments = text.includes(IGNORE_MARKER) ? format.comments(text, IGNORE_MARKER) : [];
  return readTemplate(outline, dialect, comments, parseSettings([settings], []).settings);
}

/** A template value written as YAML and as JSON, for tests that must hold in both. */
export function spellings(template: unknown): readonly { readonly format: string; readonly text: string }[] {
  return [
    { format: "YAML", text: stringify(template, { aliasDuplicateObjects: false }) },
    { format: "JSON", text: JSON.stringify(template, null, 2) },
  ];
}

/**
 * The key of every table, one string per case: "customer-managed when IsProd is true"; a replica's
 * Region stands in front ("eu-west-1: aws-owned").
 */
export function verdicts(read: ReadTemplate): readonly string[] {
  return read.template.tables.flatMap((table) =>
    table.replicas.flatMap((replica) =>
      mapCases(replica.encryption, (one) => one.verdict, String).map(({ when, value }) => {
        const region = replica.region === null ? "" : `${displayText(replica.region)}: `;
        return `${region}${value}${describeCase(when)}`;
      }),
    ),
  );
}
