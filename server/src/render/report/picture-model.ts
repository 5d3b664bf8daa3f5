import type {
  Inventory,
  InventoryPrincipal,
  InventoryTable,
  PrincipalUse,
} from "../../inventory/inventory.js";
import type { EncryptionVerdict } from "../../inventory/verdict.js";
import type { ReportInput } from "./report-input.js";
import { costInWords, counted, keyName, VERDICT_WORDS } from "./words.js";

/** What is drawn: keys with the tables under them, and who reaches these tables. */
export interface Picture {
  readonly groups: readonly PictureGroup[];
  readonly principals: readonly PictureNode[];
  readonly edges: readonly PictureEdge[];
}

/** Something with a label. */
export interface PictureNode {
  readonly id: number;
  readonly label: string;
  /** All that it stands for, one to a line. */
  readonly title: string;
}

/** A table, or several. */
export interface TableNode extends PictureNode {
  /** The key of the group encrypts it in some cases only. */
  readonly atTimes: boolean;
}

/** A key, and the tables that are drawn beside it. */
export interface PictureGroup extends PictureNode {
  /** The second line of its label. */
  readonly note: string;
  readonly kind: EncryptionVerdict;
  readonly tables: readonly TableNode[];
  /** The tables of other groups that it encrypts in some case, by id. */
  readonly also: readonly number[];
}

/** A principal that reaches a table, or the tables that a node stands for. */
export interface PictureEdge {
  readonly table: number;
  readonly principal: number;
  readonly verdict: PrincipalUse["verdict"];
}

/** What a picture is drawn of. */
export type PictureInput = Pick<ReportInput, "inventory" | "nameOf">;

/** So many tables, keys and principals are drawn; the others are folded. */
const MOST = { tables: 48, keys: 16, principals: 48 } as const;
const LISTED_IN_TITLE = 12;

/** Chooses what is drawn. A folded node stands for all that it counts, and so do its edges. */
export function pictureOf({ inventory, nameOf }: PictureInput): Picture {
  let last = 0;
  const next = (): number => (last += 1);
  const drawn = foldedGroups(groupsOf(inventory, nameOf));
  const cap = tablesEach(drawn.map(({ tables }) => tables.length));
  const nodeOf = new Map<string, number>();
  const numbered = drawn.map((group) => {
    const shown = group.tables.length <= cap ? group.tables : group.tables.slice(0, cap - 1);
    const rest = group.tables.slice(shown.length);
    const nodes = shown.map((table): TableNode => {
      const id = next();
      nodeOf.set(table.id, id);
      const title = `${table.resource}\n${nameOf(table.at.path)}`;
      return { id, label: table.resource, title, atTimes: table.verdict === "depends" };
    });
    if (rest.length === 0) return { group, nodes };
    const id = next();
    for (const table of rest) nodeOf.set(table.id, id);
    const label = shown.length === 0 ? counted(rest.length, "table") : `and ${rest.length} more`;
    return {
      group,
      nodes: [...nodes, { id, label, title: titleOf(rest.map(({ resource }) => resource)), atTimes: false }],
    };
  });
  const groups = numbered.map(({ group, nodes }): PictureGroup => {
    const { label, title, note, kind } = group;
    const own = new Set(nodes.map(({ id }) => id));
    const also = group.also.map((id) => nodeOf.get(id) ?? 0).filter((id) => id > 0 && !own.has(id));
    return { id: next(), label, title, note, kind, tables: nodes, also: [...new Set(also)] };
  });
  const { principals, edges } = principalsOf(inventory.principals, nodeOf, next);
  return { groups, principals, edges };
}

interface Group extends Omit<PictureGroup, "id" | "tables" | "also"> {
  readonly tables: readonly InventoryTable[];
  /** Ids of tables that stand in another group. */
  readonly also: readonly string[];
}

/** A group for each key, those with most tables first, then one for each other way to be encrypted. */
function groupsOf(inventory: Inventory, nameOf: PictureInput["nameOf"]): readonly Group[] {
  const placed = new Map<string, InventoryTable[]>();
  const put = (group: string, table: InventoryTable): void =>
    void placed.set(group, [...(placed.get(group) ?? []), table]);
  const rest = new Map<EncryptionVerdict, InventoryTable[]>();
  for (const table of inventory.tables) {
    const [key] = table.keys;
    if (key !== undefined) put(key, table);
    else rest.set(table.verdict, [...(rest.get(table.verdict) ?? []), table]);
  }
  const keys = inventory.keys.map((key): Group => {
    const tables = placed.get(key.id) ?? [];
    const all = counted(key.tables.length, "table");
    const cost = key.cost === null ? "not declared here" : `${costInWords(key.cost, inventory)} a month`;
    return {
      label: keyName(key),
      title: [keyName(key), key.path === null ? "" : nameOf(key.path), `${all}, ${cost}`]
        .filter((line) => line !== "")
        .join("\n"),
      note: `${all} · ${cost}`,
      kind: "customer-managed",
      tables,
      also: key.tables.filter((id) => !tables.some((table) => table.id === id)),
    };
  });
  const others = REST.flatMap((kind): readonly Group[] => {
    const tables = rest.get(kind);
    if (tables === undefined) return [];
    const note = counted(tables.length, "table");
    return [
      { label: VERDICT_WORDS[kind], title: `${VERDICT_WORDS[kind]}\n${note}`, note, kind, tables, also: [] },
    ];
  });
  return [...keys.sort((a, b) => b.tables.length - a.tables.length), ...others];
}

