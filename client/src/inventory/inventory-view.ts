import type { Disposable, LogOutputChannel, TreeDataProvider, TreeItem, TreeView } from "vscode";
import { commands, env, EventEmitter, l10n, window, workspace } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import { State } from "vscode-languageclient";
import type { Inventory } from "./answer.js";
import { itemOf, labelOf, type ToUri } from "./item.js";
import { treeOf, type Grouping, type Node } from "./tree.js";
import { reservations, totals } from "./words.js";

const VIEW = "dynamodbEncryption.inventory";

/**
 * The view of all tables and keys of the workspace. Nothing is read before it is opened; while it
 * is to be seen, it follows what changes.
 *
 * @returns what has to be disposed of.
 */
export function showInventory(client: BaseLanguageClient, output: LogOutputChannel): Disposable[] {
  const rows = new Rows(client);
  const view = window.createTreeView(VIEW, { treeDataProvider: rows, showCollapseAll: true });
  const inventory = new InventoryView(client, view, rows, output);
  return [
    view,
    view.onDidExpandElement(({ element }) => rows.set(element, true)),
    view.onDidCollapseElement(({ element }) => rows.set(element, false)),
    view.onDidChangeVisibility(() => inventory.shown()),
    client.onNotification("dynamodbEncryption/inventoryChanged", () => inventory.update()),
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Running) inventory.restarted();
    }),
    workspace.onDidChangeWorkspaceFolders(() => inventory.update()),
    commands.registerCommand("dynamodbEncryption.inventory.refresh", () => inventory.readAnew()),
    commands.registerCommand("dynamodbEncryption.inventory.filter", () => inventory.askForFilter()),
    commands.registerCommand("dynamodbEncryption.inventory.clearFilter", () => inventory.filter("")),
    commands.registerCommand("dynamodbEncryption.inventory.groupByKey", () => inventory.group("key")),
    commands.registerCommand("dynamodbEncryption.inventory.groupByFile", () => inventory.group("file")),
    commands.registerCommand("dynamodbEncryption.inventory.copyName", (node: Node) =>
      env.clipboard.writeText(labelOf(node)),
    ),
  ];
}

class Rows implements TreeDataProvider<Node> {
  private readonly emitter = new EventEmitter<void>();
  readonly onDidChangeTreeData = this.emitter.event;
  private roots: readonly Node[] = [];
  /** Rows that somebody has opened or closed, by id: the editor forgets those that a filter hides. */
  private readonly opened = new Map<string, boolean>();

  constructor(private readonly client: BaseLanguageClient) {}

  show(roots: readonly Node[]): void {
    this.roots = roots;
    this.emitter.fire();
  }

  set(node: Node, open: boolean): void {
    this.opened.set(node.id, open);
  }

  getChildren(node?: Node): Node[] {
    return [...(node?.children ?? this.roots)];
  }

  getTreeItem(node: Node): TreeItem {
    const toUri: ToUri = (uri) => this.client.protocol2CodeConverter.asUri(uri);
    return itemOf(node, toUri, this.opened.get(node.id));
  }
}

/** What the view shows, and what of that somebody has chosen. */
class InventoryView {
  private inventory: Inventory | undefined;
  private grouping: Grouping = "key";
  private wanted = "";
  private reading = false;
  /** Something has changed while the inventory was being read. */
  private outdated = false;

  constructor(
    private readonly client: BaseLanguageClient,
    private readonly view: TreeView<Node>,
    private readonly rows: Rows,
    private readonly output: LogOutputChannel,
  ) {
    if (view.visible) this.shown();
  }

  /** The view can be seen, or no longer. */
  shown(): void {
    if (this.client.isRunning()) this.watch();
    if (this.view.visible && this.inventory === undefined) this.update();
  }

  /** The server knows nothing of what one before it was told. */
  restarted(): void {
    this.watch();
    if (this.inventory !== undefined) this.update();
  }

  /** Has the server read all files again, whatever it knows. */
  readAnew(): void {
    this.update(true);
  }

  /** Asks for the inventory, if it can be seen. */
  update(anew = false): void {
    if (!this.view.visible) return;
    if (this.reading) this.outdated = true;
    else void this.read(anew);
  }

  group(grouping: Grouping): void {
    this.grouping = grouping;
    void commands.executeCommand("setContext", `${VIEW}.grouping`, grouping);
    this.show();
  }

  filter(wanted: string): void {
    this.wanted = wanted.trim();
    void commands.executeCommand("setContext", `${VIEW}.filtered`, this.wanted !== "");
    this.show();
  }

  async askForFilter(): Promise<void> {
    const wanted = await window.showInputBox({
      title: l10n.t("Filter Tables and Keys"),
      prompt: l10n.t("Part of the name of a table, a key, a role or a file"),
      placeHolder: l10n.t("For example: orders"),
      value: this.wanted,
    });
    if (wanted !== undefined) this.filter(wanted);
  }

  private async read(anew: boolean): Promise<void> {
    this.reading = true;
    this.outdated = false;
    try {
      const work = () => this.ask(anew);
      // What follows a keystroke comes quietly.
      const isQuiet = this.inventory !== undefined && !anew;
      this.inventory = await (isQuiet ? work() : window.withProgress({ location: { viewId: VIEW } }, work));
      this.show();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.output.error(`The inventory could not be read: ${reason}`);
      this.view.message = l10n.t("The inventory could not be read: {0}", reason);
    } finally {
      this.reading = false;
    }
    if (this.outdated) this.update();
  }

  private async ask(anew: boolean): Promise<Inventory> {
    await this.client.start();
    this.watch();
    const answer = await this.client.sendRequest<Inventory | null>("dynamodbEncryption/inventory", { anew });
    if (answer === null) throw new Error(l10n.t("the output says why."));
    return answer;
  }

  private watch(): void {
    const watch = this.view.visible;
    this.client.sendNotification("dynamodbEncryption/watchInventory", { watch }).catch((error: unknown) => {
      this.output.debug(`The server was not told whether the inventory can be seen: ${String(error)}`);
    });
  }

  private show(): void {
    const { inventory, view, wanted } = this;
    if (inventory === undefined) return;
    const rows = treeOf(inventory, this.grouping, wanted);
    this.rows.show(rows);
    const isEmpty = inventory.tables.length + inventory.keys.length === 0;
    void commands.executeCommand("setContext", `${VIEW}.empty`, isEmpty);
    const { summary } = inventory;
    const all = isEmpty ? "" : totals(summary);
    // A view that is alone in its container has no description, and room for a short title only.
    view.description = all;
    view.message = [all, filterWords(wanted, rows.length), reservations(summary)]
      .filter((part) => part !== "")
      .join("\n");
  }
}

function filterWords(wanted: string, rows: number): string {
  if (wanted === "") return "";
  return rows === 0
    ? l10n.t("Filtered: nothing has '{0}' in its name.", wanted)
    : l10n.t("Filtered: {0}", wanted);
}
