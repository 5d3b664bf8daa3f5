import {
  l10n,
  MarkdownString,
  Range,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
} from "vscode";
import type { Uri } from "vscode";
import type { Place } from "./answer.js";
import { isOpened, type Node } from "./tree.js";
import { describe, nameOfType, tooltipOf } from "./words.js";

/** Turns a URI of the server into one of the editor. */
export type ToUri = (uri: string) => Uri;

/**
 * A row as the editor shows it.
 *
 * @param opened whether somebody has opened or closed it; undefined for neither.
 */
export function itemOf(node: Node, toUri: ToUri, opened: boolean | undefined): TreeItem {
  const label = labelOf(node);
  const item = new TreeItem(label, stateOf(node, opened));
  item.id = node.id;
  item.iconPath = iconOf(node);
  // Menus are offered by it; `dynamodbEncryption.changeKey` is for tables.
  item.contextValue = node.kind;
  const description = describe(node);
  if (description !== "") item.description = description;
  item.accessibilityInformation = { label: [label, description].filter((part) => part !== "").join(", ") };
  const tooltip = tooltipOf(node);
  if (tooltip !== "") item.tooltip = new MarkdownString(tooltip);
  if (node.kind === "file") item.resourceUri = toUri(node.uri);
  const place = placeOf(node);
  if (place !== null) {
    item.command = {
      command: "vscode.open",
      title: l10n.t("Show in the Template"),
      arguments: [toUri(place.uri), { selection: rangeOf(place) }],
    };
  }
  return item;
}

/** Its name, as it may be copied. */
export function labelOf(node: Node): string {
  switch (node.kind) {
    case "type":
    case "choice":
      return nameOfType(node.type);
    case "file":
      return node.file;
    case "key":
      return node.key.name;
    case "table":
      return node.table.name;
    case "reader":
      return node.reader.name;
  }
}

function stateOf(node: Node, opened: boolean | undefined): TreeItemCollapsibleState {
  if (node.children.length === 0) return TreeItemCollapsibleState.None;
  const isOpen = opened ?? (node.kind === "type" || node.kind === "file" || isOpened(node));
  return isOpen ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed;
}

function placeOf(node: Node): Place | null {
  switch (node.kind) {
    case "table":
    case "choice":
      return node.table.place;
    case "key":
      return node.key.place;
    case "reader":
      return node.reader.place;
    case "type":
    case "file":
      return null;
  }
}

function rangeOf({ range }: Place): Range {
  return new Range(range.start.line, range.start.character, range.end.line, range.end.character);
}

function iconOf(node: Node): ThemeIcon {
  const warning = new ThemeColor("list.warningForeground");
  switch (node.kind) {
    case "file":
      return ThemeIcon.File;
    case "type":
    case "choice":
      return new ThemeIcon(ICONS_OF_TYPES[node.type]);
    case "key":
      return node.key.findings > 0 ? new ThemeIcon("key", warning) : new ThemeIcon("key");
    case "table":
      return node.table.findings > 0 ? new ThemeIcon("table", warning) : new ThemeIcon("table");
    case "reader":
      if (node.reader.verdict === "blocked-by-key") return new ThemeIcon("warning", warning);
      return new ThemeIcon(node.reader.verdict === "undecided" ? "question" : "person");
  }
}

const ICONS_OF_TYPES = {
  "customer-managed": "shield",
  "aws-managed": "lock",
  "aws-owned": "lock",
  undecided: "question",
  invalid: "error",
} as const;
