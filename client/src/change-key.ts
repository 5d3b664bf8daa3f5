import { l10n, window, workspace } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import { chooseCase, chooseKey, chooseTable, confirmChange } from "./key-picker.js";
import { askForChoices, askForEdit, type Answer, type Choices, type Question } from "./key-requests.js";

/** What the command may be run with: a code lens names the table, a key binding or a test also the answers. */
interface Given {
  readonly uri?: string;
  readonly resource?: string;
  /** A position in the table's cases; null for all of them. */
  readonly case?: number | null;
  /** The id of a choice: nothing is asked then. */
  readonly choice?: string;
}

/** Lets somebody choose another key for a table, shows what that comes to, and writes it. */
export async function changeKey(client: BaseLanguageClient, given: unknown): Promise<void> {
  const known: Given = typeof given === "object" && given !== null ? given : {};
  const question = questionFor(client, known);
  if (question === null)
    return tell(l10n.t("Open a template first: there is no table to change the key of."));
  await client.start();
  const first = await askForChoices(client, question);
  const table = first === null ? null : await tableOf(client, first, known);
  if (first === null || first.tables.length === 0) {
    return tell(l10n.t("There is no DynamoDB table in this file."));
  }
  if (table === null) return;
  await changeKeyOf(client, table, known);
}

async function changeKeyOf(
  client: BaseLanguageClient,
  { answer, table }: { readonly answer: Answer; readonly table: Choices },
  given: Given,
): Promise<void> {
  const asked = given.case === undefined && given.choice === undefined && table.cases.length > 0;
  const chosenCase = asked ? await chooseCase(table) : (given.case ?? null);
  if (chosenCase === undefined) return;
  const { uri } = answer;
  const inCase =
    chosenCase === null
      ? answer
      : await askForChoices(client, { uri, resource: table.resource, case: chosenCase });
  if (inCase?.table === null || inCase === null)
    return tell(l10n.t("The text has changed since. Please try again."));
  const choice = given.choice ?? (await choose(inCase.table));
  if (choice === undefined) return;
  const change = { resource: table.resource, case: chosenCase, choice };
  const result = await askForEdit(client, inCase, change);
  if ("refused" in result) return warn(result.refused);
  const document = workspace.textDocuments.find(
    (one) => client.code2ProtocolConverter.asUri(one.uri) === inCase.uri,
  );
  if (document?.version !== inCase.version) {
    return warn(l10n.t("The text has changed since: nothing was written. Please choose again."));
  }
  const edit = await client.protocol2CodeConverter.asWorkspaceEdit(result.edit);
  if (!(await workspace.applyEdit(edit))) warn(l10n.t("The editor refused to write the change."));
}

/** The id of the key that was chosen and confirmed; going back from the confirmation chooses anew. */
async function choose(table: Choices): Promise<string | undefined> {
  for (;;) {
    const choice = await chooseKey(table);
    if (choice === undefined) return undefined;
    const confirmed = await confirmChange(table, choice);
    if (confirmed === "apply") return choice.id;
    if (confirmed === "cancel") return undefined;
  }
}

/** The table that the question is about; where it names none, somebody is asked. */
async function tableOf(
  client: BaseLanguageClient,
  answer: Answer,
  given: Given,
): Promise<{ readonly answer: Answer; readonly table: Choices } | null> {
  if (answer.table !== null) return { answer, table: answer.table };
  if (answer.tables.length === 0 || given.resource !== undefined) return null;
  const resource = answer.tables.length === 1 ? answer.tables[0]?.resource : await chooseTable(answer.tables);
  if (resource === undefined) return null;
  const next = await askForChoices(client, { uri: answer.uri, resource });
  return next?.table === null || next === null ? null : { answer: next, table: next.table };
}

/** The table that is named, or the one at the cursor of the active editor. */
function questionFor(client: BaseLanguageClient, { uri, resource }: Given): Question | null {
  if (uri !== undefined && resource !== undefined) return { uri, resource };
  const editor = window.activeTextEditor;
  if (editor === undefined) return null;
  const { code2ProtocolConverter: convert } = client;
  return {
    uri: convert.asUri(editor.document.uri),
    ...(resource === undefined ? { position: convert.asPosition(editor.selection.active) } : { resource }),
  };
}

function tell(message: string): void {
  void window.showInformationMessage(message);
}

function warn(message: string): void {
  void window.showWarningMessage(message);
}
