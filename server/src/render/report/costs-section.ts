import type { Estimate } from "../../pricing/estimate.js";
import { html, type Html } from "./html.js";
import type { ReportInput } from "./report-input.js";
import { costInWords, counted } from "./words.js";

/** What the bill is now, and with more or fewer keys. */
export function costsSection({ inventory }: ReportInput): Html {
  const { costs, keys } = inventory;
  const own = keys.filter(({ cost }) => cost !== null).length;
  const rows: readonly Row[] = [
    { what: "As it is", keys: own, estimate: costs.total },
    {
      what: "If every table had a key of its own",
      keys: costs.ownKeys.keys,
      estimate: costs.ownKeys.estimate,
    },
    {
      what: sharedWords(costs.sharedKeys.by),
      keys: costs.sharedKeys.keys,
      estimate: costs.sharedKeys.estimate,
    },
  ];
  const most = Math.max(...rows.map(({ estimate }) => estimate.monthly.high), 0.01);
  const assumptions = [...new Set(costs.total.assumptions)];
  return html`<section id="costs" aria-labelledby="costs-title" tabindex="-1">
    <h2 id="costs-title">Costs</h2>
    <p>
      What AWS KMS charges for these tables and keys in a month: an estimate, at the prices of
      ${costs.total.pricedOn ?? "the settings"}. Tables under AWS owned keys cost nothing here; what DynamoDB
      itself charges isn't part of it.
    </p>
    <div class="scroll">
      <table>
        <caption class="hidden">
          Estimates of a month's costs with the keys of today, with a key for each table, and with shared keys
        </caption>
        <thead>
          <tr>
            <th scope="col">Keys</th>
            <th scope="col" class="amount">Keys paid for</th>
            <th scope="col" class="amount">Before any rotation</th>
            <th scope="col" class="amount">Over the years</th>
            <td class="hidden-print"></td>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ what, keys: number, estimate }) =>
              html`<tr>
                <th scope="row">${what}</th>
                <td class="amount">${number}</td>
                <td class="amount">
                  ${costInWords({ ...estimate, monthly: estimate.firstYear }, inventory)}
                </td>
                <td class="amount">${costInWords(estimate, inventory)}</td>
                <td class="hidden-print">${rangeBar(estimate, most)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <p class="muted">
      ${sharedNote(costs.sharedKeys.by)} New keys are taken to be rotated every year: the first and the second
      rotation each add to a key's fee. A key that is given up is paid for until its deletion is scheduled.
    </p>
    <details>
      <summary>${counted(assumptions.length, "assumption")} behind these figures</summary>
      <ul>
        ${assumptions.map((one) => html`<li>${one}</li>`)}
      </ul>
    </details>
  </section>`;
}

interface Row {
  readonly what: string;
  readonly keys: number;
  readonly estimate: Estimate;
}

function sharedWords(by: "classification" | "template"): string {
  return by === "classification"
    ? "If tables shared one key for each classification"
    : "If the tables of each template shared one key";
}

function sharedNote(by: "classification" | "template"): string {
  return by === "classification"
    ? "A key is shared within one account and Region; tables without a classification share one, too."
    : "No table is classified by the setting classification.tags, so keys are shared by template and Region.";
}

/** From the low end to the high end, on one scale for all rows. */
function rangeBar({ monthly }: Estimate, most: number): Html {
  const at = (amount: number): number => (amount / most) * 194 + 3;
  const width = Math.max(2, at(monthly.high) - at(monthly.low));
  return html`<svg class="range" viewBox="0 0 200 14" aria-hidden="true">
    <line x1="0" x2="200" y1="7" y2="7" />
    <rect x="${at(monthly.low).toFixed(1)}" y="3" width="${width.toFixed(1)}" height="8" rx="3" />
  </svg>`;
}
