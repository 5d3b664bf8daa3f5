import assert from "node:assert/strict";
import { describeCase, type Assumption } from "../../server/src/core/cases.js";
import type { Finding } from "../../server/src/core/finding.js";
import type { Context, Key } from "../../server/src/core/model.js";
import { literalText } from "../../server/src/core/text.js";
import { thisAccount } from "../../server/src/policy/accounts.js";
import { callerOfArn, rootOf, templateCaller, type Caller } from "../../server/src/policy/callers.js";
import type { PolicyDocument } from "../../server/src/policy/document.js";
import { dynamoDbRequest } from "../../server/src/policy/dynamodb-request.js";
import { judgeKeyAccess } from "../../server/src/policy/evaluate.js";
import { ADMINISTRATION_ACTIONS, DYNAMODB_KEY_ACTIONS } from "../../server/src/policy/key-actions.js";
import { plainPolicyValue } from "../../server/src/policy/policy-value.js";
import { readPolicy } from "../../server/src/policy/read-policy.js";
import { contextOf } from "../../server/src/policy/request.js";
import { templateKeyArn } from "../../server/src/policy/template-names.js";
import { documentOf } from "../../server/src/rules/judged-policies.js";
import {
  applyEdits,
  fixesFor,
  readOf,
  rules,
  type Analysis,
  type ResolvedFix,
} from "../../server/src/service.js";
import { fixturesOf } from "../support/fixtures.js";
import { findingsOf, lint, settingsFor, unsuppressed } from "../support/linting.js";

/**
 * Rules that mend a lack of access: their fixes give the account, or whom the policy names, more.
 * `valid-key-policy` also mends what denies.
 */
const GIVING = [
  "require-decrypt-for-table-access",
  "require-key-administrator",
  "require-dynamodb-permissions",
  "valid-key-policy",
  "valid-via-service",
];

const EVERYTHING = readPolicy(
  plainPolicyValue({ Version: "2012-10-17", Statement: { Effect: "Allow", Action: "*", Resource: "*" } }),
  "identity",
);
const OWN = "123456789012";
const STRANGER = "999988887777";

type Answer = "allowed" | "undecided" | "not allowed" | "denied";

/** What a caller may do with a key in one case, by name. */
type Access = ReadonlyMap<string, Answer>;

for (const { id: rule } of rules) {
  const tried = fixturesOf(rule)
    .filter(({ intent }) => intent === "bad")
    .flatMap((fixture) => {
      // With the account known, it is decided who is a stranger.
      const settings = settingsFor(rule, { account: OWN, ...fixture.settings });
      const before = lint(fixture.name, fixture.text, settings);
      return unsuppressed(before, rule).flatMap((finding) =>
        fixesFor(before, finding).flatMap((fix) => {
          const after = lint(fixture.name, applyEdits(fixture.text, fix.edits), settings);
          return changesPolicy(before, after) ? [{ fixture, finding, fix, before, after }] : [];
        }),
      );
    });
  if (tried.length === 0) continue;

  describe(`policies that fixes of ${rule} have changed`, () => {
    for (const { fixture, finding, fix, before, after } of tried) {
      it(`hold in ${fixture.name}: ${fix.id}, ${finding.messageId}${describeCase(finding.case)}`, () =>
        assertHolds(finding, fix, before, after));
    }
  });
}

function assertHolds(finding: Finding, fix: ResolvedFix, before: Analysis, after: Analysis): void {
  const count = (analysis: Analysis): number =>
    findingsOf(analysis, finding.rule).filter((one) => one.messageId === finding.messageId).length;
  assert.ok(count(after) < count(before), `the weakness is gone from:\n${after.source.text}`);
  for (const key of keysOf(before)) {
    const changed = keysOf(after).find((one) => one.logicalId === key.logicalId);
    assert.ok(changed !== undefined, "the key is still there");
    for (const { when, document } of policiesOf(key)) {
      for (const other of policiesOf(changed)) {
        if (!isSameCase(when, other.when)) continue;
        const had = accessOf(key, document, before);
        const has = accessOf(key, other.document, before);
        const isMeant = (name: string): boolean =>
          finding.rule === "valid-key-policy" && has.get(name) === "denied";
        const lost = names(
          had,
          (name, answer) => isKept(name, fix.id) && !isMeant(name) && rank(has.get(name)) < rank(answer),
        );
        assert.deepEqual(lost, [], `nobody loses what they need in:\n${after.source.text}`);
        const isOpen = (name: string): boolean => !GIVING.includes(finding.rule) || name.includes("stranger");
        const won = names(has, (name, answer) => isOpen(name) && isMore(name, had.get(name), answer));
        assert.deepEqual(won, [], `nobody can do more in:\n${after.source.text}`);
      }
    }
  }
}

