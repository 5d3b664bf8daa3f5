import { peerOf } from "../../core/peers.js";
import type { PartSuppression } from "../../inventory/part.js";
import { html, type Html } from "./html.js";
import type { ReportInput } from "./report-input.js";
import { counted, placeOf } from "./words.js";

/** What somebody has set aside, why and until when; what has run out first. */
export function suppressionsSection(input: ReportInput): Html {
  const all = [...input.inventory.suppressions].sort((a, b) => Number(b.expired) - Number(a.expired));
  const expired = all.filter((one) => one.expired).length;
  const total = `${counted(all.length, "suppression")}${expired === 0 ? "" : `, ${expired} expired`}.`;
  return html`<section id="suppressions" aria-labelledby="suppressions-title" tabindex="-1">
    <h2 id="suppressions-title">Suppressions</h2>
    <p>${all.length === 0 ? "Nothing is suppressed." : total}</p>
    ${all.length === 0 ? null : tableOf(all, input)}
  </section>`;
}

/** The tool that it was written for, " for Checkov"; empty where it is ours. */
export function forWhom({ by }: PartSuppression): string {
  const peer = peerOf(by);
  return peer === null ? "" : ` for ${peer.name}`;
}

/** Until when it holds, in words. */
export function untilWords({ until, expired, inForce }: PartSuppression): string {
  if (until === null) return "no last day";
  if (expired) return `expired on ${until}`;
  return inForce ? `until ${until}` : `never: ${until} is no day`;
}

function tableOf(all: readonly PartSuppression[], input: ReportInput): Html {
  return html`<div class="scroll">
    <table class="sortable">
      <caption class="hidden">
        Suppressions with their reasons and last days
      </caption>
      <thead>
        <tr>
          <th scope="col">Rule</th>
          <th scope="col">Where</th>
          <th scope="col">Reason</th>
          <th scope="col">Holds</th>
          <th scope="col" class="amount">Findings</th>
        </tr>
      </thead>
      <tbody>
        ${all.map(
          (one) =>
            html`<tr>
              <th scope="row">${one.rule}<span class="place">${forWhom(one)}</span></th>
              <td class="where">
                ${one.resources.join(", ")}<span class="place">${placeOf(one.at, input)}</span>
              </td>
              <td>${one.reason ?? html`<span class="muted">no reason given</span>`}</td>
              <td class="nowrap${one.inForce ? "" : " kept-out"}">${untilWords(one)}</td>
              <td class="amount">${one.findings}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
