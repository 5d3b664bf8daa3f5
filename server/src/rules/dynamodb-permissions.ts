import type { Context } from "../core/model.js";
import { literalText, type Text } from "../core/text.js";
import { isSameAccount, thisAccount } from "../policy/accounts.js";
import { keyActionsOf, statementsWith } from "../policy/action-sets.js";
import { rootOf, type Caller } from "../policy/callers.js";
import type { GrantedSet } from "../policy/granted-sets.js";
import { dynamoDbRequest } from "../policy/dynamodb-request.js";
import { allows, callerOf, dynamoDbPermissions, grantees, type Grantee } from "../policy/grantees.js";
import { DYNAMODB_KEY_ACTIONS } from "../policy/key-actions.js";
import type { JudgedPolicy } from "./judged-policies.js";

/** What keeps everybody from making a table under a key. */
export interface Shortfall {
  /** Whoever has most of it, by the first statement that names them; null where nobody has more than a look. */
  readonly nearest: GrantedSet | null;
  /** What they lack: KMS actions in the way DynamoDB's documentation writes them. */
  readonly missing: readonly string[];
}

const PAIRS: readonly (readonly [string, string, string])[] = [
  ["kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:ReEncrypt*"],
  ["kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:GenerateDataKey*"],
];

/** What is missing for anybody at all to have the actions that DynamoDB asks for; null where nothing surely is. */
export function shortfallOf(policy: JudgedPolicy, { region }: Context): Shortfall | null {
  const { document, own, arn } = policy;
  if (document.unread.length > 0) return null;
  const table = { region: region === null ? REGION : literalText(region), account: thisAccount(own) };
  const lacks = (caller: Caller): boolean =>
    DYNAMODB_KEY_ACTIONS.some(
      (action) => allows(document, dynamoDbRequest(caller, action, arn, table), own) === false,
    );
  if (!lacks(rootOf(thisAccount(own)))) return null;

  const all = grantees(document, own);
  const candidates = candidatesAmong(all, own);
  if (neverGiven(policy).length === 0) {
    if (all.some(isUnknown) || candidates.some(({ caller }) => !lacks(caller))) return null;
  }
  const [nearest] = candidates.filter(({ given }) => given.some(isMoreThanALook));
  if (nearest === undefined) return { nearest: null, missing: asDocumented(DYNAMODB_KEY_ACTIONS) };
  const { missing } = dynamoDbPermissions(document, nearest.caller, arn, table, own);
  return { nearest: nearest.grantee.sets[0] ?? null, missing: asDocumented(missing) };
}

interface Candidate {
  readonly grantee: Grantee;
  readonly caller: Caller;
  /** Actions of DynamoDB's that statements name it for, whatever their conditions are. */
  readonly given: readonly string[];
}

/** Those of this account who could make a table, whoever is named for most of it first. */
function candidatesAmong(all: readonly Grantee[], own: string | null): readonly Candidate[] {
  return all
    .flatMap((grantee): readonly Candidate[] => {
      const caller = callerOf(grantee.who, own);
      if (caller === null || !isOfThisAccount(caller, own)) return [];
      const actions = grantee.sets.map(({ statement }) => keyActionsOf(statement).sure);
      const given = DYNAMODB_KEY_ACTIONS.filter((action) => actions.some((sure) => sure.has(action)));
      return [{ grantee, caller, given }];
    })
    .sort((a, b) => b.given.length - a.given.length);
}

const REGION: Text = {
  parts: [{ name: "AWS::Region", reason: "it depends on where the template is deployed" }],
};

/** Administrators may describe the key, and aren't meant to make tables for that. */
function isMoreThanALook(action: string): boolean {
  return action !== "kms:DescribeKey";
}

/** Somebody who can't be told by name may be one of the others. */
function isUnknown({ who: { kind } }: Grantee): boolean {
  return kind === "unknown" || kind === "unique-id";
}

/** The actions that no statement gives to anybody. */
function neverGiven({ document }: JudgedPolicy): readonly string[] {
  const given = statementsWith(document, "Allow").map(keyActionsOf);
  return DYNAMODB_KEY_ACTIONS.filter(
    (action) => !given.some(({ sure, maybe }) => sure.has(action) || maybe.has(action)),
  );
}

/** A table's key is one of its own account, and so is whoever makes the table. */
function isOfThisAccount(caller: Caller, own: string | null): boolean {
  return caller.kind !== "service" && isSameAccount(caller.account, thisAccount(own)) !== false;
}

/** Both actions of a pair as one pattern: "kms:ReEncrypt*". */
function asDocumented(actions: readonly string[]): readonly string[] {
  return actions.flatMap((action) => {
    const pair = PAIRS.find((one) => one.includes(action));
    if (pair === undefined) return [action];
    const [first, second, pattern] = pair;
    if (!actions.includes(first) || !actions.includes(second)) return [action];
    return action === first ? [pattern] : [];
  });
}
