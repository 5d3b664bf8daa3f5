import type { Case, Inventory, Key, KeyType, Reader, Table } from "./answer.js";

/** What stands above: the kind of the tables' keys, or the file. */
export type Grouping = "key" | "file";

/** A row of the view. Equal ids mean the same thing in a later inventory. */
export type Node =
  | (Row & { readonly kind: "type"; readonly type: KeyType; readonly tables: number })
  | (Row & { readonly kind: "file"; readonly file: string; readonly uri: string })
  | (Row & { readonly kind: "key"; readonly key: Key } & Beside)
  | (Row & { readonly kind: "table"; readonly table: Table } & Beside)
  | (Row & {
      readonly kind: "choice";
      readonly table: Table;
      readonly type: KeyType;
      readonly reason: string | null;
    } & Pick<Beside, "when">)
  | (Row & { readonly kind: "reader"; readonly reader: Reader });

type KeyRow = Extract<Node, { readonly kind: "key" }>;

interface Row {
  readonly id: string;
  readonly children: readonly Node[];
}

/** What is said beside its name. */
interface Beside {
  /** In which Regions and cases it stands there; empty for always. */
  readonly when: readonly string[];
  /** Its file; empty where that stands above. */
  readonly file: string;
}

/** The order in which kinds of keys are listed. */
const TYPES: readonly KeyType[] = ["customer-managed", "aws-managed", "aws-owned", "undecided", "invalid"];

/**
 * The rows of the view.
 *
 * @param filter rows stay that have it in a table's, key's, person's or file's name, with what is above and
 * below them; empty for all.
 */
export function treeOf(inventory: Inventory, grouping: Grouping, filter: string): readonly Node[] {
  const all = grouping === "key" ? byKey(inventory) : byFile(inventory);
  const wanted = filter.trim().toLowerCase();
  return wanted === "" ? all : all.flatMap((node) => filtered(node, wanted));
}

/** Key types, then keys, then their tables. */
function byKey({ tables, keys }: Inventory): readonly Node[] {
  const users = usersByKey(tables);
  return TYPES.flatMap((type): readonly Node[] => {
    const id = `type ${type}`;
    const used = tables.filter((table) => casesOf(table).some((one) => one.key === type));
    const children =
      type === "customer-managed"
        ? keys.map((key) => keyWithTables(key, users, id))
        : used.map((table) => tableUnder(table, id, (one) => one.key === type));
    return children.length === 0 ? [] : [{ kind: "type", id, type, tables: used.length, children }];
  });
}

/** Files, then their tables with key and people, and the keys that they declare. */
function byFile({ tables, keys }: Inventory): readonly Node[] {
  const users = usersByKey(tables);
  const known = new Map(keys.map((key) => [key.id, key]));
  const files = new Map<string, { readonly file: string; readonly children: Node[] }>();
  const childrenOf = (uri: string, file: string): Node[] => {
    const rows = files.get(uri) ?? { file, children: [] };
    files.set(uri, rows);
    return rows.children;
  };
  for (const table of tables) {
    childrenOf(table.place.uri, table.file).push(tableWithKeys(table, known, `file ${table.place.uri}`));
  }
  for (const key of keys) {
    if (key.place === null) continue;
    const { uri } = key.place;
    childrenOf(uri, key.file ?? uri).push({ ...keyWithTables(key, users, `file ${uri}`), file: "" });
  }
  return [...files]
    .sort(([, a], [, b]) => (a.file < b.file ? -1 : 1))
    .map(([uri, { file, children }]) => ({ kind: "file", id: `file ${uri}`, uri, file, children }));
}

type UsersByKey = ReadonlyMap<string, ReadonlySet<Table>>;

function usersByKey(tables: readonly Table[]): UsersByKey {
  const users = new Map<string, Set<Table>>();
  for (const table of tables) {
    for (const { keyId } of casesOf(table)) {
      if (keyId !== null) users.set(keyId, (users.get(keyId) ?? new Set()).add(table));
    }
  }
  return users;
}

function keyWithTables(key: Key, users: UsersByKey, above: string): KeyRow {
  const id = `${above} key ${key.id}`;
  const isOurs = (one: Case): boolean => one.keyId === key.id;
  const children = [...(users.get(key.id) ?? [])].map((table) => tableUnder(table, id, isOurs));
  return { kind: "key", id, key, when: [], file: key.file ?? "", children };
}

/** A table below what encrypts it in some cases; below it, who reads it. */
function tableUnder(table: Table, above: string, counts: (one: Case) => boolean): Node {
  const id = `${above} table ${table.id}`;
  const when = whenOf(table, counts);
  return { kind: "table", id, table, when, file: table.file, children: readers(table, id) };
}

/** A table with what encrypts it, case by case, and who reads it. */
function tableWithKeys(table: Table, keys: ReadonlyMap<string, Key>, above: string): Node {
  const id = `${above} table ${table.id}`;
  const choices = new Map<string, Node>();
  for (const one of casesOf(table)) {
    const key = keys.get(one.keyId ?? "");
    const name = `${id} ${key === undefined ? `type ${one.key}` : `key ${key.id}`}`;
    const isSame = (each: Case): boolean => each.key === one.key && each.keyId === one.keyId;
    const when = whenOf(table, isSame);
    const file = key?.file === table.file ? "" : (key?.file ?? "");
    if (key !== undefined) choices.set(name, { kind: "key", id: name, key, when, file, children: [] });
    else
      choices.set(name, {
        kind: "choice",
        id: name,
        table,
        type: one.key,
        when,
        reason: one.reason,
        children: [],
      });
  }
  const children = [...choices.values(), ...readers(table, id)];
  return { kind: "table", id, table, when: [], file: "", children };
}

function readers(table: Table, above: string): readonly Node[] {
  return table.readers.map((reader) => ({
    kind: "reader",
    id: `${above} reader ${reader.id}`,
    reader,
    children: [],
  }));
}

function casesOf({ replicas }: Table): readonly Case[] {
  return replicas.flatMap(({ cases }) => cases);
}

/** In which Regions and cases it is so; empty where it is in all. */
function whenOf(table: Table, counts: (one: Case) => boolean): readonly string[] {
  const { replicas } = table;
  if (casesOf(table).every(counts)) return [];
  return replicas.flatMap(({ region, cases }) =>
    cases.filter(counts).flatMap(({ when }) => {
      const parts = [replicas.length > 1 ? (region ?? "") : "", when].filter((part) => part !== "");
      return parts.length === 0 ? [] : [parts.join(" ")];
    }),
  );
}

/** A row whose own name fits keeps all below it; another one what fits there. */
function filtered(node: Node, wanted: string): readonly Node[] {
  if (namesOf(node).some((name) => name.toLowerCase().includes(wanted))) return [node];
  const children = node.children.flatMap((child) => filtered(child, wanted));
  return children.length === 0 ? [] : [{ ...node, id: `${FILTERED}${node.id}`, children }];
}

/** Under another id the editor doesn't know a row as closed. */
const FILTERED = "filtered ";

/** Whether a row is shown because something below it fits a filter: it should be open, then. */
export function isOpened({ id }: Node): boolean {
  return id.startsWith(FILTERED);
}

function namesOf(node: Node): readonly string[] {
  switch (node.kind) {
    case "type":
    case "choice":
      return [];
    case "file":
      return [node.file];
    case "key":
      return [node.key.name, node.key.file ?? "", node.key.construct ?? ""];
    case "table":
      return [node.table.name, node.table.file, node.table.construct ?? ""];
    case "reader":
      return [node.reader.name];
  }
}
