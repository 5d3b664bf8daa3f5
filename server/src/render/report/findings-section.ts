import type { PartFinding } from "../../inventory/part.js";
import { html, type Html } from "./html.js";
import type { ReportInput } from "./report-input.js";
import { counted, findingsInWords, isOpen, placeOf, SEVERITIES } from "./words.js";

/** Open findings rule by rule, the gravest first, and what couldn't be read. */
export function findingsSection(input: ReportInput): Html {
  const rules = findingsByRule(input);
  const count = rules.reduce((sum, { findings }) => sum + findings.length, 0);
  const open = count <= OPEN_AT_MOST ? OPEN : null;
  return html`<section id="findings" aria-labelledby="findings-title" tabindex="-1">
    <h2 id="findings-title">Findings</h2>
    <p>${findingsInWords(input.inventory)}</p>
    ${rules.map(
      ({ id, summary, docs, controls, findings }) =>
        html`<details class="rule" ${open}>
          <summary>
            <span class="severity ${worst(findings)}">${worst(findings)}</span> <strong>${id}</strong>
            <span class="muted">${counted(findings.length, "place")}</span>
          </summary>
          <p>
            ${plainCode(summary)}
            ${docs === "" ? null : html`<a href="${docs}">About this rule</a>`}${controls.length === 0 ? null : html` <span class="place">${controls.join(", ")}</span>`}
          </p>
          <ul class="places">
            ${findings.map(({ at, message, severity }) => html`<li><span class="place">${placeOf(at, input)}${severity === worst(findings) ? "" : `, ${severity}`}</span>${message}</li>`)}
          </ul>
        </details>`,
    )}
    ${problems(input)}
  </section>`;
}

/** So many findings are read where they stand; of more, one chooses. */
const OPEN_AT_MOST = 30;
const OPEN = { html: " open" };

export interface RuleFindings {
  readonly id: string;
  readonly summary: string;
  readonly docs: string;
  /** The controls of the frameworks that were asked for, by name. */
  readonly controls: readonly string[];
  readonly findings: readonly PartFinding[];
}

/** The findings that nothing sets aside, by rule: the gravest rules first, then those with most. */
export function findingsByRule({ inventory, rules, frameworks }: ReportInput): readonly RuleFindings[] {
  const byRule = new Map<string, PartFinding[]>();
  for (const finding of inventory.findings) {
    if (!isOpen(finding)) continue;
    const known = byRule.get(finding.rule) ?? [];
    byRule.set(finding.rule, known);
    known.push(finding);
  }
  return [...byRule]
    .map(([id, findings]) => {
      const rule = rules.find((one) => one.id === id);
      const controls = (rule?.controls ?? []).filter(({ framework }) => frameworks.includes(framework));
      return {
        id,
        findings,
        summary: rule?.summary ?? "",
        docs: rule?.docs ?? "",
        controls: controls.map((control) => control.id),
      };
    })
    .sort((a, b) => rank(a.findings) - rank(b.findings) || b.findings.length - a.findings.length);
}

export function worst(findings: readonly PartFinding[]): PartFinding["severity"] {
  return SEVERITIES[rank(findings)] ?? "info";
}

function rank(findings: readonly PartFinding[]): number {
  return Math.min(...findings.map(({ severity }) => SEVERITIES.indexOf(severity)));
}

/** Markdown's code as code. */
export function plainCode(text: string): Html {
  const parts = text.split("`");
  return html`${parts.map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))}`;
}

function problems({ problems: all, nameOf }: ReportInput): Html {
  if (all.length === 0) return html``;
  return html`<h3>Problems</h3>
    <p>${counted(all.length, "problem")}: this report may not be complete.</p>
    <ul class="places">
      ${all.map(({ path, line, message }) => html`<li><span class="place">${nameOf(path)}${line === null ? null : `:${line}`}</span>${message}</li>`)}
    </ul>`;
}
