import { controlsSection } from "./controls-section.js";
import { costsSection } from "./costs-section.js";
import { findingsSection } from "./findings-section.js";
import { html } from "./html.js";
import { LIMITS } from "./limits.js";
import { overview } from "./overview.js";
import { picture } from "./picture.js";
import type { ReportInput } from "./report-input.js";
import { keysSection, principalsSection, sectionsOf, tablesSection } from "./resource-sections.js";
import { SCRIPT, SCRIPT_HASH } from "./script.js";
import { STYLES, STYLES_HASH } from "./styles.js";
import { suppressionsSection } from "./suppressions-section.js";
import { counted } from "./words.js";

/** Nothing but this very style and script may do anything; nothing is fetched. */
const POLICY = `default-src 'none'; style-src '${STYLES_HASH}'; script-src '${SCRIPT_HASH}'; base-uri 'none'; form-action 'none'`;

/** The report as one page that needs nothing but itself. */
export function reportHtml(input: ReportInput): string {
  const { inventory, today, version } = input;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>DynamoDB encryption report of ${today}</title>
        ${{ html: `<style>${STYLES}</style>` }}
      </head>
      <body>
        <a class="skip" href="#overview">Skip to the report</a>
        <header>
          <h1>DynamoDB encryption report</h1>
          <p class="muted">
            ${today} · ${counted(inventory.templates, "template")} · DynamoDB Encryption Lint ${version}
          </p>
          ${input.reservations.map((one) => html`<p><strong>${one}</strong></p>`)}
          <nav aria-label="Sections">
            <ul>
              ${sectionsOf(input).map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`)}
            </ul>
          </nav>
        </header>
        <main>
          ${overview(inventory)}
          ${
            inventory.tables.length === 0
              ? null
              : html`<section id="picture" aria-labelledby="picture-heading" tabindex="-1">
                  <h2 id="picture-heading">Keys, tables, and who reaches them</h2>
                  <ul class="legend">
                    <li>
                      <svg class="line" viewBox="0 0 30 8" aria-hidden="true">
                        <path class="reach allowed" d="M0 4H30" /></svg
                      >can decrypt
                    </li>
                    <li>
                      <svg class="line" viewBox="0 0 30 8" aria-hidden="true">
                        <path class="reach blocked-by-key" d="M0 4H30" /></svg
                      >kept out by the key
                    </li>
                    <li>
                      <svg class="line" viewBox="0 0 30 8" aria-hidden="true">
                        <path class="reach undecided" d="M0 4H30" /></svg
                      >undecided
                    </li>
                    <li>
                      <svg class="line customer-managed" viewBox="0 0 30 8" aria-hidden="true">
                        <path class="under at-times" d="M0 4H30" /></svg
                      >encrypts in some cases
                    </li>
                  </ul>
                  <p class="muted hidden-print">
                    Point at a key or a principal, or move to it with the Tab key, to bring out its lines. The
                    tables below say the same in words.
                  </p>
                  <div class="scroll">${picture(input)}</div>
                </section>`
          }
          ${tablesSection(input)} ${keysSection(input)} ${principalsSection(input)} ${costsSection(input)}
          ${findingsSection(input)} ${suppressionsSection(input)} ${controlsSection(input)}
          <section id="limits" aria-labelledby="limits-title" tabindex="-1">
            <h2 id="limits-title">What this report can't know</h2>
            <ul>
              ${LIMITS.map((one) => html`<li>${one}</li>`)}
            </ul>
          </section>
        </main>
        ${{ html: `<script>${SCRIPT}</script>` }}
      </body>
    </html> `;
  return page.html;
}
