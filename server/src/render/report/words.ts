import { describeCase } from "../../core/cases.js";
import type { Severity } from "../../core/finding.js";
import { suppressedInWords } from "../../core/peers.js";
import type { Inventory, InventoryCase, InventoryKey } from "../../inventory/inventory.js";
import type { PartFinding, Spot } from "../../inventory/part.js";
import type { EncryptionVerdict } from "../../inventory/verdict.js";
import type { Estimate } from "../../pricing/estimate.js";
import { rangeInWords } from "../../pricing/words.js";
import type { ReportInput } from "./report-input.js";

/** Verdicts as headings and legends have them. */
export const VERDICT_WORDS: Readonly<Record<EncryptionVerdict, string>> = {
  "customer-managed": "Customer managed key",
  "aws-managed": "AWS managed key",
  "aws-owned": "AWS owned key",
  invalid: "Refused when deployed",
  undecided: "Undecided",
  unusable: "Key that can't work",
  depends: "Depending on the case",
};

/** The same in a row of counts. */
export const VERDICT_COUNTS: Readonly<Record<EncryptionVerdict, string>> = {
  "customer-managed": "customer managed",
  "aws-managed": "AWS managed",
  "aws-owned": "AWS owned",
  invalid: "refused when deployed",
  undecided: "undecided",
  unusable: "under a key that can't work",
  depends: "depending on the case",
};

export const SEVERITIES: readonly Severity[] = ["error", "warning", "info"];

/** "1 table", "3 tables". */
export function counted(count: number, thing: string): string {
  const many = /[^aeiou]y$/.test(thing) ? `${thing.slice(0, -1)}ies` : `${thing}s`;
  return `${count.toLocaleString("en-US")} ${count === 1 ? thing : many}`;
}

/** A list in a sentence: "a, b and c". */
export function listed(items: readonly string[]): string {
  const last = items.at(-1) ?? "";
  return items.length < 2 ? last : `${items.slice(0, -1).join(", ")} and ${last}`;
}

/** "$1.00 to $3.00". */
export function costInWords({ monthly }: Estimate, { costs }: Pick<Inventory, "costs">): string {
  return rangeInWords(monthly, costs);
}

/** "tables.yaml:12". */
export function placeOf({ path, line }: Spot, { nameOf }: Pick<ReportInput, "nameOf">): string {
  return `${nameOf(path)}:${line}`;
}

/** A text that is one hole, `${Key.Arn}`, without its braces. */
export function bare(text: string): string {
  return /^\$\{([^{}]+)\}$/.exec(text)?.[1] ?? text;
}

/** Which key a case has, with its name: "Customer managed key ShopKey". */
export function caseKey({ key, keyAt, reference }: InventoryCase): string {
  const name = key === "customer-managed" ? (keyAt?.resource ?? bare(reference ?? "")) : "";
  return name === "" ? VERDICT_WORDS[key] : `${VERDICT_WORDS[key]} ${name}`;
}

/** The case as it is added to a sentence; empty for one that always holds. */
export function inCase({ when }: Pick<InventoryCase, "when">): string {
  return describeCase(when).trim();
}

export function keyName({ resource }: InventoryKey): string {
  return bare(resource);
}

/** "12 tables and replicas", where a global table is among them. */
export function tablesInWords({ totals }: Pick<Inventory, "totals">): string {
  return totals.replicas ? `${totals.count} tables and replicas` : counted(totals.count, "table");
}

/** Whether nothing sets a finding aside. */
export function isOpen({ suppressed, inBaseline }: PartFinding): boolean {
  return suppressed === null && inBaseline !== true;
}

/**
 * How many findings are open, by severity: "3 findings: 1 error, 2 warnings. 2 suppressed (1 for
 * Checkov)." Beside those of a baseline they are new ones.
 */
export function findingsInWords({ findings }: Pick<Inventory, "findings">): string {
  const open = findings.filter(isOpen);
  const parts = SEVERITIES.flatMap((severity) => {
    const count = open.filter((one) => one.severity === severity).length;
    if (count === 0) return [];
    return severity === "info" ? [`${count} info`] : [counted(count, severity)];
  });
  const suppressed = findings.filter((finding) => finding.suppressed !== null).length;
  const known = findings.length - open.length - suppressed;
  const kind = known === 0 ? "finding" : "new finding";
  const aside = suppressedInWords(findings);
  return [
    open.length === 0 ? `No ${kind}s.` : `${counted(open.length, kind)}: ${parts.join(", ")}.`,
    ...(aside === "" ? [] : [aside]),
    ...(known === 0 ? [] : [`${counted(known, "finding")} ${known === 1 ? "is" : "are"} in the baseline.`]),
  ].join(" ");
}