const REST: readonly EncryptionVerdict[] = [
  "aws-managed",
  "aws-owned",
  "depends",
  "undecided",
  "unusable",
  "invalid",
];

/** Where there are too many keys, those with the fewest tables become one node. */
function foldedGroups(groups: readonly Group[]): readonly Group[] {
  const keys = groups.filter(({ kind }) => kind === "customer-managed");
  if (keys.length <= MOST.keys) return groups;
  const folded = keys.slice(MOST.keys - 1);
  const tables = folded.flatMap((group) => group.tables);
  const one: Group = {
    label: `and ${folded.length} more keys`,
    title: titleOf(folded.map(({ label }) => label)),
    note: counted(tables.length, "table"),
    kind: "customer-managed",
    tables,
    also: folded.flatMap(({ also }) => also),
  };
  return [...keys.slice(0, MOST.keys - 1), one, ...groups.filter(({ kind }) => kind !== "customer-managed")];
}

/** How many tables each group may show, so that all together aren't too many. */
function tablesEach(sizes: readonly number[]): number {
  const shown = (cap: number): number => sizes.reduce((sum, size) => sum + Math.min(size, cap), 0);
  let cap = Math.max(1, ...sizes);
  while (cap > 2 && shown(cap) > MOST.tables) cap -= 1;
  return cap;
}

/** Those who reach the same tables in the same way are one node. */
function principalsOf(
  principals: readonly InventoryPrincipal[],
  nodeOf: ReadonlyMap<string, number>,
  next: () => number,
): Pick<Picture, "principals" | "edges"> {
  const alike = new Map<string, { readonly names: string[]; readonly reached: Reached }>();
  for (const { name, uses } of principals) {
    const reached = reachedBy(uses, nodeOf);
    if (reached.size === 0) continue;
    const key = JSON.stringify([...reached].sort(([a], [b]) => a - b));
    const known = alike.get(key) ?? { names: [], reached };
    known.names.push(name);
    alike.set(key, known);
  }
  const all = [...alike.values()].sort((a, b) => b.reached.size - a.reached.size);
  const most = all.length <= MOST.principals ? all : all.slice(0, MOST.principals - 1);
  const folded = all.slice(most.length);
  const shown = [...most].sort((a, b) => middleOf(a.reached) - middleOf(b.reached));
  const nodes = shown.map(({ names, reached }) => ({ names, reached, label: labelOf(names) }));
  if (folded.length > 0) {
    const names = folded.flatMap((one) => one.names);
    nodes.push({
      names,
      reached: joined(folded.map(({ reached }) => reached)),
      label: `and ${names.length} more`,
    });
  }
  const numbered = nodes.map((node) => ({ ...node, id: next() }));
  return {
    principals: numbered.map(({ id, label, names }) => ({ id, label, title: titleOf(names) })),
    edges: numbered.flatMap(({ id, reached }) =>
      [...reached].map(([table, verdict]) => ({ table, principal: id, verdict })),
    ),
  };
}

type Reached = ReadonlyMap<number, PrincipalUse["verdict"]>;

const STRENGTH = { allowed: 2, "blocked-by-key": 1, undecided: 0 } as const;

function reachedBy(uses: readonly PrincipalUse[], nodeOf: ReadonlyMap<string, number>): Reached {
  return joined(
    uses.map(({ table, verdict }) => {
      const node = nodeOf.get(table);
      return new Map(node === undefined ? [] : [[node, verdict]]);
    }),
  );
}

function joined(all: readonly Reached[]): Reached {
  const result = new Map<number, PrincipalUse["verdict"]>();
  for (const [node, verdict] of all.flatMap((one) => [...one])) {
    const known = result.get(node);
    if (known === undefined || STRENGTH[verdict] > STRENGTH[known]) result.set(node, verdict);
  }
  return result;
}

function middleOf(reached: Reached): number {
  return [...reached.keys()].reduce((sum, node) => sum + node, 0) / reached.size;
}

function labelOf([first = "", ...others]: readonly string[]): string {
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}

function titleOf(names: readonly string[]): string {
  const shown = names.slice(0, LISTED_IN_TITLE);
  const rest = names.length - shown.length;
  return [...shown, ...(rest > 0 ? [`and ${rest} more`] : [])].join("\n");
}
