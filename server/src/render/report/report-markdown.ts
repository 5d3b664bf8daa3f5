import type { Access } from "../../inventory/inventory.js";
import { findingsByRule } from "./findings-section.js";
import { LIMITS } from "./limits.js";
import { code, details, escapeMarkdown, tableOf, type Row } from "./markdown-blocks.js";
import { verdict } from "./overview.js";
import type { ReportInput } from "./report-input.js";
import { forWhom, untilWords } from "./suppressions-section.js";
import { caseKey, costInWords, counted, inCase, keyName, listed, placeOf } from "./words.js";

/**
 * So many characters may the rows of each part take; with all that stands around them the report
 * stays below the 65,536 that a comment on GitHub may have.
 */
const ROOM = { tables: 18_000, findings: 22_000, keys: 8000, suppressions: 5000, problems: 2000 } as const;

/** So many files that couldn't be read are named on top. */
const MOST_FILES = 3;

/** The report for a comment on a pull request: what matters on top, the rest folded. */
export function reportMarkdown(input: ReportInput): string {
  const { inventory, today, version } = input;
  const { costs } = inventory;
  const blocks = [
    "## DynamoDB encryption",
    `**${escapeMarkdown(verdict(inventory))}**`,
    unread(input),
    input.reservations.map(escapeMarkdown).join(" "),
    tables(input),
    findings(input),
    keys(input),
    suppressions(input),
    problemList(input),
    details("Costs", [
      `AWS KMS: ${costInWords(costs.total, inventory)} a month, at the prices of ${costs.total.pricedOn ?? "the settings"}. ` +
        `With a key for every table (${costs.ownKeys.keys}): ${costInWords(costs.ownKeys.estimate, inventory)}. ` +
        `With one key for each ${costs.sharedKeys.by} and Region (${costs.sharedKeys.keys}): ${costInWords(costs.sharedKeys.estimate, inventory)}.`,
      costs.total.assumptions.map((one) => `- ${escapeMarkdown(one)}`).join("\n"),
    ]),
    details("What this report can't know", [LIMITS.map((one) => `- ${escapeMarkdown(one)}`).join("\n")]),
    `<sub>DynamoDB Encryption Lint ${escapeMarkdown(version)}, ${today}</sub>`,
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

function tables(input: ReportInput): string {
  const { inventory } = input;
  if (inventory.tables.length === 0) return "";
  const named = new Map<string, number>();
  for (const { resource } of inventory.tables) named.set(resource, (named.get(resource) ?? 0) + 1);
  const rows = inventory.tables.map((table): Row => {
    // The names of one template tell its tables apart, and those of several may not.
    const place =
      (named.get(table.resource) ?? 0) > 1 ? `<br>${escapeMarkdown(placeOf(table.at, input))}` : "";
    const keys = table.replicas.flatMap(({ cases }) =>
      cases.map((one) =>
        escapeMarkdown(cases.length > 1 ? `${caseKey(one)} ${inCase(one)}`.trim() : caseKey(one)),
      ),
    );
    return [
      `${code(table.resource)}${place}`,
      [...new Set(keys)].slice(0, 4).join("<br>"),
      readersIn(table.access),
      escapeMarkdown(costInWords(table.cost, inventory)),
    ];
  });
  const titles = ["Table", "Key", "Can decrypt", "A month"];
  return tableOf(titles, rows, ROOM.tables, "table");
}

/** As numbers alone leave it open whether nobody was looked for. */
function readersIn({ allowed, blocked, undecided }: Access): string {
  if (allowed.length + blocked.length + undecided.length === 0) return "nobody here";
  return [
    String(allowed.length),
    ...(blocked.length === 0 ? [] : [`${blocked.length} kept out`]),
    ...(undecided.length === 0 ? [] : [`${undecided.length} undecided`]),
  ].join(", ");
}

function unread({ problems, nameOf }: ReportInput): string {
  if (problems.length === 0) return "";
  const files = [...new Set(problems.map(({ path }) => nameOf(path)))];
  const rest = files.length - MOST_FILES;
  const named = [...files.slice(0, MOST_FILES).map(code), ...(rest > 0 ? [counted(rest, "more file")] : [])];
  return `**${counted(problems.length, "problem")}** in ${listed(named)}: this report may not be complete.`;
}

function problemList({ problems, nameOf }: ReportInput): string {
  if (problems.length === 0) return "";
  const rows = problems.map(({ path, line, message }): Row => [
    code(line === null ? nameOf(path) : `${nameOf(path)}:${line}`),
    escapeMarkdown(message),
  ]);
  return details("Problems", [tableOf(["Place", "Problem"], rows, ROOM.problems, "problem")]);
}

function findings(input: ReportInput): string {
  const rows = findingsByRule(input).flatMap(({ id, controls, findings: all }) =>
    all.map(({ severity, at, message }): Row => [
      severity,
      [code(id), ...controls.map(escapeMarkdown)].join("<br>"),
      code(placeOf(at, input)),
      escapeMarkdown(message),
    ]),
  );
  if (rows.length === 0) return "";
  return `### Findings\n\n${tableOf(["Severity", "Rule", "Place", "Finding"], rows, ROOM.findings, "finding")}`;
}

function keys({ inventory }: ReportInput): string {
  const all = inventory.keys;
  if (all.length === 0) return "";
  const rows = all.map((key): Row => [
    code(keyName(key)),
    String(key.tables.length),
    key.rotation === null ? "not known" : key.rotation ? "yes" : "no",
    key.cost === null ? "not counted" : escapeMarkdown(costInWords(key.cost, inventory)),
  ]);
  return details(counted(all.length, "customer managed key"), [
    tableOf(["Key", "Tables", "Rotated", "A month"], rows, ROOM.keys, "key"),
  ]);
}

function suppressions(input: ReportInput): string {
  const all = input.inventory.suppressions;
  if (all.length === 0) return "";
  const expired = all.filter((one) => one.expired).length;
  const title = `${counted(all.length, "suppression")}${expired === 0 ? "" : `, ${expired} expired`}`;
  const rows = all.map((one): Row => [
    `${code(one.rule)}${forWhom(one)}`,
    code(placeOf(one.at, input)),
    escapeMarkdown(one.reason ?? "no reason given"),
    escapeMarkdown(untilWords(one)),
  ]);
  return details(title, [
    tableOf(["Rule", "Place", "Reason", "Holds"], rows, ROOM.suppressions, "suppression"),
  ]);
}
