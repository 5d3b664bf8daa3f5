import { controlsByFramework, type Control } from "../compliance/controls.js";
import type { OptionDefinition, Rule } from "../core/rule.js";

/** The page of a rule as Markdown, generated into `docs/rules/<id>.md`. Ends with a line break. */
export function rulePage(rule: Rule): string {
  const { docs } = rule;
  return [
    `# ${rule.id}`,
    docs.summary,
    `Severity: ${rule.severity}. ${fixSentence(rule)}`,
    section("Why", docs.why),
    section(`Reported${settingsNote(docs.settings)}`, fenced(docs.bad)),
    section("Not reported", fenced(docs.good)),
    section("Options", optionTable(rule)),
    section("What it costs", docs.cost),
    section("Controls", controlList(rule.controls)),
    section("The same check elsewhere", equivalentList(rule.equivalents)),
    section("Setting one finding aside", suppression(rule.id)),
    section("References", docs.references.map((url) => `- <${url}>`).join("\n")),
  ]
    .filter((part) => part !== "")
    .join("\n\n")
    .concat("\n");
}

function section(title: string, body: string): string {
  return body === "" ? "" : `## ${title}\n\n${body.trimEnd()}`;
}

function fenced(template: string): string {
  return `\`\`\`yaml\n${template.trimEnd()}\n\`\`\``;
}

function settingsNote(settings: Rule["docs"]["settings"]): string {
  const entries = Object.entries(settings ?? {}).map(([name, value]) => `\`${name}\`: ${String(value)}`);
  return entries.length === 0 ? "" : ` (with ${entries.join(", ")})`;
}

/** Rules say what their fixes do in the fixes' titles; the page says how they may be applied. */
function fixSentence({ id, fixable }: Rule): string {
  switch (fixable) {
    case "none":
      return "It has no fix.";
    case "safe":
      return "Its fix is safe: it changes neither what is deployed nor the bill, so `--fix` applies it.";
    case "review":
      return `Its fixes are for review: look at them one by one, or apply them with \`--fix-rule ${id}\`.`;
  }
}

function optionTable({ id, severity, options }: Rule): string {
  const names = Object.entries(options);
  if (names.length === 0) return "";
  const rows = names.map(
    ([name, option]) =>
      `| \`${name}\` | ${valuesOf(option)} | ${defaultOf(option)} | ${option.description} |`,
  );
  const chosen = Object.fromEntries(names.map(([name, option]) => [name, option.default]));
  const level = severity === "off" ? "warning" : severity;
  const example = JSON.stringify({ [id]: [level, chosen] }, null, 2);
  return [
    "| Option | Values | Default | What it does |\n|---|---|---|---|",
    `${rows.join("\n")}\n`,
    `In \`dynamodbEncryption.rules\`:\n\n\`\`\`json\n${example}\n\`\`\``,
  ].join("\n");
}

function valuesOf(option: OptionDefinition): string {
  if (option.type === "integer") return `${option.minimum} to ${option.maximum}`;
  return option.values.map((value) => `\`${value}\``).join(", ");
}

function defaultOf(option: OptionDefinition): string {
  return `\`${String(option.default)}\``;
}

/** What each control says, framework by framework, and where that isn't what the rule says. */
function controlList(ids: readonly string[]): string {
  return controlsByFramework(ids)
    .map(({ framework, controls }) => `**${framework}**\n\n${controls.map(controlPoint).join("\n")}`)
    .join("\n\n");
}

function controlPoint({ id, source, says, butNot, reading }: Control): string {
  return `- ${[`[${id}](${source}): ${says}`, butNot, reading].filter((part) => part !== null).join(" ")}`;
}

function equivalentList(equivalents: readonly string[]): string {
  return equivalents.map((one) => `- ${one.replace(/: (.*)$/, ": `$1`")}`).join("\n");
}

/** Suppressions are judged, so those of the rules that judge them have no effect. */
function suppression(id: string): string {
  if (id.endsWith("-suppression")) return "Not in a template; the rule can be switched off in the settings.";
  return [
    "In YAML, above the resource or the property, with a reason and, if you like, a last day:",
    `\`\`\`yaml\n# dynamodb-encryption-ignore ${id} until 2030-12-31 -- why\n\`\`\``,
    "In YAML and JSON, in the resource's metadata:",
    `\`\`\`json\n"Metadata": {\n  "DynamoDBEncryption": {\n    "ignore": [{ "rule": "${id}", "reason": "why", "until": "2030-12-31" }]\n  }\n}\n\`\`\``,
  ].join("\n\n");
}
