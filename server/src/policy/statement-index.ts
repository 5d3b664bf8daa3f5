import { knownText } from "../core/text.js";
import type { Caller } from "./callers.js";
import type { PolicyDocument, Statement } from "./document.js";
import { principalSetOf } from "./principals.js";

/** The statements of a policy by whom they name. */
interface Index {
  readonly own: string | null;
  /** Those that may be about anybody. */
  readonly general: readonly Statement[];
  /** Those that are about nobody but roles and users with literal ARNs. */
  readonly byArn: ReadonlyMap<string, readonly Statement[]>;
}

const indexes = new WeakMap<PolicyDocument, Index>();

/**
 * The statements that may be about the caller, in document order: a policy of two hundred
 * statements for two hundred roles has one for each.
 */
export function statementsAbout(
  document: PolicyDocument,
  caller: Caller,
  own: string | null,
): readonly Statement[] {
  if (caller.kind === "service" || caller.arn.length !== 1 || document.kind === "identity") {
    return document.statements;
  }
  const arn = caller.arn[0] === undefined ? undefined : knownText(caller.arn[0]);
  if (arn === undefined) return document.statements;
  const { general, byArn } = indexOf(document, own);
  const named = byArn.get(arn);
  if (named === undefined) return general;
  if (general.length === 0) return named;
  return [...general, ...named].sort((a, b) => a.index - b.index);
}

function indexOf(document: PolicyDocument, own: string | null): Index {
  const known = indexes.get(document);
  if (known?.own === own) return known;
  const general: Statement[] = [];
  const byArn = new Map<string, Statement[]>();
  for (const statement of document.statements) {
    const arns = literalArns(statement, own);
    if (arns === null) general.push(statement);
    else for (const arn of arns) byArn.set(arn, [...(byArn.get(arn) ?? []), statement]);
  }
  const index: Index = { own, general, byArn };
  indexes.set(document, index);
  return index;
}

/** The ARNs that a statement names; null where it may be about others, too. */
function literalArns({ principals, refused }: Statement, own: string | null): ReadonlySet<string> | null {
  if (principals === null || principals.negated || refused !== null) return null;
  const arns = new Set<string>();
  for (const entry of principals.entries) {
    const set = principalSetOf(entry, own);
    if (set.kind !== "role" && set.kind !== "user") return null;
    const arn = knownText(set.arn);
    if (arn === undefined) return null;
    arns.add(arn);
  }
  return arns;
}
