import { l10n } from "vscode";

export function templatesCounted(count: number): string {
  return count === 1 ? l10n.t("1 template") : l10n.t("{0} templates", count);
}

export function tablesCounted(count: number): string {
  return count === 1 ? l10n.t("1 table") : l10n.t("{0} tables", count);
}

export function findingsCounted(count: number): string {
  return count === 1 ? l10n.t("1 finding") : l10n.t("{0} findings", count);
}
