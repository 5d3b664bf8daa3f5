import type { Disposable, DocumentSelector, LanguageStatusItem, LogOutputChannel } from "vscode";
import { l10n, languages, LanguageStatusSeverity, window } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import { State } from "vscode-languageclient";
import { findingsCounted, tablesCounted } from "./counted.js";

interface Status {
  readonly tables: number;
  readonly withoutCustomerManagedKey: number;
  readonly undecided: number;
  readonly findings: number;
  readonly problems: number;
}

interface TableStatusParams {
  readonly uri: string;
  readonly status: Status | null;
}

/** Shows in the language status how the tables of the active template are encrypted; nothing for other files. */
export function showTableStatus(
  client: BaseLanguageClient,
  selector: DocumentSelector,
  output: LogOutputChannel,
): Disposable[] {
  const known = new Map<string, Status>();
  let item: LanguageStatusItem | undefined;
  client.onNotification("dynamodbEncryption/tableStatus", ({ uri, status }: TableStatusParams) => {
    const key = client.protocol2CodeConverter.asUri(uri).toString();
    output.debug(`${key}: ${status === null ? "no template" : JSON.stringify(status)}`);
    if (status === null) known.delete(key);
    else known.set(key, status);
    update();
  });
  return [
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Running) return;
      known.clear();
      update();
    }),
    window.onDidChangeActiveTextEditor(update),
    { dispose: () => item?.dispose() },
  ];

  function update(): void {
    const active = window.activeTextEditor?.document.uri.toString();
    const status = active === undefined ? undefined : known.get(active);
    if (status === undefined) {
      item?.dispose();
      item = undefined;
      return;
    }
    item ??= languages.createLanguageStatusItem("dynamodbEncryption.tables", selector);
    describe(item, status);
  }
}

function describe(item: LanguageStatusItem, status: Status): void {
  const { tables, withoutCustomerManagedKey, undecided, findings, problems } = status;
  const parts = [
    tables === 0 ? l10n.t("No tables") : tablesCounted(tables),
    withoutCustomerManagedKey > 0
      ? l10n.t("{0} without a customer managed key", withoutCustomerManagedKey)
      : "",
    undecided > 0 ? l10n.t("{0} undecided", undecided) : "",
  ];
  item.name = l10n.t("DynamoDB Encryption");
  item.text = parts.filter((part) => part !== "").join(" · ");
  item.detail = problems > 0 ? l10n.t("the template can't be read completely") : findingsCounted(findings);
  item.severity =
    findings + problems > 0 ? LanguageStatusSeverity.Warning : LanguageStatusSeverity.Information;
  item.command = { command: "dynamodbEncryption.showOutput", title: l10n.t("Show Output") };
}
