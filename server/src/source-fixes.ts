/**
 * The façade's part for fixes in the source of CDK apps: their types, and the prices in their titles.
 * What writes them is loaded when it is needed: `dist/source-editor.js`, made from `source-editor.ts`.
 */
import type { Settings } from "./core/settings.js";
import type { SourcePrices, SourceSite } from "./dialects/cdk/source-editor/source-fix.js";
import { basisOf } from "./pricing/basis.js";
import { changeInWords, monthlyChange, rotationInWords, type KeyChange } from "./pricing/change.js";
import { money } from "./pricing/prices.js";

export type {
  SourceEditor,
  SourceFix,
  SourceFixes,
  SourcePrices,
  SourceRange,
  SourceSite,
  TracedPlace,
} from "./dialects/cdk/source-editor/source-fix.js";

/** What the fixes for a finding cost, for their titles. */
export function sourcePrices(
  { messageId, resources, replicaRegions, cfnType }: SourceSite,
  settings: Pick<Settings, "cost">,
): SourcePrices {
  const basis = basisOf(settings);
  const { prices } = basis;
  const from = messageId.startsWith("awsManaged") ? "aws-managed" : "aws-owned";
  const elsewhere = cfnType === "AWS::DynamoDB::GlobalTable" ? replicaRegions.length : 0;
  const change = (here: KeyChange["to"], there: KeyChange["to"]): string => {
    const each: readonly KeyChange[] = [
      { from, to: here },
      ...Array.from({ length: elsewhere }, (): KeyChange => ({ from, to: there })),
    ];
    return changeInWords(
      monthlyChange(
        resources.flatMap(() => each),
        null,
        basis,
      ),
      prices,
    );
  };
  const fee =
    prices.keyMonth === 0
      ? ""
      : `, plus ${money(prices.keyMonth, prices)} a month for each key in another Region that is new`;
  return {
    newKeys: change("new-key", "existing-key"),
    existingKeys: change("existing-key", "existing-key"),
    managedKey: change("aws-managed", "aws-managed"),
    otherRegions: elsewhere === 0 ? "" : fee,
    rotation: rotationInWords(prices),
  };
}
