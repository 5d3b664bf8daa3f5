import type { Access, InventoryKey, InventoryReplica, InventoryTable } from "../../inventory/inventory.js";
import { html, type Html } from "./html.js";
import type { ReportInput } from "./report-input.js";
import { bare, caseKey, costInWords, counted, inCase, keyName, placeOf } from "./words.js";

/** So many names stand in a cell; the rest opens on demand. */
const NAMES = 4;

/** Each table with its key, who can decrypt it, and what it costs. */
export function tablesSection(input: ReportInput): Html {
  const { tables } = input.inventory;
  if (tables.length === 0) return html``;
  const classified = tables.some(({ classification }) => classification !== null);
  const names = principalNames(input);
  return html`<section id="tables" aria-labelledby="tables-title" tabindex="-1">
    <h2 id="tables-title">Tables</h2>
    <p class="muted">
      Who can decrypt: those whom DynamoDB lets read or write the table and its key lets through, as far as
      these templates tell.
    </p>
    <div class="scroll">
      <table class="sortable">
        <caption class="hidden">
          Tables, their keys, who can decrypt them and what they cost
        </caption>
        <thead>
          <tr>
            <th scope="col">Table</th>
            <th scope="col">Key</th>
            ${classified ? html`<th scope="col">Classification</th>` : null}
            <th scope="col">Who can decrypt</th>
            <th scope="col" class="amount">A month</th>
          </tr>
        </thead>
        <tbody>
          ${tables.map(
            (table) =>
              html`<tr>
                <th scope="row">${table.resource}${place(table, input)}</th>
                <td>${keysOf(table)}</td>
                ${classified ? html`<td>${table.classification}</td>` : null}
                <td>${who(table.access, names)}</td>
                <td class="amount" data-sort="${table.cost.monthly.high}">
                  ${costInWords(table.cost, input.inventory)}
                </td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}

/** Each customer managed key with its tables. */
export function keysSection(input: ReportInput): Html {
  const { keys, tables } = input.inventory;
  if (keys.length === 0) return html``;
  const tableNames = new Map(tables.map(({ id, resource }) => [id, resource]));
  const names = principalNames(input);
  return html`<section id="keys" aria-labelledby="keys-title" tabindex="-1">
    <h2 id="keys-title">Customer managed keys</h2>
    <div class="scroll">
      <table class="sortable">
        <caption class="hidden">
          Customer managed keys, their tables, who can decrypt with them and what they cost
        </caption>
        <thead>
          <tr>
            <th scope="col">Key</th>
            <th scope="col">Tables</th>
            <th scope="col">State</th>
            <th scope="col">Who can decrypt</th>
            <th scope="col" class="amount">A month</th>
          </tr>
        </thead>
        <tbody>
          ${keys.map(
            (key) =>
              html`<tr>
                <th scope="row">
                  ${keyName(key)}${key.at === null ? html`<span class="place">not declared in these templates</span>` : place({ at: key.at, construct: key.construct }, input)}
                </th>
                <td data-sort="${key.tables.length}">
                  ${key.tables.length === 0 ? html`<span class="muted">none here</span>` : nameList(key.tables.map((id) => tableNames.get(id) ?? id))}
                </td>
                <td>${stateOf(key)}</td>
                <td>${who(key.access, names)}</td>
                <td class="amount" data-sort="${key.cost?.monthly.high ?? 0}">
                  ${key.cost === null ? html`<span class="muted">not counted</span>` : costInWords(key.cost, input.inventory)}
                </td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}

/** Everybody who reaches a table, with what they may do: the picture in words. */
export function principalsSection(input: ReportInput): Html {
  const { principals, tables } = input.inventory;
  if (principals.length === 0) return html``;
  const tableNames = new Map(tables.map(({ id, resource }) => [id, resource]));
  const namesOf = (ids: readonly string[]): readonly string[] =>
    [...new Set(ids)].map((id) => tableNames.get(id) ?? id);
  return html`<section id="principals" aria-labelledby="principals-title" tabindex="-1">
    <h2 id="principals-title">Who reaches the tables</h2>
    <div class="scroll">
      <table class="sortable">
        <caption class="hidden">
          Principals with the tables that they may decrypt, and those that a key keeps them from
        </caption>
        <thead>
          <tr>
            <th scope="col">Principal</th>
            <th scope="col">Can decrypt</th>
            <th scope="col">Kept out by the key</th>
            <th scope="col">Undecided</th>
          </tr>
        </thead>
        <tbody>
          ${principals.map((one) => {
            const those = (verdict: string): Html => {
              const found = one.uses.filter((use) => use.verdict === verdict);
              const reasons = [...new Set(found.flatMap(({ reason }) => reason ?? []))];
              return html`${nameList(namesOf(found.map(({ table }) => table)))}${reasons.slice(0, 2).map((reason) => html`<span class="place">${reason}</span>`)}`;
            };
            return html`<tr>
              <th scope="row">
                ${one.name}${one.at === null ? html`<span class="place">not declared in these templates</span>` : place({ at: one.at, construct: null }, input)}
              </th>
              <td>${those("allowed")}</td>
              <td>${those("blocked-by-key")}</td>
              <td>${those("undecided")}</td>
            </tr>`;
          })}
        </tbody>
      </table>
    </div>
  </section>`;
}

