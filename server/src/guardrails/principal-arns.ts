import { GuardrailRefused } from "./guardrail.js";

const PRINCIPAL = /^arn:aws[a-z-]*:iam::\d{12}:(role|user)\/[\w+=,.@/-]+$/;
const PATTERN = /^arn:aws[a-z-]*:iam::[\d*?]+:(role|user)\/[\w+=,.@/*?-]+$/;

/** @throws GuardrailRefused where an ARN names no role or user. */
export function checkPrincipalArns(arns: readonly string[]): void {
  const wrong = arns.find((arn) => !PRINCIPAL.test(arn));
  if (wrong !== undefined) throw new GuardrailRefused(`'${wrong}' is no ARN of a role or user.`);
}

/** The same, with wildcards. @throws GuardrailRefused */
export function checkPrincipalPatterns(arns: readonly string[]): void {
  const wrong = arns.find((arn) => !PATTERN.test(arn));
  if (wrong === undefined) return;
  throw new GuardrailRefused(
    `'${wrong}' is no ARN of a role or user; one for every account is arn:aws:iam::*:role/KeyAdministrator.`,
  );
}

/**
 * The account that all of these lie in; null where there are none.
 *
 * @throws GuardrailRefused where they lie in several: a key is used and administered in its own account.
 */
export function accountOf(arns: readonly string[]): string | null {
  const [account = null, ...others] = new Set(arns.map((arn) => arn.split(":")[4] ?? ""));
  if (others.length === 0) return account;
  throw new GuardrailRefused(
    `Administrators and users of a key lie in its own account, and these lie in ${[account, ...others].join(" and ")}.`,
  );
}
