import { affected, NOTHING, SAID, type Case, type Offers } from "./offer.js";
import { overrideBehind } from "./raw-override.js";
import { encryptionOverrides } from "./overrides.js";
import { EditRefused } from "../../../core/edit.js";
import { sideEffects } from "./side-effects.js";
import { quoted } from "./style.js";

/**
 * A replica in another account whose keys the CDK writes without the encryption they are for, so that
 * DynamoDB refuses it (aws/aws-cdk#37783).
 */
export function replicaFixes(one: Case): Offers {
  const { construct, site, sheet } = one;
  if (construct.cdk.name !== "TableV2MultiAccountReplica" || site.messageId !== "replicaKeyWithoutSse")
    return NOTHING;
  const besides = sideEffects(one);
  return {
    refusals: [],
    offers: [
      {
        id: "complete-sse",
        title: `Enable encryption with KMS for ${affected(site, "tables")}, so that the replicas' keys are used (${one.prices.existingKeys}; the CDK leaves it out)${besides}`,
        applicability: "review",
        isPreferred: besides === "",
        write: (draft) => {
          if (encryptionOverrides(sheet, construct, site).length > 0) throw new EditRefused(SAID);
          overrideBehind(draft, one, { SSEEnabled: "true", SSEType: quoted("KMS", draft.style) });
        },
      },
    ],
  };
}