function principalNames({ inventory }: ReportInput): ReadonlyMap<string, string> {
  return new Map(inventory.principals.map(({ id, name }) => [id, name]));
}

function place({ at, construct }: Pick<InventoryTable, "at" | "construct">, input: ReportInput): Html {
  return html`<span class="place"
    >${placeOf(at, input)}${construct === null ? null : html`<br />${construct}`}</span
  >`;
}

function keysOf({ replicas }: InventoryTable): Html {
  return html`${replicas.map((replica) => replicaKeys(replica))}`;
}

function replicaKeys({ region, cases, verdict }: InventoryReplica): Html {
  const [first, ...others] = cases;
  if (first === undefined) return html``;
  const where = region === null ? "" : `${bare(region)}: `;
  const cant = verdict === "unusable" ? " (it can't work)" : "";
  return html`<span class="key-case"
      ><span class="swatch ${verdict}"></span>${where}${caseWords(first, others.length > 0)}${cant}</span
    >${others.map((one) => html`<span class="key-case more">${caseWords(one, true)}</span>`)}`;
}

function caseWords(one: InventoryReplica["cases"][number], several: boolean): Html {
  const when = several ? inCase(one) : "";
  const because = one.reason === null ? null : html`<span class="place">${one.reason}</span>`;
  return html`${caseKey(one)}${when === "" ? null : html` <span class="muted">${when}</span>`}${because}`;
}

function who({ allowed, blocked, undecided }: Access, names: ReadonlyMap<string, string>): Html {
  const named = (ids: readonly string[]): readonly string[] => ids.map((id) => names.get(id) ?? id);
  if (allowed.length + blocked.length + undecided.length === 0)
    return html`<span class="muted">nobody here</span>`;
  return html`${nameList(named(allowed))}${blocked.length === 0 ? null : html`<span class="place kept-out">kept out by the key: ${nameList(named(blocked))}</span>`}${undecided.length === 0 ? null : html`<span class="place">undecided: ${nameList(named(undecided))}</span>`}`;
}

function nameList(names: readonly string[]): Html {
  if (names.length <= NAMES) return html`${names.join(", ")}`;
  const shown = names.slice(0, NAMES - 1);
  const rest = names.slice(NAMES - 1);
  return html`${shown.join(", ")}
    <details>
      <summary>and ${rest.length} more</summary>
      ${rest.join(", ")}
    </details>`;
}

function stateOf({ usable, rotation, retained, at }: InventoryKey): Html {
  if (at === null) return html`<span class="muted">not known</span>`;
  const facts = [
    usable === false ? "DynamoDB can't use it" : usable === null ? "may not be usable" : null,
    rotation === true ? "rotated" : rotation === false ? "not rotated" : "rotation not known",
    retained === true ? "retained" : retained === false ? "deleted with its stack" : "retention not known",
  ].filter((fact) => fact !== null);
  return html`${facts.join(", ")}`;
}

/** For links from elsewhere. */
export function sectionsOf({ inventory }: ReportInput): readonly (readonly [string, string])[] {
  const { tables, keys, principals } = inventory;
  return [
    ["overview", "At a glance"],
    ...(tables.length > 0
      ? ([
          ["picture", "Keys and tables"],
          ["tables", counted(tables.length, "table")],
        ] as const)
      : []),
    ...(keys.length > 0 ? ([["keys", counted(keys.length, "key")]] as const) : []),
    ...(principals.length > 0 ? ([["principals", counted(principals.length, "principal")]] as const) : []),
    ["costs", "Costs"],
    ["findings", "Findings"],
    ["suppressions", "Suppressions"],
    ["controls", "Controls"],
    ["limits", "What isn't known"],
  ];
}
