import { env, l10n, Uri, window } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";

interface RuleEntry {
  readonly id: string;
  readonly summary: string;
  readonly severity: string;
  readonly href: string;
}

/** Lets somebody choose a rule and opens its page. */
export async function openRulePage(client: BaseLanguageClient): Promise<void> {
  await client.start();
  const rules = await client.sendRequest<RuleEntry[]>("dynamodbEncryption/rules");
  const items = rules.map(({ id, summary, severity, href }) => ({
    label: id,
    description: severity,
    detail: summary,
    href,
  }));
  const chosen = await window.showQuickPick(items, {
    title: l10n.t("Rules of DynamoDB Encryption Lint"),
    placeHolder: l10n.t("Which rule's page is to be opened?"),
    matchOnDetail: true,
  });
  if (chosen !== undefined) await env.openExternal(Uri.parse(chosen.href));
}
