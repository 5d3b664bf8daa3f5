/** A made-up question to two evaluators: ours, and an independent one. */
export interface GeneratedCase {
  readonly keyPolicy: object;
  readonly identityPolicies: readonly object[];
  /** An ARN (of a session where it is a role), or a service. */
  readonly principal: string;
  readonly action: string;
  readonly context: Readonly<Record<string, string | string[]>>;
}

export const ACCOUNT = "111122223333";
export const KEY_ARN = `arn:aws:kms:us-east-1:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const OTHER = "444455556666";

/** The same cases for the same seed, on every machine. */
export function generatedCases(seed: number, count: number): readonly GeneratedCase[] {
  const random = mulberry(seed);
  return Array.from({ length: count }, () => generatedCase(random));
}

type Random = () => number;

/** A small generator of pseudo-random numbers, known as mulberry32. */
function mulberry(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function generatedCase(random: Random): GeneratedCase {
  const principal = pick(random, PRINCIPALS);
  const statements = some(random, 1, 3, () => keyStatement(random));
  if (random() < 0.4) statements.push(ROOT_STATEMENT);
  const identityPolicies =
    random() < 0.6 && principal.startsWith("arn:") && !principal.endsWith(":root")
      ? [policy(some(random, 1, 2, () => identityStatement(random)))]
      : [];
  const action = pick(random, ACTIONS);
  return {
    keyPolicy: policy(statements),
    identityPolicies,
    principal,
    action,
    context: contextFor(random, principal, action),
  };
}

function policy(statements: readonly object[]): object {
  return { Version: "2012-10-17", Statement: statements.length === 1 ? statements[0] : statements };
}

const ROOT_STATEMENT = {
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
  Action: "kms:*",
  Resource: "*",
};

const PRINCIPALS = [
  `arn:aws:sts::${ACCOUNT}:assumed-role/App/session1`,
  `arn:aws:sts::${ACCOUNT}:assumed-role/App/session1`,
  `arn:aws:sts::${ACCOUNT}:assumed-role/Admin/session2`,
  `arn:aws:iam::${ACCOUNT}:user/alice`,
  `arn:aws:sts::${OTHER}:assumed-role/App/session1`,
  `arn:aws:iam::${OTHER}:user/alice`,
  "dynamodb.amazonaws.com",
];

const ACTIONS = [
  "kms:Decrypt",
  "kms:Decrypt",
  "kms:Encrypt",
  "kms:DescribeKey",
  "kms:CreateGrant",
  "kms:PutKeyPolicy",
  "kms:ReEncryptFrom",
  "kms:GenerateDataKeyWithoutPlaintext",
];

const ACTION_PATTERNS = [
  "kms:*",
  "kms:*",
  "kms:*",
  "*",
  "kms:Decrypt",
  "kms:decrypt",
  "KMS:De*",
  "kms:ReEncrypt*",
  "kms:GenerateDataKey*",
  "kms:*crypt*",
  "kms:D?crypt",
  "kms:Describe*",
  "kms:Encrypt",
  "kms:Put*",
  "kms:CreateGrant",
  "dynamodb:*",
];

const NAMED = [
  "*",
  "*",
  { AWS: "*" },
  { AWS: "*" },
  { AWS: ACCOUNT },
  { AWS: `arn:aws:iam::${OTHER}:root` },
  { AWS: `arn:aws:iam::${ACCOUNT}:role/App` },
  { AWS: [`arn:aws:iam::${ACCOUNT}:role/App`, `arn:aws:iam::${ACCOUNT}:role/Admin`] },
  { AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/App/session1` },
  { AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/App/session9` },
  { AWS: `arn:aws:iam::${ACCOUNT}:user/alice` },
  { AWS: [`arn:aws:iam::${OTHER}:role/App`, `arn:aws:iam::${OTHER}:user/alice`] },
  { Service: "dynamodb.amazonaws.com" },
  { AWS: `arn:aws:iam::${ACCOUNT}:role/Admin`, Service: ["s3.amazonaws.com", "dynamodb.amazonaws.com"] },
];

function keyStatement(random: Random): object {
  const effect = random() < 0.7 ? "Allow" : "Deny";
  return {
    Effect: effect,
    Principal: pick(random, NAMED),
    ...actionElement(random),
    Resource: random() < 0.9 ? "*" : pick(random, [KEY_ARN, `arn:aws:kms:us-east-1:${ACCOUNT}:key/other`]),
    ...conditionElement(random),
  };
}

function identityStatement(random: Random): object {
  return {
    Effect: random() < 0.85 ? "Allow" : "Deny",
    ...actionElement(random),
    ...resourceElement(random),
    ...conditionElement(random),
  };
}

function actionElement(random: Random): object {
  const actions = some(random, 1, 3, () => pick(random, ACTION_PATTERNS));
  const value = actions.length === 1 ? actions[0] : actions;
  return random() < 0.92 ? { Action: value } : { NotAction: value };
}

const RESOURCES = [
  "*",
  "*",
  "*",
  KEY_ARN,
  "arn:aws:kms:*:*:key/*",
  `arn:aws:kms:us-east-1:${ACCOUNT}:key/*`,
  `arn:aws:kms:eu-west-1:${ACCOUNT}:key/*`,
  `arn:aws:kms:*:${OTHER}:key/*`,
  "arn:aws:kms:us-east-?:*:key/1234abcd-*",
  `arn:aws:dynamodb:us-east-1:${ACCOUNT}:table/orders`,
];

function resourceElement(random: Random): object {
  const value = pick(random, RESOURCES);
  return random() < 0.93 ? { Resource: value } : { NotResource: value };
}

const OPERATORS: readonly (readonly [string, readonly string[]])[] = [
  ["StringEquals", ["strings"]],
  ["StringNotEquals", ["strings"]],
  ["StringEqualsIgnoreCase", ["strings"]],
  ["StringNotEqualsIgnoreCase", ["strings"]],
  ["StringLike", ["strings"]],
  ["StringNotLike", ["strings"]],
  ["StringEqualsIfExists", ["strings"]],
  ["StringNotEqualsIfExists", ["strings"]],
  ["StringLikeIfExists", ["strings"]],
  ["ArnLike", ["arns"]],
  ["ArnEquals", ["arns"]],
  ["ArnNotLike", ["arns"]],
  ["ArnNotEqualsIfExists", ["arns"]],
  ["Bool", ["booleans"]],
  ["BoolIfExists", ["booleans"]],
  ["NumericLessThan", ["numbers"]],
  ["NumericGreaterThanEquals", ["numbers"]],
  ["NumericNotEquals", ["numbers"]],
  ["NumericEqualsIfExists", ["numbers"]],
  ["DateLessThan", ["dates"]],
  ["DateGreaterThanEquals", ["dates"]],
  ["DateEquals", ["dates"]],
  ["IpAddress", ["addresses"]],
  ["NotIpAddress", ["addresses"]],
  ["IpAddressIfExists", ["addresses"]],
  ["Null", ["strings", "arns", "booleans", "numbers", "lists"]],
  ["ForAllValues:StringEquals", ["lists"]],
  ["ForAllValues:StringLike", ["lists"]],
  ["ForAnyValue:StringEquals", ["lists"]],
  ["ForAnyValue:StringLike", ["lists"]],
  ["ForAnyValue:StringNotEquals", ["lists"]],
];

interface Family {
  readonly keys: readonly string[];
  readonly values: readonly string[];
}

const FAMILIES: Readonly<Record<string, Family>> = {
  strings: {
    keys: [
      "kms:ViaService",
      "kms:CallerAccount",
      "KMS:calleraccount",
      "aws:PrincipalOrgID",
      "aws:PrincipalTag/team",
      "aws:PrincipalAccount",
      "kms:EncryptionContext:aws:dynamodb:tableName",
    ],
    values: [
      "dynamodb.us-east-1.amazonaws.com",
      "dynamodb.*.amazonaws.com",
      ACCOUNT,
      OTHER,
      "o-a1b2c3d4e5",
      "Payments",
      "payments",
      "pay*",
      "*",
      "orders",
      "${aws:PrincipalTag/team}",
      "${aws:PrincipalTag/team, 'orders'}",
      "${aws:PrincipalAccount}",
      "p${*}",
    ],
  },
  arns: {
    keys: ["aws:PrincipalArn", "aws:SourceArn"],
    values: [
      `arn:aws:iam::${ACCOUNT}:role/App`,
      `arn:aws:iam::${ACCOUNT}:role/*`,
      "arn:aws:iam::*:user/alice",
      `arn:aws:dynamodb:us-east-1:${ACCOUNT}:table/orders`,
      `arn:aws:dynamodb:*:${ACCOUNT}:table/*`,
      "arn:aws:*:*:*:*",
    ],
  },
  booleans: {
    keys: ["kms:GrantIsForAWSResource", "aws:SecureTransport", "aws:MultiFactorAuthPresent"],
    values: ["true", "false", "True"],
  },
  numbers: { keys: ["aws:MultiFactorAuthAge"], values: ["0", "300", "300.0", "3600"] },
  dates: {
    keys: ["aws:CurrentTime"],
    values: ["2025-01-01T00:00:00Z", "2026-06-01T12:00:00Z", "2030-01-01T00:00:00Z"],
  },
  addresses: {
    keys: ["aws:SourceIp"],
    values: ["203.0.113.0/24", "203.0.113.7", "10.0.0.0/8", "2001:db8::/32"],
  },
  lists: {
    keys: ["kms:EncryptionContextKeys", "kms:GrantOperations"],
    values: ["aws:dynamodb:tableName", "aws:*", "Decrypt", "Encrypt", "*"],
  },
};

function conditionElement(random: Random): object {
  if (random() < 0.45) return {};
  const blocks: Record<string, Record<string, string | string[]>> = {};
  for (const [name, families] of some(random, 1, 2, () => pick(random, OPERATORS))) {
    const family = FAMILIES[pick(random, families)];
    if (family === undefined) continue;
    const values =
      name === "Null"
        ? [pick(random, ["true", "false"])]
        : some(random, 1, 2, () => pick(random, family.values));
    const [only, ...more] = values;
    blocks[name] = {
      ...blocks[name],
      [pick(random, family.keys)]: more.length > 0 || only === undefined ? values : only,
    };
  }
  return { Condition: blocks };
}

/** What a request says: what follows from its principal always, all else now and then. */
function contextFor(random: Random, principal: string, action: string): GeneratedCase["context"] {
  const context: Record<string, string | string[]> = {
    "aws:CurrentTime": "2026-06-01T12:00:00Z",
    "aws:SecureTransport": "true",
  };
  const account = /:(\d{12}):/.exec(principal)?.[1];
  if (account !== undefined) {
    const role = /assumed-role\/([^/]+)/.exec(principal)?.[1];
    context["aws:PrincipalArn"] = role === undefined ? principal : `arn:aws:iam::${account}:role/${role}`;
    context["aws:PrincipalAccount"] = account;
    context["kms:CallerAccount"] = account;
    if (random() < 0.5) context["aws:PrincipalOrgID"] = "o-a1b2c3d4e5";
    if (random() < 0.5) context["aws:PrincipalTag/team"] = pick(random, ["payments", "Payments", "orders"]);
    if (random() < 0.5)
      context["kms:ViaService"] = pick(random, [
        "dynamodb.us-east-1.amazonaws.com",
        "s3.us-east-1.amazonaws.com",
      ]);
    if (random() < 0.4) context["aws:MultiFactorAuthPresent"] = pick(random, ["true", "false"]);
    if (random() < 0.4) context["aws:MultiFactorAuthAge"] = pick(random, ["20", "300", "4000"]);
  } else if (random() < 0.5) context["aws:SourceArn"] = `arn:aws:dynamodb:us-east-1:${ACCOUNT}:table/orders`;
  if (random() < 0.5) context["aws:SourceIp"] = pick(random, ["203.0.113.7", "198.51.100.1", "2001:db8::1"]);
  if (["kms:Decrypt", "kms:Encrypt", "kms:CreateGrant"].includes(action) && random() < 0.6) {
    context["kms:EncryptionContext:aws:dynamodb:tableName"] = pick(random, ["orders", "Payments"]);
    context["kms:EncryptionContextKeys"] = ["aws:dynamodb:tableName", "aws:dynamodb:subscriberId"];
  }
  if (action === "kms:CreateGrant") {
    context["kms:GrantIsForAWSResource"] = pick(random, ["true", "false"]);
    context["kms:GrantOperations"] = some(random, 1, 2, () => pick(random, ["Decrypt", "Encrypt"]));
  }
  return context;
}

function some<T>(random: Random, least: number, most: number, make: () => T): T[] {
  return Array.from({ length: least + Math.floor(random() * (most - least + 1)) }, make);
}

function pick<T>(random: Random, from: readonly T[]): T {
  const picked = from[Math.floor(random() * from.length)];
  if (picked === undefined) throw new Error("There is nothing to pick from.");
  return picked;
}
