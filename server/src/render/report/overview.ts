import type { Inventory } from "../../inventory/inventory.js";
import { html, type Html } from "./html.js";
import {
  costInWords,
  counted,
  findingsInWords,
  isOpen,
  SEVERITIES,
  tablesInWords,
  VERDICT_COUNTS,
  VERDICT_WORDS,
} from "./words.js";

/** Units of the bar from end to end. */
const BAR = 1000;
const GAP = 3;

/** What one looks for first: the key types as a bar, then the figures. */
export function overview(inventory: Inventory): Html {
  return html`<section id="overview" aria-labelledby="overview-title" tabindex="-1">
    <h2 id="overview-title">At a glance</h2>
    ${inventory.totals.count === 0 ? html`<p>There are no DynamoDB tables in these templates.</p>` : keyTypes(inventory)}
    <ul class="figures">
      ${figure(costInWords(inventory.costs.total, inventory), "a month for AWS KMS, estimated", "#costs")}
      ${figure(String(inventory.keys.length), inventory.keys.length === 1 ? "customer managed key" : "customer managed keys", "#keys")}
      ${figure(String(inventory.principals.length), inventory.principals.length === 1 ? "principal reaches them" : "principals reach them", "#principals")}
      ${figure(String(openCount(inventory)), severities(inventory), "#findings")}
    </ul>
  </section>`;
}

/** The verdict in one line, as text. */
export function verdict(inventory: Inventory): string {
  const { totals, templates } = inventory;
  const parts = totals.byVerdict.map(({ verdict: one, count }) => `${count} ${VERDICT_COUNTS[one]}`);
  const split = parts.length === 0 ? "" : `: ${parts.join(", ")}`;
  return `${tablesInWords(inventory)} in ${counted(templates, "template")}${split}. ${findingsInWords(inventory)}`;
}

function keyTypes(inventory: Inventory): Html {
  const { byVerdict, count } = inventory.totals;
  let x = 0;
  const pieces = byVerdict.map((one) => {
    const width = (one.count / count) * (BAR - GAP * (byVerdict.length - 1));
    const piece = html`<rect
      class="${one.verdict}"
      x="${x.toFixed(1)}"
      width="${width.toFixed(1)}"
      height="22"
      ><title>${VERDICT_WORDS[one.verdict]}: ${one.count}</title></rect
    >`;
    x += width + GAP;
    return piece;
  });
  return html`<p class="lead">${tablesInWords(inventory)} in ${counted(inventory.templates, "template")}</p>
    <svg class="bar" viewBox="0 0 ${BAR} 22" preserveAspectRatio="none" aria-hidden="true">${pieces}</svg>
    <ul class="legend">
      ${byVerdict.map((one) => html`<li><span class="swatch ${one.verdict}"></span>${VERDICT_WORDS[one.verdict]} <strong>${one.count}</strong> <span class="muted">${percent(one.count / count)}</span></li>`)}
    </ul>`;
}

function percent(part: number): string {
  return `${Math.round(part * 100)} %`;
}

function figure(amount: string, what: string, target: string): Html {
  return html`<li>
    <a href="${target}"><strong>${amount}</strong><span>${what}</span></a>
  </li>`;
}

function openCount({ findings }: Inventory): number {
  return findings.filter(isOpen).length;
}

function severities({ findings }: Inventory): string {
  const open = findings.filter(isOpen);
  const parts = SEVERITIES.flatMap((severity) => {
    const count = open.filter((one) => one.severity === severity).length;
    return count === 0 ? [] : [severity === "info" ? `${count} info` : counted(count, severity)];
  });
  const kind = findings.some(({ inBaseline }) => inBaseline === true) ? "new finding" : "finding";
  const what = open.length === 1 ? kind : `${kind}s`;
  return parts.length === 0 ? what : `${what}: ${parts.join(", ")}`;
}
