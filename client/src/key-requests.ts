/** What the server says of the keys that a table could have, and what it is asked. */
import { l10n, ProgressLocation, window } from "vscode";
import type { BaseLanguageClient, Position, WorkspaceEdit } from "vscode-languageclient";

/** One of the keys that a table could be given; all texts are the server's. */
export interface Choice {
  readonly id: string;
  readonly kind: "new" | "declared" | "exported" | "parameter" | "aws-managed" | "aws-owned";
  readonly label: string;
  readonly cost: string;
  readonly current: boolean;
  readonly blocked: string | null;
  readonly summary: string;
  readonly changes: readonly string[];
  readonly beforeDeploying: readonly string[];
  readonly afterwards: readonly string[];
}

export interface TableKey {
  readonly resource: string;
  readonly key: string;
}

/** A table and its choices. */
export interface Choices extends TableKey {
  readonly cases: readonly { readonly when: string; readonly key: string }[];
  readonly choices: readonly Choice[];
}

export interface Answer {
  readonly uri: string;
  readonly version: number;
  readonly tables: readonly TableKey[];
  readonly table: Choices | null;
}

/** Which table of which document; neither resource nor position leaves that open. */
export interface Question {
  readonly uri: string;
  readonly resource?: string;
  readonly position?: Position;
  readonly case?: number | null;
}

/** In a long template the server is busy for a moment: the status bar says so. */
export function askForChoices(client: BaseLanguageClient, question: Question): Thenable<Answer | null> {
  const { uri, ...rest } = question;
  const params = { textDocument: { uri }, ...rest };
  const options = {
    location: ProgressLocation.Window,
    title: l10n.t("Working out what each key would change…"),
  };
  return window.withProgress(options, () =>
    client.sendRequest<Answer | null>("dynamodbEncryption/keyChoices", params),
  );
}

export function askForEdit(
  client: BaseLanguageClient,
  { uri, version }: Answer,
  change: { readonly resource: string; readonly case: number | null; readonly choice: string },
): Promise<{ readonly edit: WorkspaceEdit } | { readonly refused: string }> {
  const textDocument = { uri, version };
  return client.sendRequest("dynamodbEncryption/changeKey", { textDocument, ...change });
}
