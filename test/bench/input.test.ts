import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import {
  ALL_RELEVANT,
  FEW_RELEVANT,
  largeTemplateText,
  MEDIUM,
  scaled,
} from "../../bench/input/large-template.js";
import { Random } from "../../bench/input/random.js";
import { smallTemplate } from "../../bench/input/small-template.js";
import { inputFiles, type InputOptions } from "../../bench/input/workspace.js";
import { PLACES, Typist } from "../../bench/typist.js";
import { analyse, openWorkspace, parseSettings } from "../../server/src/service.js";

const SMALL: InputOptions = {
  seed: 7,
  files: 60,
  share: 50,
  assemblyBytes: 60_000,
  templateBytes: 10_000,
  resources: 5,
};
const options = { settings: parseSettings().settings, today: "2026-01-31" };

describe("the benchmark's input", () => {
  it("is the same for the same seed, byte by byte, and another for another", () => {
    assert.equal(digest(SMALL), digest({ ...SMALL }));
    assert.notEqual(digest(SMALL), digest({ ...SMALL, seed: 8 }));
  });

  it("has as many files as were asked for, and the share of templates among them", () => {
    const paths = [...inputFiles(SMALL)].map(({ path }) => path);
    assert.equal(paths.filter((path) => path.startsWith("workspace/")).length, 60);
    assert.equal(paths.filter((path) => path.startsWith("workspace/apps/")).length, 30);
    assert.equal(new Set(paths).size, paths.length);
  });

  it("links every table of its templates with a customer managed key", () => {
    const files = [...inputFiles(SMALL)].filter(({ path }) => path.startsWith("workspace/apps/"));
    const workspace = openWorkspace();
    for (const { path, text } of files) workspace.put(path, text);
    const tables = files.flatMap((file) => analyse(file, { ...options, workspace }).tables);
    assert.ok(tables.length > 20);
    const keys = tables.flatMap(({ cases }) => cases.map(({ key }) => key));
    assert.deepEqual([...new Set(keys)], ["customer-managed"]);
  });

  it("has templates of 1 MB as YAML, 1.7 MB as JSON, 100 kB, and 50 lines", () => {
    const size = (made: typeof MEDIUM, format: "yaml" | "json"): number =>
      largeTemplateText(new Random(1), made, format).length / 1000;
    const near = (actual: number, expected: number): void =>
      assert.ok(Math.abs(actual / expected - 1) < 0.1, `${actual} isn't about ${expected}`);
    near(size(ALL_RELEVANT, "yaml"), 1000);
    near(size(ALL_RELEVANT, "json"), 1700);
    near(size(FEW_RELEVANT, "yaml"), 1000);
    near(size(MEDIUM, "yaml"), 100);
    near(smallTemplate(new Random(1)).split("\n").length, 50);
  });

  it("says the same in YAML as in JSON", () => {
    const made = scaled(MEDIUM, 50);
    const read = (format: "yaml" | "json") => {
      const text = largeTemplateText(new Random(3), made, format);
      const { tables, findings, problems } = analyse({ path: `large.${format}`, text }, options);
      assert.deepEqual(problems, []);
      assert.equal(tables.length, made.tables);
      return findings.map(({ rule, message }) => `${rule}: ${message}`);
    };
    assert.ok(read("yaml").length > 0);
    assert.deepEqual(read("yaml"), read("json"));
  });

  it("begins with a SAM template that reads without problems", () => {
    const { tables, problems } = analyse({ path: "small.yaml", text: smallTemplate(new Random(1)) }, options);
    assert.deepEqual(problems, []);
    assert.equal(tables.length, 2);
  });
});

describe("somebody who types", () => {
  for (const format of ["yaml", "json"] as const) {
    it(`finds places in a template in ${format.toUpperCase()}, and leaves it whole`, () => {
      let text = largeTemplateText(new Random(1), scaled(MEDIUM, 50), format);
      const typist = new Typist(text, new Random(2));
      for (const place of PLACES) {
        if (format === "json" && place.what === "in a comment") continue;
        const changes = typist.type(place);
        assert.equal(changes.map((change) => change.text).join(""), place.typed);
        for (const change of changes) text = changed(text, change);
        assert.ok(text.includes(place.typed));
        assert.deepEqual(analyse({ path: `large.${format}`, text }, options).problems, []);
      }
    });
  }
});

function changed(text: string, change: ReturnType<Typist["type"]>[number]): string {
  if (!("range" in change)) throw new Error("The whole text was sent.");
  const { line, character } = change.range.start;
  const lines = text.split("\n");
  const old = lines[line] ?? "";
  lines[line] = old.slice(0, character) + change.text + old.slice(character);
  return lines.join("\n");
}

function digest(made: InputOptions): string {
  const hash = createHash("sha256");
  for (const { path, text } of inputFiles(made)) hash.update(`${path}\n${text}\n`);
  return hash.digest("hex");
}
