import { analyse, costHints, parseSettings, type Analysis } from "../../server/src/service.js";
import { key, table } from "../input/templates.js";
import { Times } from "../measuring.js";
import { atMost, figure, type Figure, type Subject } from "../subject.js";

const TABLES = 500;
// An analysis takes much longer than its hints, so there can't be very many.
const ROUNDS = 25;
const options = { settings: parseSettings().settings, today: "2026-01-31" };

/** The costs beside each table and key of a template with very many of them. */
export const costHintSubject: Subject = {
  name: "cost-hints",
  about: `the cost hints of a template with ${TABLES} tables, all at once, after its analysis`,
  measure() {
    const numbers = Array.from({ length: TABLES }, (_, index) => index);
    const shared = key("TableKey") + numbers.map((n) => table(`Table${n}`, "!GetAtt TableKey.Arn")).join("");
    const own = numbers.map((n) => key(`Key${n}`) + table(`Table${n}`, `!GetAtt Key${n}.Arn`)).join("");
    return [
      ...hints("one key", `Resources:\n${shared}`, TABLES + 1),
      ...hints("a key each", `Resources:\n${own}`, 2 * TABLES),
    ];
  },
};

function hints(what: string, text: string, expected: number): readonly Figure[] {
  const [first, again, page, tooltip] = [new Times(), new Times(), new Times(), new Times()];
  const whole = { start: 0, end: text.length };
  for (let round = 0; round < ROUNDS; round++) {
    // Each analysis is new, as after an edit: nothing of the hints is remembered.
    const analysis: Analysis = analyse({ path: "tables.yaml", text }, options);
    const found = first.take(() => costHints(analysis, whole));
    if (found.length !== expected) throw new Error(`There are ${found.length} hints, not ${expected}.`);
    again.take(() => costHints(analysis, whole));
    page.take(() => costHints(analysis, { start: 0, end: 4000 }));
    tooltip.take(() => found.at(-1)?.tooltip());
  }
  return [
    atMost(`${what}: after the analysis, median`, first.median, "ms", 20),
    atMost(`${what}: after the analysis, 95th percentile`, first.percentile(95), "ms", 20),
    figure(`${what}: asked again, median`, again.median, "ms"),
    figure(`${what}: one page of the editor, asked again, median`, page.median, "ms"),
    figure(`${what}: one tooltip, median`, tooltip.median, "ms"),
  ];
}
