import { OPTIONS, type Option } from "./options.js";
import { wrap } from "./reporters/width.js";

const GROUPS: readonly (readonly [Option["group"], string])[] = [
  ["report", "Report"],
  ["known", "Old findings"],
  ["rules", "Rules"],
  ["deployment", "Where the templates are deployed"],
  ["fixing", "Fixing"],
  ["more", "More"],
];

const INTRODUCTION = `dynamodb-encryption-lint [options] [paths …]
dynamodb-encryption-lint guardrail KIND [options]

Says which KMS key encrypts each DynamoDB table in CloudFormation, SAM, CDK and
Serverless Framework templates, and whether that key can work.

Paths are files, folders and globs; '-' reads the standard input; none means
the working folder. Folders are searched for templates, leaving out node_modules
and what .gitignore names; files named outright are read anyway, and so are the
assemblies that a cdk.json names.
`;

const CONCLUSION = `
Exit codes
  0  nothing at or above --fail-on; what is suppressed or in the baseline
     doesn't count
  1  findings, or with --dry-run something that would change
  2  wrong use, a mistake in a configuration, unreadable input, or a template
     that can't be parsed; the others are still reported

Examples
  dynamodb-encryption-lint
  dynamodb-encryption-lint infra 'services/*/template.yaml'
  dynamodb-encryption-lint --format text --format sarif=encryption.sarif
  dynamodb-encryption-lint --write-baseline
  dynamodb-encryption-lint --baseline
  dynamodb-encryption-lint --since origin/main
  dynamodb-encryption-lint --rule require-key-rotation=error --fail-on error
  dynamodb-encryption-lint --region eu-west-1 --parameters prod.json infra
  dynamodb-encryption-lint --fix-rule require-key-rotation template.yaml
  dynamodb-encryption-lint --fix-rule require-key-rotation --dry-run > a.patch
  dynamodb-encryption-lint --explain require-customer-managed-key
  dynamodb-encryption-lint --stdin-filename template.yaml - < template.yaml
  dynamodb-encryption-lint guardrail  (AWS Config, EventBridge, key policy, SCP)
`;

/** The help page, for a terminal of this width. */
export function helpText(width: number): string {
  const groups = GROUPS.map(([group, title]) => {
    const options = OPTIONS.filter((option) => option.group === group);
    return `\n${title}\n${options.map((option) => optionLines(option, width)).join("")}`;
  });
  return INTRODUCTION + groups.join("") + CONCLUSION;
}

const COLUMN = 26;

function optionLines(option: Option, width: number): string {
  const short = option.short === null ? "" : `-${option.short}, `;
  const value = option.value === null ? "" : ` ${option.value}`;
  const spelled = `  ${short}--${option.name}${value}`;
  const lines = wrap(option.help, Math.max(30, width - COLUMN));
  const indent = " ".repeat(COLUMN);
  if (spelled.length >= COLUMN) return `${[spelled, ...lines.map((line) => indent + line)].join("\n")}\n`;
  return `${spelled.padEnd(COLUMN)}${lines.join(`\n${indent}`)}\n`;
}
