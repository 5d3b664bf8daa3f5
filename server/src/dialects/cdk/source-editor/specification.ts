import { EditRefused } from "../../../core/edit.js";
import type { Draft } from "./draft.js";
import { quoted } from "./style.js";

/** An object literal on one line. */
export function braced({ style: { padding } }: Draft, properties: Readonly<Record<string, string>>): string {
  const items = Object.entries(properties).map(([name, value]) => `${name}: ${value}`);
  return `{${padding}${items.join(", ")}${padding}}`;
}

/** Encryption with KMS, as the properties of an L1 construct say it. */
export function withKms({ style }: Draft): Readonly<Record<string, string>> {
  return { sseEnabled: "true", sseType: quoted("KMS", style) };
}

/** A string for the ARN of a key that nobody here knows. */
export function arnToFillIn(draft: Draft, region: string): string {
  if (!/^[a-z]{2,3}(-[a-z]+)+-\d+$/.test(region))
    throw new EditRefused("the Region of a replica isn't known");
  const blank = `<ARN of the key in ${region}>`;
  draft.blanks.push(blank);
  return quoted(blank, draft.style);
}
