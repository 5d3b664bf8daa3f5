import assert from "node:assert/strict";
import { lint, TODAY } from "./linting.js";
import {
  analyse,
  applyEdits,
  parseSettings,
  suppressionEdits,
  suppressionOptions,
  type Analysis,
  type SuppressionOption,
} from "../../server/src/service.js";

/** A template with a table and a key that have findings with equivalents in every tool. */
export const BLOCK = `Resources:
  First:
    Type: AWS::SQS::Queue
  # about the table
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
  Key: # the key
    # its type
    Type: AWS::KMS::Key
`;

/** Every syntax that a suppression can be written in. */
export const EVERY_TOOL = ["own", "checkov", "cfn-lint", "cfn_nag", "guard", "cdk-nag", "kics", "trivy"];

/** How a suppression of a finding can be written. */
export function optionsOf(
  analysis: Analysis,
  rule: string,
  resource: string | null,
): readonly SuppressionOption[] {
  const finding = analysis.findings.find((one) => one.rule === rule && one.resource === resource);
  return finding === undefined ? [] : suppressionOptions(analysis, finding);
}

/** The text with a suppression, analysed anew. */
export function written(
  path: string,
  text: string,
  rule: string,
  resource: string | null,
  { syntax, reason, until }: { syntax: string; reason: string; until: string | null },
): Analysis {
  const { settings } = parseSettings({});
  const before = lint(path, text);
  const finding = before.findings.find((one) => one.rule === rule && one.resource === resource);
  const option = finding && suppressionOptions(before, finding).find((one) => one.syntax === syntax);
  assert.ok(finding && option, `${syntax} isn't offered for ${rule}`);
  const edits = suppressionEdits(before, finding, { reason, until }, option.syntax);
  return analyse({ path, text: applyEdits(text, edits ?? []) }, { settings, today: TODAY });
}
