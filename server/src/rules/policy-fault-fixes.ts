import type { Fix, PolicyChange, PolicyPath } from "../core/edit.js";
import type { Key } from "../core/model.js";
import type { PolicyFault } from "../policy/fault.js";
import type { JudgedPolicy } from "./judged-policies.js";
import { copyOf, pieceAt } from "./policy-copies.js";
import { addCondition } from "./statement-split.js";

/** The ways to mend a fault of a key policy; none where only its author knows what is meant. */
export function policyFaultFixes(
  key: Key,
  policy: JudgedPolicy,
  fault: PolicyFault,
  faults: readonly PolicyFault[],
): readonly Fix[] {
  if (key.locked !== null) return [];
  const { path, nearest, written, statement } = fault;
  const fix = (
    id: string,
    title: string,
    changes: readonly PolicyChange[],
    isSafe = false,
  ): readonly Fix[] =>
    changes.length === 0
      ? []
      : [
          {
            id,
            title,
            applicability: isSafe ? "safe" : "review",
            bulk: true,
            edits: (editor) => editor.changePolicy(key, policy.written, changes),
          },
        ];
  switch (fault.kind) {
    case "unknown-action":
    case "wildcard-without-match":
    case "bad-effect":
    case "bad-version":
      return nearest === null ? [] : fix("nearest", instead(fault, nearest), replace(path, nearest));
    case "not-this-key":
    case "perhaps-not-this-key":
      return fix(
        "this-key",
        `Write Resource "*", which means this key (free; the statement takes effect)`,
        replace(path, "*"),
      );
    case "missing-resource":
      return fix(
        "this-key",
        `Add Resource "*", which means this key (free; the statement takes effect)`,
        statement === null ? [] : [{ do: "set", path: statement.path, key: "Resource", value: "*" }],
      );
    case "unknown-condition-key":
    case "unknown-principal-type":
    case "unknown-element":
      return nearest === null ? [] : fix("nearest", instead(fault, nearest), rename(policy, path, nearest));
    case "unknown-operator":
      return nearest === null || path.at(-1) !== written
        ? []
        : fix("nearest", instead(fault, nearest), rename(policy, path, nearest));
    case "refused-set-operator":
    case "set-operator-on-single-value":
      return nearest === null
        ? []
        : fix("one-value", instead(fault, nearest), changeOperator(policy, fault, nearest));
    case "no-effect-in-key-policy":
    case "action-of-another-service":
      return fix(
        "remove-action",
        `Remove '${written}' (free; it has no effect)`,
        hasOtherActions(fault, faults) ? [{ do: "remove", path }] : [],
        true,
      );
    default:
      return [];
  }
}

function instead({ weight }: PolicyFault, nearest: string): string {
  const consequence =
    weight === "refused" ? "KMS refuses the policy as it is" : "the statement may allow or deny more";
  return `Write '${nearest}' instead (free; ${consequence})`;
}

function replace(path: PolicyPath, value: string): readonly PolicyChange[] {
  return [{ do: "replace", path, value }];
}

/** Gives an entry another name; nothing where that name is taken or its value can't be copied. */
function rename({ written }: JudgedPolicy, path: PolicyPath, name: string): readonly PolicyChange[] {
  const parent = path.slice(0, -1);
  const [map, piece] = [pieceAt(written.value, parent), pieceAt(written.value, path)];
  const value = piece === undefined ? null : copyOf(piece);
  if (value === null || map?.kind !== "map" || map.entries.some(({ key }) => key === name)) return [];
  return [
    { do: "remove", path },
    { do: "set", path: parent, key: name, value },
  ];
}

/** Moves a condition key to another operator. */
function changeOperator(
  { written }: JudgedPolicy,
  { path, statement }: PolicyFault,
  operator: string,
): readonly PolicyChange[] {
  const piece = pieceAt(written.value, path);
  const [value, key] = [piece === undefined ? null : copyOf(piece), path.at(-1)];
  if (value === null || typeof key !== "string" || statement === null) return [];
  const block = path.slice(0, -1);
  const isAlone = statement.conditions.filter((one) => one.operatorName === block.at(-1)).length === 1;
  const addition = addCondition(statement, { operator, key, value });
  return addition === null ? [] : [{ do: "remove", path: isAlone ? block : path }, addition];
}

/** An action stays that has an effect, so that the statement isn't left empty. */
function hasOtherActions({ statement }: PolicyFault, faults: readonly PolicyFault[]): boolean {
  const faulty = new Set(faults.map(({ path }) => path.join("/")));
  return (statement?.actions?.values ?? []).some(({ path }) => !faulty.has(path.join("/")));
}
