import { EditRefused } from "../../../core/edit.js";
import { useName } from "./imports.js";
import { affected, NOTHING, SAID, type Case, type Offers } from "./offer.js";
import { referenceBehind } from "./raw-override.js";
import { insertAfter } from "./statement-text.js";
import { quoted } from "./style.js";

/** As the validation plugin calls itself: acknowledgements name it before the rule. */
const PLUGIN = "dynamodb-encryption-lint";
/** The first minor version of aws-cdk-lib 2 in which `Validations` is sure to be there. */
const FIRST_WITH_VALIDATIONS = 265;

/** Sets a finding aside in the source, for good and with a reason. */
export function acknowledgeFixes(one: Case): Offers {
  const { site, construct } = one;
  if (!hasValidations(site.libraryVersion)) return NOTHING;
  return {
    refusals: [],
    offers: [
      {
        id: "acknowledge",
        title: `Acknowledge ${site.rule} for ${affected(site, "resources")} in the app, with a reason (changes nothing that is deployed)`,
        applicability: "safe",
        isPreferred: false,
        write: (draft) => {
          const { statement, reference } = referenceBehind(draft, one, "it could be acknowledged");
          if (isAcknowledged(draft.text, reference, site.rule)) throw new EditRefused(SAID);
          const validations = useName(
            draft,
            { module: "core", name: "Validations" },
            construct.binding,
            construct.qualifier,
          );
          const { style } = draft;
          const reason = "<why this is accepted>";
          draft.blanks.push(reason);
          const items = `id: ${quoted(`${PLUGIN}::${site.rule}`, style)}, reason: ${quoted(reason, style)}`;
          const call = `${validations}.of(${reference}).acknowledge({${style.padding}${items}${style.padding}})`;
          insertAfter(draft, statement, `${call}${style.end}`);
        },
      },
    ],
  };
}

function isAcknowledged(text: string, reference: string, rule: string): boolean {
  const calls = text.split(`.of(${reference}).acknowledge(`).slice(1);
  return calls.some((rest) => rest.slice(0, rest.indexOf("reason")).includes(`${PLUGIN}::${rule}`));
}

function hasValidations(version: string | null): boolean {
  const [, major, minor] = /^(\d+)\.(\d+)\./.exec(version ?? "") ?? [];
  return Number(major) > 2 || (Number(major) === 2 && Number(minor) >= FIRST_WITH_VALIDATIONS);
}
