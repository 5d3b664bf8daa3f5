import type { Cases } from "../core/cases.js";
import type { KeyProperty } from "../core/hover.js";
import type { Key, Read } from "../core/model.js";
import { pricesOfDay, type Prices } from "../pricing/prices.js";
import { lossTimeline } from "./losing-a-key.js";
import { code, paragraphs, plain } from "./markdown.js";
import { keyPrice } from "./meaning.js";
import { more, type Guide } from "./pages.js";
import { showCases } from "./read-cases.js";

/** What is to be said of a property whatever its value. Sentences in Markdown. */
interface PropertyText {
  /** What it may be, and what it is where it isn't given. */
  readonly values: string;
  readonly what: string;
  /** What happens to a deployed key when it is changed. */
  readonly change: string;
}

const NO_INTERRUPTION = "A change takes effect without interruption.";
const REFUSED = "It can't be changed once the key exists: the update of the stack fails.";

const TEXTS: Readonly<Record<KeyProperty, PropertyText>> = {
  EnableKeyRotation: {
    values: "true or false; false if not given.",
    what: "KMS makes new key material every year, or every `RotationPeriodInDays`. Key ID and ARN stay, stored data isn't re-encrypted, tables notice nothing. For symmetric keys with material made by KMS only; for a multi-Region key set it on the primary.",
    change: NO_INTERRUPTION,
  },
  RotationPeriodInDays: {
    values: "90 to 2560; 365 if not given.",
    what: "Days between two rotations. It means something only while `EnableKeyRotation` is true.",
    change: NO_INTERRUPTION,
  },
  PendingWindowInDays: {
    values: "7 to 30; 30 if not given.",
    what: "Days between the key's removal from the stack and its deletion. The key can't be used from the first day, so its tables can't be read or written. CloudFormation can't cancel the deletion; KMS can, and leaves the key disabled.",
    change: NO_INTERRUPTION,
  },
  KeySpec: {
    values: "`SYMMETRIC_DEFAULT` (if not given), or an RSA, ECC, HMAC, ML-DSA or SM2 spec.",
    what: "DynamoDB takes `SYMMETRIC_DEFAULT` only.",
    change: REFUSED,
  },
  KeyUsage: {
    values: "`ENCRYPT_DECRYPT` (if not given), `SIGN_VERIFY`, `GENERATE_VERIFY_MAC` or `KEY_AGREEMENT`.",
    what: "DynamoDB needs `ENCRYPT_DECRYPT`.",
    change: REFUSED,
  },
  Origin: {
    values: "`AWS_KMS` (if not given) or `EXTERNAL`.",
    what: "DynamoDB works with both. With `EXTERNAL` you import the key material yourself; when it expires the tables become inaccessible, and KMS doesn't rotate it by schedule.",
    change: REFUSED,
  },
  Enabled: {
    values: "true or false; true if not given.",
    what: "While the key is disabled its tables can't be read or written (it takes minutes, because table keys are cached); after 7 days a table is archived. A table can't be given a disabled key.",
    change: NO_INTERRUPTION,
  },
  MultiRegion: {
    values: "true or false; false if not given.",
    what: "DynamoDB treats multi-Region keys as single-Region keys: each replica of a global table names the key of its own Region.",
    change: REFUSED,
  },
  BypassPolicyLockoutSafetyCheck: {
    values: "true or false; false if not given.",
    what: "When true, KMS doesn't check that whoever sets the key policy can change it afterwards. A wrong policy can then make the key unmanageable.",
    change: NO_INTERRUPTION,
  },
  DeletionPolicy: {
    values: "`Delete` (if not given), `Retain` or `RetainExceptOnCreate`.",
    what: "What happens to the key when its stack is deleted or it is taken out of the template. `Delete` schedules its deletion, and tables that outlive it can't be read; with `Retain` the key stays and is billed.",
    change: "It changes nothing about the deployed key.",
  },
  UpdateReplacePolicy: {
    values: "`Delete` (if not given) or `Retain`.",
    what: "What happens to the old key when an update replaces it. With `Retain` it stays, so what was encrypted under it can still be read.",
    change: "It changes nothing about the deployed key.",
  },
};

/** What a property of a key is here, what it may be, what it does and how it can be changed. */
export function keyPropertyHover(key: Key, property: KeyProperty, prices: Prices): string {
  const { values, what, change } = TEXTS[property];
  return paragraphs(
    `**${property}** of **${plain(key.logicalId)}**: ${showCases(valueOf(key, property), (value) => code(String(value)), "not given")}.`,
    property === "MultiRegion" ? `${what} ${replicaPrice(prices)}` : what,
    `Values: ${values} ${change}`,
    LOSES_KEY.includes(property) ? lossTimeline(["table", "global-table"]) : null,
    more(...GUIDES_OF[property]),
  );
}

/** Properties that decide whether, and for how long, tables can still be read. */
const LOSES_KEY: readonly KeyProperty[] = ["Enabled", "PendingWindowInDays", "DeletionPolicy"];

const GUIDES_OF: Readonly<Record<KeyProperty, readonly Guide[]>> = {
  EnableKeyRotation: ["rotation"],
  RotationPeriodInDays: ["rotation"],
  PendingWindowInDays: ["losing-a-key"],
  KeySpec: ["key-types"],
  KeyUsage: ["key-types"],
  Origin: ["losing-a-key", "rotation"],
  Enabled: ["losing-a-key"],
  MultiRegion: ["key-types"],
  BypassPolicyLockoutSafetyCheck: ["grants-and-via-service"],
  DeletionPolicy: ["losing-a-key"],
  UpdateReplacePolicy: ["losing-a-key"],
};

function replicaPrice(prices: Prices): string {
  return `Price: ${keyPrice(prices)} (${pricesOfDay(prices)}); a replica key costs the same.`;
}

function valueOf(key: Key, property: KeyProperty): Cases<Read<string | number | boolean> | null> {
  switch (property) {
    case "EnableKeyRotation":
      return key.rotation;
    case "RotationPeriodInDays":
      return key.rotationPeriod;
    case "PendingWindowInDays":
      return key.pendingWindow;
    case "KeySpec":
      return key.spec;
    case "KeyUsage":
      return key.usage;
    case "Origin":
      return key.origin;
    case "Enabled":
      return key.enabled;
    case "MultiRegion":
      return key.multiRegion;
    case "BypassPolicyLockoutSafetyCheck":
      return key.bypassesLockoutCheck;
    case "DeletionPolicy":
      return key.deletionPolicy;
    case "UpdateReplacePolicy":
      return key.updateReplacePolicy;
  }
}
