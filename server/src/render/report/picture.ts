import { html, type Html } from "./html.js";
import {
  pictureOf,
  type Picture,
  type PictureGroup,
  type PictureInput,
  type PictureNode,
} from "./picture-model.js";
import { shortened } from "./short-text.js";

/** Lengths in units of the picture, which is `WIDTH` of them wide. */
const WIDTH = 1000;
const COLUMN = { keys: 0, tables: 380, principals: 740 } as const;
const BOX = { keys: 270, tables: 240, principals: 260 } as const;
const ROW = 26;
const BOX_HEIGHT = 20;
const KEY_HEIGHT = 42;
const GROUP_GAP = 14;
const HEAD = 34;
/** A cell of the labels' font, which is 12 units high. */
const CELL = 7.3;
const PADDING = 10;

/** Keys, tables and principals in three columns. What it shows stands in tables, too; it hides nothing. */
export function picture(input: PictureInput): Html {
  const drawn = pictureOf(input);
  const layout = layoutOf(drawn);
  const columns = [
    [COLUMN.keys, "Keys"],
    [COLUMN.tables, "Tables"],
    [COLUMN.principals, "Who reaches them"],
  ] as const;
  return html`<svg
    class="picture"
    viewBox="0 0 ${WIDTH} ${layout.height}"
    role="group"
    aria-labelledby="picture-title"
  >
    <title id="picture-title">Keys, the tables that each encrypts, and who reaches these tables</title>
    ${columns.map(([x, title]) => html`<text class="column" x="${x + 1}" y="16">${title}</text>`)}
    ${drawn.groups.map((group) => groupOf(group, drawn, layout))}
    ${drawn.principals.map((one) => principalOf(one, drawn, layout))}
  </svg>`;
}

interface Layout {
  readonly height: number;
  /** The middle of each node, by its id. */
  readonly middle: ReadonlyMap<number, number>;
}

/** Tables stand beside their key; principals keep their order and spread over the same height. */
function layoutOf({ groups, principals }: Picture): Layout {
  const middle = new Map<number, number>();
  let y = HEAD;
  for (const group of groups) {
    const height = Math.max(KEY_HEIGHT, group.tables.length * ROW);
    const first = y + (height - group.tables.length * ROW) / 2;
    group.tables.forEach(({ id }, index) => middle.set(id, first + index * ROW + ROW / 2));
    middle.set(group.id, y + height / 2);
    y += height + GROUP_GAP;
  }
  const height = Math.max(y, HEAD + principals.length * ROW + GROUP_GAP);
  const step = (height - HEAD - GROUP_GAP) / Math.max(1, principals.length);
  principals.forEach(({ id }, index) => middle.set(id, HEAD + step * (index + 0.5)));
  return { height: Math.ceil(height), middle };
}

/** All that belongs to a key, so that turning to it can bring all of it out. */
function groupOf(group: PictureGroup, { edges }: Picture, layout: Layout): Html {
  const at = (id: number): number => layout.middle.get(id) ?? 0;
  const y = at(group.id);
  const own = new Set(group.tables.map(({ id }) => id));
  const toTables = [
    ...group.tables.map(({ id, atTimes }) => ({ id, dashed: atTimes })),
    ...group.also.map((id) => ({ id, dashed: true })),
  ];
  const from = COLUMN.keys + BOX.keys;
  return html`<g
    class="group ${group.kind}"
    tabindex="0"
    role="group"
    aria-label="${`${group.label}: ${group.note}`}"
  >
    ${toTables.map(({ id, dashed }) => html`<path class="under${dashed ? " at-times" : ""}" d="${curve(from, y, COLUMN.tables, at(id))}" />`)}
    ${edges
      .filter(({ table }) => own.has(table))
      .map(
        ({ table, principal, verdict }) =>
          html`<path
            class="reach ${verdict} p${principal}"
            d="${curve(COLUMN.tables + BOX.tables, at(table), COLUMN.principals, at(principal))}"
          />`,
      )}
    <g
      ><title>${group.title}</title
      ><rect
        class="key"
        x="${COLUMN.keys + 1}"
        y="${y - KEY_HEIGHT / 2 + 1}"
        width="${BOX.keys - 2}"
        height="${KEY_HEIGHT - 2}"
        rx="6"
      />
      <text class="label strong" x="${COLUMN.keys + PADDING}" y="${y - 3}"
        >${fitting(group.label, BOX.keys)}</text
      >
      <text class="label note" x="${COLUMN.keys + PADDING}" y="${y + 13}"
        >${fitting(group.note, BOX.keys)}</text
      ></g
    >
    ${group.tables.map((table) => nodeOf(table, "table", COLUMN.tables, BOX.tables, at(table.id)))}
  </g>`;
}

function principalOf(principal: PictureNode, { edges }: Picture, { middle }: Layout): Html {
  const reached = edges.filter((edge) => edge.principal === principal.id);
  const kept = reached.filter(({ verdict }) => verdict === "blocked-by-key").length;
  const note = kept === 0 ? "" : `\nkept out by ${kept === 1 ? "a key" : "keys"}`;
  const titled = { ...principal, title: `${principal.title}${note}` };
  return html`<g
    class="principal"
    tabindex="0"
    role="group"
    data-edges="p${principal.id}"
    aria-label="${principal.title.replaceAll("\n", ", ")}"
  >
    ${nodeOf(titled, "who", COLUMN.principals, BOX.principals, middle.get(principal.id) ?? 0)}
  </g>`;
}

function nodeOf({ label, title }: PictureNode, kind: string, x: number, width: number, y: number): Html {
  return html`<g
    ><title>${title}</title
    ><rect
      class="${kind}"
      x="${x + 1}"
      y="${y - BOX_HEIGHT / 2}"
      width="${width - 2}"
      height="${BOX_HEIGHT}"
      rx="4"
    />
    <text class="label" x="${x + PADDING}" y="${y + 4}">${fitting(label, width)}</text></g
  >`;
}

function fitting(label: string, width: number): string {
  return shortened(label, Math.floor((width - 2 * PADDING) / CELL));
}

function curve(x1: number, y1: number, x2: number, y2: number): string {
  const bend = (x1 + x2) / 2;
  return `M${x1} ${round(y1)}C${bend} ${round(y1)} ${bend} ${round(y2)} ${x2} ${round(y2)}`;
}

function round(length: number): number {
  return Math.round(length * 10) / 10;
}
