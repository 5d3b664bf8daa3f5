import type { Assumption } from "../core/cases.js";
import type { Context, Key } from "../core/model.js";
import type { WrittenPolicy } from "../core/policy-value.js";
import type { RuleContext } from "../core/rule.js";
import type { PolicyDocument } from "../policy/document.js";
import { templateKeyArn } from "../policy/template-names.js";
import { readPolicy } from "../policy/read-policy.js";
import type { Spellings } from "../policy/spellings.js";
import { isJudged } from "../core/key-scope.js";

/** A key policy as it is in one case. */
export interface JudgedPolicy {
  readonly written: WrittenPolicy;
  readonly document: PolicyDocument;
  readonly when: readonly Assumption[];
  /** The key's ARN, in all ways the template may write it. */
  readonly arn: Spellings;
  /** The account of the deployment, where known. */
  readonly own: Context["account"];
}

const documents = new WeakMap<WrittenPolicy, PolicyDocument>();

/**
 * The policies that a key is given, case by case; none for a key that isn't judged. Where a
 * template gives none, AWS KMS applies its default, which no rule minds.
 */
export function policiesOf(key: Key, { settings, template }: RuleContext): readonly JudgedPolicy[] {
  if (!isJudged(key, settings)) return [];
  const arn = templateKeyArn(key.logicalId, template.context);
  return key.policy().flatMap(({ when, value: written }) => {
    if (written === null) return [];
    return [{ written, document: documentOf(written), when, arn, own: template.context.account }];
  });
}

/** The policy that a template writes out, as a key policy; read once. */
export function documentOf(written: WrittenPolicy): PolicyDocument {
  const known = documents.get(written);
  if (known !== undefined) return known;
  const document = readPolicy(written.value, "key");
  documents.set(written, document);
  return document;
}
