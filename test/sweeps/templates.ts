import fc from "fast-check";
import type { Plain } from "../../server/src/core/plain.js";

const word = fc.constantFrom(
  "Type",
  "Properties",
  "SSEEnabled",
  "Name",
  "a b",
  "x",
  "Key-1",
  "Foo::Bar",
  "42",
  "*",
  "it's",
);
const scalar = fc.oneof(
  fc.constantFrom(
    "",
    "x",
    "two words",
    "yes",
    "*",
    "012",
    "a: b",
    "a #b",
    "- x",
    "{x}",
    "it's",
    '"q"',
    "x\ny",
    "2012-10-17",
    "\\",
    "ü",
    "!x",
    "&x",
    "arn:aws:kms:x",
  ),
  fc.integer({ min: -5, max: 500 }),
  fc.boolean(),
  fc.constant(null),
);

const { value } = fc.letrec<{ value: Plain }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    scalar,
    fc.dictionary(word, tie("value"), { maxKeys: 3, noNullPrototype: true }),
    fc.array(tie("value"), { maxLength: 3 }),
  ),
}));

/** A value without functions: scalars, lists and maps up to a few levels. */
export const plainValue: fc.Arbitrary<Plain> = value;

/** A map with a few entries. */
export const plainMap: fc.Arbitrary<Record<string, Plain>> = fc.dictionary(word, value, {
  minKeys: 1,
  maxKeys: 4,
  noNullPrototype: true,
});

/** What a template could be: sections with entries, or with other values. */
export const plainDocument: fc.Arbitrary<Record<string, Plain>> = fc.dictionary(
  fc.constantFrom("Parameters", "Resources", "Outputs", "Description"),
  fc.oneof(plainMap, value),
  { minKeys: 1, noNullPrototype: true },
);

interface Layout {
  readonly step: number;
  readonly flowBelow: number;
  readonly eol: string;
  readonly comments: boolean;
  readonly dashIndented: boolean;
  readonly finalEol: boolean;
}

/** Ways to write a value in YAML: block style down to some level, flow style below. */
export const yamlText: fc.Arbitrary<(content: Record<string, Plain>) => string> = fc
  .record({
    step: fc.constantFrom(2, 4),
    flowBelow: fc.integer({ min: 1, max: 5 }),
    eol: fc.constantFrom("\n", "\r\n"),
    comments: fc.boolean(),
    dashIndented: fc.boolean(),
    finalEol: fc.boolean(),
  })
  .map((layout) => (content) => {
    const text = blockMap(content, layout, 0).join(layout.eol);
    return layout.finalEol ? text + layout.eol : text;
  });

/** Ways to write a value in JSON. */
export const jsonText: fc.Arbitrary<(content: Plain) => string> = fc
  .record({ step: fc.constantFrom("", " ", "  ", "\t"), eol: fc.constantFrom("\n", "\r\n") })
  .map(
    ({ step, eol }) =>
      (content) =>
        JSON.stringify(content, null, step).replaceAll("\n", eol),
  );

function blockMap(content: Record<string, Plain>, layout: Layout, level: number): string[] {
  return Object.entries(content).flatMap(([key, each]) => {
    const name = JSON.stringify(key) === `"${key}"` && /^[A-Za-z]+$/.test(key) ? key : JSON.stringify(key);
    const lines = entry(name, each, layout, level);
    return layout.comments ? [`# ${key} {`, ...lines] : lines;
  });
}

function entry(name: string, each: Plain, layout: Layout, level: number): string[] {
  const indent = (lines: string[], spaces: number): string[] =>
    lines.map((line) => " ".repeat(spaces) + line);
  const inline =
    level + 1 >= layout.flowBelow ||
    typeof each !== "object" ||
    each === null ||
    Object.keys(each).length === 0;
  if (inline) return [`${name}: ${JSON.stringify(each)}${layout.comments ? " # 'c" : ""}`];
  if (!Array.isArray(each)) {
    return [`${name}:`, ...indent(blockMap(each as Record<string, Plain>, layout, level + 1), layout.step)];
  }
  const items = each.map((item: Plain) => `- ${JSON.stringify(item)}`);
  return [`${name}:`, ...indent(items, layout.dashIndented ? layout.step : 0)];
}
