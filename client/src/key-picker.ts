import type { QuickPickItem } from "vscode";
import { l10n, QuickInputButtons, QuickPickItemKind, ThemeIcon, window } from "vscode";
import type { Choice, Choices, TableKey } from "./key-requests.js";

/** So many characters are to be seen in a row; fewer where a separator's title stands at its end. */
const LONGEST_LINE = 82;
const LONGEST_FIRST_LINE = 58;

type Item<T> = QuickPickItem & { readonly value?: T };

/** Asks which table is meant. Undefined where somebody turns away, here as below. */
export async function chooseTable(tables: readonly TableKey[]): Promise<string | undefined> {
  const items = tables.map(({ resource, key }) => ({ label: resource, description: key }));
  const chosen = await window.showQuickPick(items, {
    title: l10n.t("Change Key"),
    placeHolder: l10n.t("Which table's key is to be changed?"),
    matchOnDescription: true,
  });
  return chosen?.label;
}

/** Asks in which case the key is to change; null for every case. */
export async function chooseCase({ resource, cases }: Choices): Promise<number | null | undefined> {
  const items: Item<number | null>[] = [
    ...cases.map(({ when, key }, index) => ({ label: capitalised(when), description: key, value: index })),
    separator(""),
    { label: l10n.t("In every case"), description: l10n.t("the condition no longer decides"), value: null },
  ];
  const chosen = await window.showQuickPick(items, {
    title: titleOf(resource),
    placeHolder: l10n.t("The key depends on how the stack is deployed. When is it to change?"),
  });
  return chosen?.value;
}

/** Shows the keys that the table could have, with what each costs and what is to be done first. */
export async function chooseKey({ resource, key, choices }: Choices): Promise<Choice | undefined> {
  const items = choices.flatMap((choice, index): Item<Choice>[] => {
    const group = groupOf(choice);
    const before = choices[index - 1];
    const begins = before === undefined || groupOf(before) !== group;
    return [...(begins ? [separator(group)] : []), keyItem(choice)];
  });
  const chosen = await window.showQuickPick(items, {
    title: titleOf(resource),
    placeHolder: l10n.t("Now: {0}", key),
    matchOnDescription: true,
  });
  const choice = chosen?.value;
  if (choice === undefined || choice.current) return undefined;
  if (choice.blocked === null) return choice;
  void window.showInformationMessage(
    l10n.t("{0}: this can't be written here, because {1}.", choice.label, choice.blocked),
  );
  return undefined;
}

/** Shows what a change comes to, before it is written. */
export function confirmChange({ resource }: Choices, choice: Choice): Promise<"apply" | "back" | "cancel"> {
  const picker = window.createQuickPick<Item<"apply">>();
  picker.title = titleOf(resource);
  picker.placeholder = `${choice.label} (${choice.cost})`;
  picker.buttons = [QuickInputButtons.Back];
  const apply: Item<"apply"> = {
    label: `$(check) ${l10n.t("Apply")}`,
    description: l10n.t("Undo takes it back"),
    value: "apply",
    alwaysShow: true,
  };
  picker.items = [
    apply,
    ...section(l10n.t("Before you deploy"), "warning", choice.beforeDeploying),
    ...section(l10n.t("What changes"), "info", choice.changes),
    ...section(l10n.t("Afterwards"), "history", choice.afterwards),
  ];
  picker.activeItems = [apply];
  return new Promise((resolve) => {
    picker.onDidTriggerButton(() => end("back"));
    picker.onDidAccept(() => {
      if (picker.selectedItems.some(({ value }) => value === "apply")) end("apply");
    });
    picker.onDidHide(() => end("cancel"));
    picker.show();

    function end(result: "apply" | "back" | "cancel"): void {
      resolve(result);
      picker.dispose();
    }
  });
}

function keyItem(choice: Choice): Item<Choice> {
  const { label, cost, current, blocked, summary } = choice;
  const detail = blocked === null ? summary : l10n.t("Can't be written here: {0}", blocked);
  return {
    label: current ? `$(check) ${label}` : label,
    description: cost,
    ...(detail !== "" && { detail }),
    ...(blocked !== null && { iconPath: new ThemeIcon("circle-slash") }),
    value: choice,
  };
}

function groupOf({ kind }: Choice): string {
  switch (kind) {
    case "new":
      return l10n.t("New key");
    case "declared":
    case "exported":
      return l10n.t("Keys in reach");
    case "parameter":
      return l10n.t("Parameter");
    case "aws-managed":
    case "aws-owned":
      return l10n.t("Keys of AWS");
  }
}

function section(title: string, icon: string, sentences: readonly string[]): Item<"apply">[] {
  if (sentences.length === 0) return [];
  return [
    separator(title),
    ...sentences.map((sentence, index) =>
      sentenceItem(icon, sentence, index === 0 ? LONGEST_FIRST_LINE : LONGEST_LINE),
    ),
  ];
}

/** A row isn't wrapped: what is too long for one line goes on in the line below it. */
function sentenceItem(icon: string, sentence: string, longest: number): Item<"apply"> {
  const end = sentence.length <= longest ? -1 : sentence.lastIndexOf(" ", longest);
  if (end === -1) return { label: `$(${icon}) ${sentence}` };
  return { label: `$(${icon}) ${sentence.slice(0, end)}`, detail: sentence.slice(end + 1) };
}

function separator(label: string): { label: string; kind: QuickPickItemKind.Separator } {
  return { label, kind: QuickPickItemKind.Separator };
}

function titleOf(resource: string): string {
  return l10n.t("Change the Key of {0}", resource);
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
