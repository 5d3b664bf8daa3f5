import { l10n } from "vscode";
import { findingsCounted, tablesCounted } from "../counted.js";
import type { Cost, Key, KeyType, Reader, Summary, Table } from "./answer.js";
import type { Node } from "./tree.js";

/** So many people are named in a tooltip. */
const NAMED = 10;

/** "30 tables · 5 without a customer managed key · about $7.40 a month". */
export function totals({ tables, withoutCustomerManagedKey, undecided, cost }: Summary): string {
  return joined(
    tablesCounted(tables),
    withoutCustomerManagedKey > 0
      ? l10n.t("{0} without a customer managed key", withoutCustomerManagedKey)
      : "",
    undecided > 0 ? l10n.t("{0} undecided", undecided) : "",
    monthly(cost),
  );
}

/** What of the workspace isn't among them; empty where all is. */
export function reservations({ skipped, limit, problems }: Summary): string {
  return [
    problems > 0 ? l10n.t("Not everything in the templates could be read.") : "",
    skipped > 0
      ? l10n.t("Files left out as too large or unreadable: {0}; the output names them.", skipped)
      : "",
    limit !== null ? l10n.t("The workspace has more files: only the first {0} were looked at.", limit) : "",
  ]
    .filter((part) => part !== "")
    .join(" ");
}

export function nameOfType(type: KeyType): string {
  switch (type) {
    case "customer-managed":
      return l10n.t("Customer managed keys");
    case "aws-managed":
      return l10n.t("AWS managed key");
    case "aws-owned":
      return l10n.t("AWS owned key");
    case "undecided":
      return l10n.t("Undecided");
    case "invalid":
      return l10n.t("Refused when deployed");
  }
}

/** What stands beside a row's name. */
export function describe(node: Node): string {
  switch (node.kind) {
    case "type":
      return tablesCounted(node.tables);
    case "file":
      return "";
    case "choice":
      return node.when.join(", ");
    case "key":
      return describeKey(node.key, node.when, node.file);
    case "table":
      return joined(
        node.when.join(", "),
        // It is that of all cases together.
        node.when.length === 0 ? monthly(node.table.cost) : "",
        found(node.table),
        node.file,
      );
    case "reader":
      return joined(accessOf(node.reader), verdictOf(node.reader));
  }
}

/** Markdown: what there is to know of a row beyond what it shows. */
export function tooltipOf(node: Node): string {
  switch (node.kind) {
    case "type":
      return meaningOf(node.type);
    case "file":
      return "";
    case "choice":
      return paragraphs(meaningOf(node.type), plain(node.reason ?? ""));
    case "key":
      return aboutKey(node.key);
    case "table":
      return aboutTable(node.table, node.when);
    case "reader":
      return paragraphs(
        `**${plain(node.reader.name)}**`,
        joined(accessOf(node.reader), verdictOf(node.reader)),
        list(node.reader.reasons),
        node.reader.file === null ? "" : plain(node.reader.file),
      );
  }
}

/** "2 findings · 1 suppressed". */
function found({ findings, suppressed }: Table | Key): string {
  return joined(
    findings > 0 ? findingsCounted(findings) : "",
    suppressed.length > 0 ? l10n.t("{0} suppressed", suppressed.length) : "",
  );
}

function aside({ suppressed }: Table | Key): string {
  return suppressed.length === 0 ? "" : paragraphs(l10n.t("Suppressed:"), list(suppressed));
}

function describeKey(key: Key, when: readonly string[], file: string): string {
  const { place, tables, cost } = key;
  return joined(
    when.join(", "),
    tables === 0 ? l10n.t("no table") : tablesCounted(tables),
    monthly(cost),
    found(key),
    place === null ? l10n.t("not declared here") : file,
  );
}

function aboutKey(key: Key): string {
  const { place, region, rotation, retained, usable } = key;
  return paragraphs(
    `**${plain(key.name)}**`,
    plain(key.construct ?? ""),
    place === null
      ? l10n.t("The templates of this workspace name this key, and none of them declares it.")
      : "",
    usable === false ? l10n.t("DynamoDB can't use it.") : "",
    joined(
      region ?? "",
      rotation === null ? "" : rotation ? l10n.t("rotated") : l10n.t("not rotated"),
      retained === null
        ? ""
        : retained
          ? l10n.t("kept when its stack is deleted")
          : l10n.t("deleted with its stack"),
    ),
    named(l10n.t("Can decrypt"), key.allowed),
    named(l10n.t("May reach a table, but not decrypt"), key.blocked),
    aside(key),
    working(key.cost),
  );
}

function aboutTable(table: Table, when: readonly string[]): string {
  const reasons = table.replicas.flatMap(({ cases }) => cases.flatMap(({ reason }) => reason ?? []));
  const allowed = table.readers.filter(({ verdict }) => verdict === "allowed");
  return paragraphs(
    `**${plain(table.name)}**`,
    plain(table.construct ?? ""),
    plain(when.join(", ")),
    list([...new Set(reasons)]),
    named(
      l10n.t("Can read or write it"),
      allowed.map(({ name }) => name),
    ),
    aside(table),
    working(table.cost),
  );
}

function meaningOf(type: KeyType): string {
  switch (type) {
    case "customer-managed":
      return l10n.t("Keys of your own: you decide who may use them, and can disable them.");
    case "aws-managed":
      return l10n.t(
        "The key alias/aws/dynamodb of your account. You can look at its policy and see its use in CloudTrail, but change neither.",
      );
    case "aws-owned":
      return l10n.t("A key that AWS owns, outside your account: encrypted, free, and not in your hands.");
    case "undecided":
      return l10n.t("Which key it is can't be told from the templates; each table says why.");
    case "invalid":
      return l10n.t("What the template says is refused when it is deployed; each table says why.");
  }
}

function accessOf({ access }: Reader): string {
  switch (access) {
    case "reads":
      return l10n.t("reads");
    case "writes":
      return l10n.t("writes");
    case "reads and writes":
      return l10n.t("reads and writes");
  }
}

function verdictOf({ verdict }: Reader): string {
  switch (verdict) {
    case "allowed":
      return "";
    case "blocked-by-key":
      return l10n.t("refused by the key");
    case "undecided":
      return l10n.t("undecided whether the key lets it");
  }
}

function monthly(cost: Cost | null): string {
  return cost === null ? "" : l10n.t("{0} a month", cost.monthly);
}

function working(cost: Cost | null): string {
  if (cost === null) return "";
  return paragraphs(l10n.t("{0} a month:", cost.range), list(cost.assumptions));
}

function named(what: string, names: readonly string[]): string {
  if (names.length === 0) return "";
  const more = names.length > NAMED ? [l10n.t("{0} more", names.length - NAMED)] : [];
  return `${what}: ${[...names.slice(0, NAMED).map(plain), ...more].join(", ")}`;
}

function list(sentences: readonly string[]): string {
  return sentences.map((one) => `- ${plain(one)}`).join("\n");
}

function paragraphs(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("\n\n");
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(" · ");
}

/** Text as Markdown shows it unchanged. */
function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>$~]/g, "\\$&");
}
