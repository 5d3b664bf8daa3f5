import type { FaultKind, PolicyFault } from "../policy/fault.js";
import { listOf } from "./granted-names.js";

/** What `valid-key-policy` says, by message id. */
export const FAULT_MESSAGES = {
  notAPolicy: "Key '{{key}}' has a KeyPolicy that is no policy document.",
  noStatements: "Key '{{key}}' has a KeyPolicy without statements, which KMS refuses.",
  notAStatement: "Key '{{key}}' has something else in its policy where a statement should be.",
  missingEffect: "Key '{{key}}' has a statement without Effect{{where}}, which must be Allow or Deny.",
  badEffect: "Key '{{key}}' has a statement with Effect '{{written}}'{{where}}, which must be Allow or Deny.",
  missingPrincipal:
    "Key '{{key}}' has a statement without Principal, which every statement of a key policy needs.",
  badPrincipal: `Key '{{key}}' has '{{written}}' as Principal, which must be "*" or a map such as { AWS: … }.`,
  unknownPrincipalType:
    "Key '{{key}}' names principals of type '{{written}}', which must be AWS, Service, Federated or CanonicalUser.",
  malformedPrincipal:
    "Key '{{key}}' names the principal '{{written}}'{{where}}, which AWS refuses as malformed.",
  groupPrincipal:
    "Key '{{key}}' names the IAM group '{{written}}' as principal{{where}}, and groups can't be principals.",
  ineffectivePrincipal:
    "Key '{{key}}' names the principal '{{written}}'{{where}}, and nobody comes to KMS as one.",
  bothForms: "Key '{{key}}' has a statement with '{{written}}' beside its opposite, of which KMS takes one.",
  badValue: "Key '{{key}}' has a map or a list in its policy where a string should be.",
  badCondition:
    "Key '{{key}}' has a condition under '{{written}}' that is no map of condition keys and their values.",
  unknownOperator: "Key '{{key}}' has a condition with the operator '{{written}}', which isn't one{{meant}}.",
  unknownElement: "Key '{{key}}' has '{{written}}' in its policy, which is no element of one{{meant}}.",
  badVersion: "Key '{{key}}' has a policy of version '{{written}}', which must be 2012-10-17 or 2008-10-17.",
  unknownAction: "Key '{{key}}' lists the action '{{written}}'{{where}}, which KMS doesn't have{{meant}}.",
  wildcardWithoutMatch:
    "Key '{{key}}' lists the actions '{{written}}'{{where}}, and KMS has none such{{meant}}.",
  otherService:
    "Key '{{key}}' lists the action '{{written}}'{{where}}, which has no effect in a key policy, as it isn't one of KMS.",
  noEffect:
    "Key '{{key}}' lists the action '{{written}}'{{where}}, which has no effect in a key policy, as it isn't asked of a key.",
  missingAction: "Key '{{key}}' has a statement without Action{{where}}, which has no effect.",
  missingResource: "Key '{{key}}' has a statement without Resource{{where}}, which has no effect.",
  notThisKey:
    "Key '{{key}}' has a statement for the Resource '{{written}}'{{where}}, which has no effect, as it isn't this key.",
  perhapsNotThisKey:
    "Key '{{key}}' has a statement for the Resource '{{written}}'{{where}}, which has no effect unless that is this key.",
  unknownConditionKey:
    "Key '{{key}}' has a condition on '{{written}}'{{where}}, which neither KMS nor any request has{{meant}}.",
  refusedSetOperator:
    "Key '{{key}}' has '{{written}}' on a condition key with one value{{where}}, which KMS refuses.",
  needlessSetOperator:
    "Key '{{key}}' has '{{written}}' on a condition key with one value{{where}}, which takes none. ForAllValues lets requests through that don't have the key.",
  missingSetOperator:
    "Key '{{key}}' has '{{written}}' on a condition key with several values{{where}}, which needs ForAllValues or ForAnyValue.",
  conditionNeverMet:
    "Key '{{key}}' has a condition on '{{written}}'{{where}} that requests for {{actions}} never meet, so the statement doesn't allow them.",
  duplicateSid: "Key '{{key}}' has two statements with the Sid '{{written}}'.",
  tooLarge: "Key '{{key}}' has a policy of {{written}} bytes, and KMS takes 32,768 at most.",
} as const;

export type FaultMessage = keyof typeof FAULT_MESSAGES;

/** The message for each kind of fault. */
export const MESSAGE_OF: Readonly<Record<FaultKind, FaultMessage>> = {
  "not-a-policy": "notAPolicy",
  "no-statements": "noStatements",
  "not-a-statement": "notAStatement",
  "missing-effect": "missingEffect",
  "bad-effect": "badEffect",
  "missing-principal": "missingPrincipal",
  "needless-principal": "unknownElement",
  "two-principals": "bothForms",
  "bad-principal": "badPrincipal",
  "unknown-principal-type": "unknownPrincipalType",
  "two-actions": "bothForms",
  "two-resources": "bothForms",
  "bad-value": "badValue",
  "bad-condition": "badCondition",
  "unknown-operator": "unknownOperator",
  "unknown-element": "unknownElement",
  "bad-version": "badVersion",
  "unknown-action": "unknownAction",
  "wildcard-without-match": "wildcardWithoutMatch",
  "action-of-another-service": "otherService",
  "no-effect-in-key-policy": "noEffect",
  "missing-action": "missingAction",
  "missing-resource": "missingResource",
  "not-this-key": "notThisKey",
  "perhaps-not-this-key": "perhapsNotThisKey",
  "unknown-condition-key": "unknownConditionKey",
  "set-operator-on-single-value": "needlessSetOperator",
  "refused-set-operator": "refusedSetOperator",
  "missing-set-operator": "missingSetOperator",
  "condition-never-met": "conditionNeverMet",
  "group-principal": "groupPrincipal",
  "malformed-principal": "malformedPrincipal",
  "ineffective-principal": "ineffectivePrincipal",
  "duplicate-sid": "duplicateSid",
  "too-large": "tooLarge",
};

/** What the messages are filled with. */
export function dataOf({ written, nearest, actions }: PolicyFault): Readonly<Record<string, string>> {
  const meant = nearest === null ? "" : `; '${nearest}' was probably meant`;
  return { written, meant, actions: listOf(actions) };
}