/**
 * Administration by the account, and the use of the table by its principals, unless the fix's title
 * says that it takes this away.
 */
function isKept(name: string, fix: string): boolean {
  const [, caller = "", way, action = ""] = /^(.*) (directly|through DynamoDB) (.*)$/.exec(name) ?? [];
  if (way === "directly") return caller === "root" && ADMINISTRATION_ACTIONS.includes(action);
  if (/^(stranger|dynamodb)/.test(caller) || ADMINISTRATION_ACTIONS.includes(action)) return false;
  if (fix === "administer-only") return false;
  return fix !== "name-account" || caller === "root" || caller === "role with IAM policies";
}

/** Whether a stranger is whom a part of a name stands for is never known, and no reason for doubt here. */
function isMore(name: string, had: Answer | undefined, has: Answer): boolean {
  return name.startsWith("stranger") ? has === "allowed" && had !== "allowed" : rank(had) < rank(has);
}

/** Every answer for a representative set of callers. */
function accessOf(key: Key, document: PolicyDocument, analysis: Analysis): Access {
  const context = contextIn(analysis);
  const answers = new Map<string, Answer>();
  const arn = templateKeyArn(key.logicalId, context);
  const table = { region: regionOf(context), account: thisAccount(context.account) };
  for (const [name, caller, documents] of callersOf(analysis)) {
    const identityPolicies = { documents, unread: [] };
    for (const action of [...DYNAMODB_KEY_ACTIONS, ...ADMINISTRATION_ACTIONS]) {
      const requests = {
        directly: { caller, action, resource: arn, context: contextOf({}) },
        "through DynamoDB": dynamoDbRequest(caller, action, arn, table),
      };
      for (const [way, request] of Object.entries(requests)) {
        const { kind } = judgeKeyAccess({
          keyPolicy: document,
          identityPolicies,
          request,
          own: context.account,
        });
        answers.set(`${name} ${way} ${action}`, kind === "not-allowed" ? "not allowed" : kind);
      }
    }
  }
  return answers;
}

function callersOf(analysis: Analysis): readonly (readonly [string, Caller, readonly PolicyDocument[]])[] {
  const own = contextIn(analysis).account;
  const account = thisAccount(own);
  const roles = [...(readOf(analysis)?.declarations.sections.Resources.keys() ?? [])].map(
    (id) => [`role ${id}`, templateCaller("role", id, account), []] as const,
  );
  const stranger = callerOfArn(literalText(`arn:aws:iam::${STRANGER}:role/App`), own);
  assert.ok(stranger !== null);
  return [
    ["root", rootOf(account), []],
    ["role with IAM policies", templateCaller("role", "SomeRole", account), [EVERYTHING]],
    ["role without IAM policies", templateCaller("role", "SomeRole", account), []],
    ["stranger with IAM policies", stranger, [EVERYTHING]],
    ["dynamodb", { kind: "service", name: "dynamodb.amazonaws.com" }, []],
    ...roles,
  ];
}

function policiesOf(
  key: Key,
): readonly { readonly when: readonly Assumption[]; readonly document: PolicyDocument }[] {
  return key
    .policy()
    .flatMap(({ when, value }) => (value === null ? [] : [{ when, document: documentOf(value) }]));
}

function changesPolicy(before: Analysis, after: Analysis): boolean {
  const said = (analysis: Analysis): string =>
    JSON.stringify(
      keysOf(analysis).map((key) => key.policy().map(({ value }) => value?.value)),
      (name, value: unknown) => (name === "at" || name === "keyAt" ? undefined : value),
    );
  return keysOf(before).length === keysOf(after).length && said(before) !== said(after);
}

function keysOf(analysis: Analysis): readonly Key[] {
  return readOf(analysis)?.template.keys ?? [];
}

function contextIn(analysis: Analysis): Context {
  const read = readOf(analysis);
  assert.ok(read !== null);
  return read.template.context;
}

function regionOf({ region }: Context) {
  return region === null
    ? { parts: [{ name: "AWS::Region", reason: "it isn't known" }] }
    : literalText(region);
}

function isSameCase(a: readonly Assumption[], b: readonly Assumption[]): boolean {
  return describeCase(a) === describeCase(b);
}

function names(access: Access, test: (name: string, answer: Answer) => boolean): readonly string[] {
  return [...access].filter(([name, answer]) => test(name, answer)).map(([name]) => name);
}

function rank(answer: Answer | undefined): number {
  return answer === "allowed" ? 2 : answer === "undecided" ? 1 : 0;
}
