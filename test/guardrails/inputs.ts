import type { GuardrailInput, GuardrailKind } from "../../server/src/guardrails/index.js";

export const ACCOUNT = "730335112233";
export const ADMIN = `arn:aws:iam::${ACCOUNT}:role/KeyAdministrator`;
export const DUBLIN = keyArn("eu-west-1", 1);
export const FRANKFURT = keyArn("eu-central-1", 2);

/** Nothing is given. */
export const NOTHING: GuardrailInput = {
  keyArns: [],
  regions: [],
  classification: null,
  email: null,
  topicArn: null,
  adminArns: [],
  userArns: [],
  exemptArns: [],
  targets: [],
};

const KEYS = { keyArns: [DUBLIN, FRANKFURT], regions: ["eu-west-1", "eu-central-1"] };
const CLASSIFICATION = { tag: "data-classification", value: "restricted" };

/** All inputs of interest, by the guardrail's kind. */
export const INPUTS: Readonly<Record<GuardrailKind, Readonly<Record<string, GuardrailInput>>>> = {
  "config-rule": { "nothing given": NOTHING, "keys and Regions": { ...NOTHING, ...KEYS } },
  eventbridge: {
    "nothing given": NOTHING,
    "keys, Regions and an address": { ...NOTHING, ...KEYS, email: "keys@example.com" },
    "a topic that is there": { ...NOTHING, topicArn: `arn:aws:sns:eu-west-1:${ACCOUNT}:alerts` },
  },
  "key-policy": {
    "nothing given": NOTHING,
    "an administrator and a classification": {
      ...NOTHING,
      adminArns: [ADMIN],
      classification: CLASSIFICATION,
    },
    "users, too": {
      ...NOTHING,
      adminArns: [ADMIN],
      userArns: [`arn:aws:iam::${ACCOUNT}:role/Api`],
      classification: CLASSIFICATION,
    },
  },
  scp: {
    "nothing given": NOTHING,
    "keys and a target": { ...NOTHING, keyArns: [DUBLIN], targets: ["ou-ab12-12345678"] },
    "a classification and an exempt role": {
      ...NOTHING,
      classification: CLASSIFICATION,
      exemptArns: ["arn:aws:iam::*:role/KeyAdministrator"],
    },
  },
};

/** The ARN of the `index`th key of a Region. */
export function keyArn(region: string, index: number): string {
  return `arn:aws:kms:${region}:${ACCOUNT}:key/0f0e0d0c-0b0a-4908-8706-${String(index).padStart(12, "0")}`;
}
