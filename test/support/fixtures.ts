import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "../../server/src/core/finding.js";
import type { RawSettings } from "../../server/src/core/settings.js";
import { excerpts, withMarkers, withoutMarkers } from "./markers.js";

const FOLDER = join(import.meta.dirname, "../fixtures/rules");

/** What a fixture shows, by the beginning of its name. */
export type Intent = "bad" | "good" | "undecided";

/**
 * A template, and what one rule is expected to find in it:
 * `<case>.yaml` with marker lines, or `<case>.json` beside `<case>.json.expected`;
 * `<case>.fixed.yaml` is the text after every fix; `<case>.settings.json` are the settings.
 */
export interface Fixture {
  readonly rule: string;
  /** The file's name. */
  readonly name: string;
  readonly intent: Intent | null;
  readonly format: "yaml" | "json";
  readonly text: string;
  /** The expected findings, drawn. */
  readonly expected: string;
  readonly settings: RawSettings;
  readonly fixed: string | null;
}

/** The names of the fixture folders: rule ids. */
export function fixtureFolders(): readonly string[] {
  return namesIn(FOLDER);
}

/** The fixtures of a rule, by name. */
export function fixturesOf(rule: string): readonly Fixture[] {
  return namesIn(join(FOLDER, rule))
    .filter((name) => /\.(yaml|json)$/.test(name) && !/\.(fixed|settings)\.[a-z]+$/.test(name))
    .map((name) => readFixture(rule, name));
}

/** The findings as the fixture's expectation would draw them. */
export function draw(fixture: Fixture, findings: readonly Finding[]): string {
  return fixture.format === "yaml" ? withMarkers(fixture.text, findings) : excerpts(fixture.text, findings);
}

/** Makes what is drawn the expectation. */
export function writeExpectation(fixture: Fixture, drawn: string): void {
  const path = pathOf(fixture.rule, fixture.name);
  if (fixture.format === "yaml") writeFileSync(path, drawn);
  else if (drawn === "") rmSync(`${path}.expected`, { force: true });
  else writeFileSync(`${path}.expected`, drawn);
}

/** Makes this text the expected result of the fixes; only where such a file exists. */
export function writeFixed(fixture: Fixture, text: string): void {
  writeFileSync(pathOf(fixture.rule, fixedName(fixture.name)), text);
}

function readFixture(rule: string, name: string): Fixture {
  const format = name.endsWith(".json") ? "json" : "yaml";
  const content = readFileSync(pathOf(rule, name), "utf8");
  const settings = readIfThere(rule, name.replace(/\.[a-z]+$/, ".settings.json"));
  return {
    rule,
    name,
    intent: (/^(bad|good|undecided)/.exec(name)?.[0] ?? null) as Intent | null,
    format,
    text: format === "yaml" ? withoutMarkers(content) : content,
    expected: format === "yaml" ? content : (readIfThere(rule, `${name}.expected`) ?? ""),
    settings: settings === null ? {} : (JSON.parse(settings) as RawSettings),
    fixed: readIfThere(rule, fixedName(name)),
  };
}

function fixedName(name: string): string {
  return name.replace(/\.([a-z]+)$/, ".fixed.$1");
}

function readIfThere(rule: string, name: string): string | null {
  const path = pathOf(rule, name);
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}

function pathOf(rule: string, name: string): string {
  return join(FOLDER, rule, name);
}

function namesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}
