import type { Fix, PolicyChange } from "../core/edit.js";
import type { Key } from "../core/model.js";
import type { Condition, Statement, Written } from "../policy/document.js";
import type { JudgedPolicy } from "./judged-policies.js";
import { copyOf, pieceAt } from "./policy-copies.js";
import { addCondition } from "./statement-split.js";

const ANY_REGION = "dynamodb.*.amazonaws.com";

/** Writes another value in place of one that no request has. */
export function writeInstead(
  key: Key,
  policy: JudgedPolicy,
  statement: Statement,
  condition: Condition,
  written: Written,
  nearest: string | null,
): readonly Fix[] {
  if (nearest === null || key.locked !== null) return [];
  if (condition.operator?.compares !== "like" && nearest.includes("*")) {
    return withWildcards(key, policy, statement, condition, [[written, nearest]]);
  }
  const changes: PolicyChange[] = [{ do: "replace", path: written.path, value: nearest }];
  return [
    fixOf(key, policy, "nearest", `Write '${nearest}' instead (free; the statement takes effect)`, changes),
  ];
}

/** Lets requests through from all Regions in which DynamoDB calls for the table. */
export function widenRegion(
  key: Key,
  policy: JudgedPolicy,
  statement: Statement,
  condition: Condition,
  pinned: readonly Written[],
): readonly Fix[] {
  const [first, ...more] = pinned;
  if (key.locked !== null || first === undefined) return [];
  if (condition.operator?.compares !== "like") {
    return withWildcards(key, policy, statement, condition, [[first, ANY_REGION]], more);
  }
  const changes: PolicyChange[] = [
    { do: "replace", path: first.path, value: ANY_REGION },
    ...more.map(({ path }): PolicyChange => ({ do: "remove", path })),
  ];
  return [fixOf(key, policy, "any-region", WIDEN, changes)];
}

/** Takes a statement away that nobody's request ever meets. */
export function removeStatement(key: Key, policy: JudgedPolicy, statement: Statement): readonly Fix[] {
  if (key.locked !== null || policy.document.statements.length < 2) return [];
  const title = `Remove the statement from '${key.logicalId}' (free; it has no effect)`;
  return [fixOf(key, policy, "remove-statement", title, [{ do: "remove", path: statement.path }])];
}

const WIDEN = "Let DynamoDB call from every Region (free; the same principals, through DynamoDB only)";

/** Only StringLike knows wildcards: the condition moves to that operator with what else it lists. */
function withWildcards(
  key: Key,
  policy: JudgedPolicy,
  statement: Statement,
  condition: Condition,
  [[replaced, value]]: readonly [readonly [Written, string]],
  removed: readonly Written[] = [],
): readonly Fix[] {
  const kept = condition.values.filter((one) => one !== replaced && !removed.includes(one));
  const others = kept.map(({ path }) => pieceAt(policy.written.value, path));
  const copies = others.map((piece) => (piece === undefined ? null : copyOf(piece)));
  const values = copies.filter((copy) => copy !== null);
  if (values.length < copies.length || condition.operator?.compares !== "equals") return [];
  const addition = addCondition(statement, {
    operator: "StringLike",
    key: condition.key,
    value: values.length === 0 ? value : [value, ...values],
  });
  if (addition === null) return [];
  const isAlone = statement.conditions.every(
    (one) => one === condition || one.operatorName !== condition.operatorName,
  );
  const path = isAlone ? condition.path.slice(0, -1) : condition.path;
  const title = removed.length === 0 && value !== ANY_REGION ? `Write '${value}' instead (free)` : WIDEN;
  return [fixOf(key, policy, "any-region", title, [{ do: "remove", path }, addition])];
}

function fixOf(
  key: Key,
  policy: JudgedPolicy,
  id: string,
  title: string,
  changes: readonly PolicyChange[],
): Fix {
  return {
    id,
    title,
    applicability: "review",
    bulk: true,
    edits: (editor) => editor.changePolicy(key, policy.written, changes),
  };
}
