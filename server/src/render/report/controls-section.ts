import { FRAMEWORKS } from "../../core/frameworks.js";
import type { Control } from "../../compliance/controls.js";
import { plainCode } from "./findings-section.js";
import { html, type Html } from "./html.js";
import type { ReportInput, ReportRule } from "./report-input.js";
import { isOpen } from "./words.js";

/** Controls by framework, and how the rules that bear on each came out. */
export function controlsSection(input: ReportInput): Html {
  const shown = FRAMEWORKS.filter(({ id }) => input.frameworks.length === 0 || input.frameworks.includes(id));
  return html`<section id="controls" aria-labelledby="controls-title" tabindex="-1">
    <h2 id="controls-title">Controls</h2>
    <p>
      Controls that the rules of this linter bear on. No finding means that the rules found nothing in these
      templates; whether a control is met is for its assessor to say.
    </p>
    ${shown.map(({ id, name }) => {
      const rows = rowsOf(input, id);
      return rows.length === 0
        ? null
        : html`<details class="framework">
            <summary><strong>${name}</strong> <span class="muted">${inWords(rows)}</span></summary>
            <div class="scroll">
              <table>
                <caption class="hidden">
                  Controls of ${name}
                </caption>
                <thead>
                  <tr>
                    <th scope="col">Control</th>
                    <th scope="col">What it says</th>
                    <th scope="col">Rules</th>
                    <th scope="col" class="amount">Findings</th>
                  </tr>
                </thead>
                <tbody>
                  ${rows.map(
                    ({ control, rules, open, aside }) =>
                      html`<tr>
                        <th scope="row"><a href="${control.source}">${control.id}</a></th>
                        <td>
                          ${plainCode(control.says)}${control.butNot === null ? null : html` ${plainCode(control.butNot)}`}${control.reading === null ? null : html` <span class="muted">${plainCode(control.reading)}</span>`}
                        </td>
                        <td>${rules.map(({ id: rule }) => rule).join(", ")}</td>
                        <td class="amount">
                          ${open}${aside === 0 ? null : html`<span class="place">${aside} set aside</span>`}
                        </td>
                      </tr>`,
                  )}
                </tbody>
              </table>
            </div>
          </details>`;
    })}
  </section>`;
}

interface ControlRow {
  readonly control: Control;
  readonly rules: readonly ReportRule[];
  readonly open: number;
  readonly aside: number;
}

function rowsOf({ rules, inventory }: ReportInput, framework: Control["framework"]): readonly ControlRow[] {
  const controls = new Map<string, Control>();
  for (const control of rules.flatMap((rule) => rule.controls)) {
    if (control.framework === framework) controls.set(control.id, control);
  }
  return [...controls.values()].map((control) => {
    const bearing = rules.filter((rule) => rule.controls.some(({ id }) => id === control.id));
    const found = inventory.findings.filter(({ rule }) => bearing.some(({ id }) => id === rule));
    const open = found.filter(isOpen).length;
    return { control, rules: bearing, open, aside: found.length - open };
  });
}

function inWords(rows: readonly ControlRow[]): string {
  const withFindings = rows.filter(({ open }) => open > 0).length;
  return withFindings === 0
    ? `no findings for ${rows.length === 1 ? "its control" : `its ${rows.length} controls`}`
    : `findings for ${withFindings} of ${rows.length}`;
}
