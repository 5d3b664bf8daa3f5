import assert from "node:assert/strict";
import { chmodSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { USUAL_BASELINE } from "../../server/src/cli/options.js";
import * as service from "../../server/src/service.js";
import { removeWorkspaces, workspace, type Ran, type Workspace } from "./workspace.js";

const TEMPLATE = "Orders: AWS::DynamoDB::Table\n";

interface Entry {
  readonly path: string;
  readonly rule: string;
  readonly resource: string | null;
  readonly fingerprint: string;
}

function entriesIn(files: Workspace, name = USUAL_BASELINE): readonly Entry[] {
  return (JSON.parse(files.read(name)) as { findings: Entry[] }).findings;
}

/** The words that a run reports as new and as known, in their order. */
async function states(
  files: Workspace,
  argv: readonly string[] = ["--baseline"],
): Promise<readonly string[]> {
  const ran = await files.run(["--format=json", ...argv]);
  const { findings } = JSON.parse(ran.stdout) as { findings: { messageId: string; baseline?: string }[] };
  return findings.map(({ messageId, baseline }) => `${messageId} ${baseline ?? "-"}`);
}

describe("a baseline", () => {
  afterEach(removeWorkspaces);

  it("is written with every open finding, sorted, one to a line", async () => {
    const files = workspace({ "b.yaml": `${TEMPLATE}weak hint`, "a.yaml": `${TEMPLATE}weak loose hushed` });
    const ran = await files.run(["--write-baseline"]);
    assert.equal(ran.code, 0);
    assert.equal(ran.stderr, `The baseline ${USUAL_BASELINE} holds 4 findings now.\n`);
    assert.match(ran.stdout, /^No new findings\. 1 suppressed\. 4 findings are in the baseline\.$/m);
    const lines = files.read(USUAL_BASELINE).split("\n");
    assert.deepEqual(
      lines.map((line) => line.replace(/[0-9a-f]{32}/, "…")),
      [
        "{",
        '  "version": 1,',
        '  "findings": [',
        '    {"path":"a.yaml","resource":"Orders","rule":"require-customer-managed-key","fingerprint":"…"},',
        '    {"path":"a.yaml","resource":"Orders","rule":"valid-sse-specification","fingerprint":"…"},',
        '    {"path":"b.yaml","resource":"Orders","rule":"no-hints","fingerprint":"…"},',
        '    {"path":"b.yaml","resource":"Orders","rule":"require-customer-managed-key","fingerprint":"…"}',
        "  ]",
        "}",
        "",
      ],
    );
    const before = files.read(USUAL_BASELINE);
    await files.run(["--write-baseline"]);
    assert.equal(files.read(USUAL_BASELINE), before);
  });

  it("lets old findings pass and new ones fail", async () => {
    const files = workspace({ "a.yaml": `${TEMPLATE}weak` });
    await files.run(["--write-baseline"]);
    const old = await files.run(["--baseline"]);
    assert.deepEqual([old.code, old.stderr], [0, ""]);
    assert.match(old.stdout, /^No new findings\. 1 finding is in the baseline\.$/m);
    assert.doesNotMatch(old.stdout, /a\.yaml:2/);
    files.write("a.yaml", `# moved\n${TEMPLATE}loose weak`);
    const ran = await files.run(["--baseline"]);
    assert.equal(ran.code, 1);
    assert.match(ran.stdout, /^1 new finding: 1 error\. 1 finding is in the baseline\.$/m);
    assert.deepEqual(await states(files), ["loose new", "weak known"]);
  });

  it("counts findings that are alike", async () => {
    const files = workspace({ "a.yaml": `${TEMPLATE}weak weak` });
    await files.run(["--write-baseline"]);
    files.write("a.yaml", `${TEMPLATE}weak weak weak`);
    assert.deepEqual(await states(files), ["weak known", "weak known", "weak new"]);
    files.write("a.yaml", `${TEMPLATE}weak`);
    assert.deepEqual(await states(files), ["weak known"]);
  });

  it("holds nothing of what is suppressed", async () => {
    const files = workspace({ "a.yaml": `${TEMPLATE}hushed weak` });
    await files.run(["--write-baseline"]);
    assert.deepEqual(await states(files), ["hushed -", "weak known"]);
  });

  it("says what is gone, and lets go of it when asked to", async () => {
    const files = workspace({ "a.yaml": `${TEMPLATE}weak loose`, "b.yaml": `${TEMPLATE}weak` });
    await files.run(["--write-baseline"]);
    const before = files.read(USUAL_BASELINE);
    files.write("a.yaml", `${TEMPLATE}weak hint`);
    rmSync(files.path("b.yaml"));
    const ran = await files.run(["--baseline"]);
    assert.deepEqual(ran.stderr.split("\n"), [
      `2 findings of the baseline ${USUAL_BASELINE} can't be found any more; --update-baseline takes what is gone out.`,
      "  a.yaml, Orders: valid-sse-specification",
      "  b.yaml, Orders: require-customer-managed-key",
      "",
    ]);
    assert.equal(files.read(USUAL_BASELINE), before);
    const updated = await files.run(["--update-baseline"]);
    assert.match(updated.stderr, /^2 findings that can't be found any more left the baseline/);
    // It never grows: the new hint isn't taken up.
    assert.deepEqual(
      entriesIn(files).map(({ path, rule }) => [path, rule]),
      [["a.yaml", "require-customer-managed-key"]],
    );
    assert.deepEqual(await states(files), ["weak known", "hint new"]);
    assert.equal((await files.run(["--update-baseline"])).stderr, "");
  });

  it("keeps what a run couldn't judge: other paths, broken templates, rules that are off", async () => {
    const files = workspace({
      "in/a.yaml": `${TEMPLATE}weak`,
      "in/b.yaml": `${TEMPLATE}weak`,
      "out/c.yaml": `${TEMPLATE}weak`,
    });
    await files.run(["--write-baseline"]);
    const before = files.read(USUAL_BASELINE);
    files.write("in/b.yaml", `${TEMPLATE}BROKEN`);
    const ran = await files.run(["--update-baseline", "--rule=require-customer-managed-key=off", "in"]);
    assert.deepEqual([ran.code, ran.stderr], [2, ""]);
    assert.equal(files.read(USUAL_BASELINE), before);
    const asked = await files.run(["--update-baseline", "in"]);
    assert.deepEqual([asked.code, asked.stderr], [2, ""]);
    assert.equal(files.read(USUAL_BASELINE), before);
  });

  it("keeps what is known of a file that the configuration ignores, until that is gone", async () => {
    const table = "Resources:\n  Orders:\n    Type: AWS::DynamoDB::Table\n";
    const files = workspace({ "a.yaml": table, "old/b.yaml": table });
    const run = (option: string): Promise<Ran> => files.run([option], { analyser: service });
    await run("--write-baseline");
    const before = files.read(USUAL_BASELINE);
    files.write(".dynamodb-encryption-lint.yaml", "ignore: old\n");
    assert.equal((await run("--update-baseline")).stderr, "");
    assert.equal(files.read(USUAL_BASELINE), before);
    rmSync(files.path("old/b.yaml"));
    assert.match((await run("--update-baseline")).stderr, /^1 finding .*\n {2}old\/b\.yaml, Orders/);
  });

  it("lets go of a file that is gone, also where the rule is off", async () => {
    const files = workspace({ "a.yaml": `${TEMPLATE}weak` });
    await files.run(["--write-baseline"]);
    rmSync(files.path("a.yaml"));
    const ran = await files.run(["--update-baseline", "--rule=require-customer-managed-key=off"]);
    assert.match(ran.stderr, /^1 finding that can't be found any more left the baseline/);
  });

  it("lets go of a file that is no template any more", async () => {
    const files = workspace({ "a.yaml": `${TEMPLATE}weak` });
    await files.run(["--write-baseline"]);
    files.write("a.yaml", "jobs: {}");
    await files.run(["--update-baseline"]);
    assert.deepEqual(entriesIn(files), []);
  });

  it("goes along with a file that is renamed, and only where the old one is gone", async () => {
    const files = workspace({ "a.yaml": `${TEMPLATE}weak loose`, "other.yaml": `${TEMPLATE}weak` });
    await files.run(["--write-baseline"]);
    files.write("copy.yaml", files.read("a.yaml"));
    assert.deepEqual(await states(files, ["--baseline", "copy.yaml"]), ["weak new", "loose new"]);
    rmSync(files.path("copy.yaml"));
    mkdirSync(files.path("sub"));
    renameSync(files.path("a.yaml"), files.path("sub/a.yaml"));
    const ran = await files.run(["--baseline"]);
    assert.equal(ran.code, 0);
    assert.equal(ran.stderr, "sub/a.yaml is taken for a.yaml, which the baseline knows and which is gone.\n");
    await files.run(["--update-baseline"]);
    assert.deepEqual(
      entriesIn(files).map(({ path }) => path),
      ["other.yaml", "sub/a.yaml", "sub/a.yaml"],
    );
    assert.equal((await files.run(["--baseline"])).stderr, "");
  });

  it("holds for runs from any folder: its paths are relative to its own", async () => {
    const files = workspace({ "infra/a.yaml": `${TEMPLATE}weak`, "infra/deep/b.yaml": `${TEMPLATE}loose` });
    await files.run(["--write-baseline", "known.json"]);
    assert.deepEqual(
      entriesIn(files, "known.json").map(({ path }) => path),
      ["infra/a.yaml", "infra/deep/b.yaml"],
    );
    const ran = await files.run(["--baseline", "../known.json"], { cwd: files.path("infra") });
    assert.deepEqual([ran.code, ran.stderr], [0, ""]);
  });

  const wrong: readonly [string, string | null, RegExp][] = [
    ["isn't there", null, /There is no baseline known\.json; --write-baseline makes one\./],
    ["is empty", "", /known\.json can't be used\. The file is empty\./],
    ["is no JSON", "<<<<<<< HEAD", /known\.json can't be used: it is no JSON \(.+\)\./],
    ["is something else", '{"version":1}', /known\.json can't be used: it is no baseline of this program\./],
    ["is a list", "[]", /known\.json can't be used: it is no baseline of this program\./],
    [
      "is of a later version",
      '{"version":2,"findings":[]}',
      /can't be used: it is of version 2, and this program knows versions up to 1\./,
    ],
    [
      "lacks a fingerprint",
      '{"version":1,"findings":[{"path":"a","resource":null,"rule":"b"}]}',
      /can't be used: finding 1 in it lacks a path, resource, rule or fingerprint\./,
    ],
  ];
  for (const [title, content, message] of wrong) {
    it(`is refused where it ${title}`, async () => {
      const files = workspace({ "a.yaml": `${TEMPLATE}weak` });
      if (content !== null) files.write("known.json", content);
      for (const option of ["--baseline=known.json", "--baseline=known.json --update-baseline"]) {
        const ran = await files.run(option.split(" "));
        assert.deepEqual([ran.code, ran.stdout], [2, ""]);
        assert.match(ran.stderr, message);
      }
    });
  }

  it("is never written over something else", async () => {
    const files = workspace({ "a.yaml": `${TEMPLATE}weak` });
    mkdirSync(files.path("folder"));
    const over = await files.run(["--write-baseline=a.yaml"]);
    assert.equal(over.code, 2);
    assert.match(
      over.stderr,
      /The baseline a\.yaml isn't written over: it is no JSON .* paths to lint go before it/,
    );
    assert.equal(files.read("a.yaml"), `${TEMPLATE}weak`);
    const folder = await files.run(["--write-baseline=folder"]);
    assert.equal(folder.code, 2);
    assert.match(folder.stderr, /The baseline folder isn't written over\. Can't be read: it is a folder\./);
  });

  it("is written whole or not at all", async function () {
    if (process.getuid?.() === 0) this.skip();
    const files = workspace({ "a.yaml": `${TEMPLATE}weak`, "shut/keep": "" });
    chmodSync(files.path("shut"), 0o555);
    const ran = await files.run(["--write-baseline", join("shut", "known.json")]);
    chmodSync(files.path("shut"), 0o755);
    assert.equal(ran.code, 2);
    assert.match(ran.stderr, /can't be written: no permission\./);
  });

  it("can't be written where its folder isn't there", async () => {
    const ran = await workspace({ "a.yaml": `${TEMPLATE}weak` }).run(["--write-baseline=absent/known.json"]);
    assert.equal(ran.code, 2);
    assert.match(
      ran.stderr,
      /The baseline absent\/known\.json can't be written: there is no such file or folder\./,
    );
  });
});

describe("each format, with a baseline", () => {
  afterEach(removeWorkspaces);

  async function report(format: string): Promise<Ran> {
    const files = workspace({ "a.yaml": `${TEMPLATE}weak hushed` });
    await files.run(["--write-baseline"]);
    files.write("a.yaml", `${TEMPLATE}weak loose hushed`);
    return files.run(["--baseline", `--format=${format}`]);
  }

  it("fails for what is new", async () => {
    for (const format of [
      "text",
      "json",
      "sarif",
      "github",
      "gitlab",
      "junit",
      "checkstyle",
      "csv",
      "html",
    ]) {
      assert.equal((await report(format)).code, 1, format);
    }
  });

  it("leaves out what is known, or says that it is", async () => {
    for (const format of ["text", "github", "gitlab", "checkstyle"]) {
      const { stdout } = await report(format);
      assert.match(stdout, /'loose'|&apos;loose&apos;/, format);
      assert.doesNotMatch(stdout, /'weak'|&apos;weak&apos;/, format);
    }
    assert.match((await report("junit")).stdout, /tests="3" failures="1" errors="0" skipped="2"/);
    assert.match((await report("junit")).stdout, /<skipped message="It is in the baseline\."\/>/);
    assert.match((await report("csv")).stdout, /,baseline,It is in the baseline\.,The word 'weak'/);
  });

  it("has the state of each result in SARIF", async () => {
    const log = JSON.parse((await report("sarif")).stdout) as {
      runs: { results: { baselineState: string; suppressions: { kind: string }[] }[] }[];
    };
    assert.deepEqual(
      log.runs[0]?.results.map(({ baselineState, suppressions }) => [
        baselineState,
        suppressions.map(({ kind }) => kind),
      ]),
      [
        ["unchanged", ["external"]],
        ["new", []],
        ["unchanged", ["inSource"]],
      ],
    );
  });

  it("counts what is known in the page and in Markdown, and lists what is new", async () => {
    const table = "  Type: AWS::DynamoDB::Table\n";
    const files = workspace({ "a.yaml": `Resources:\n  Old:\n  ${table}` });
    await files.run(["--write-baseline"], { analyser: service });
    files.write("a.yaml", `Resources:\n  Old:\n  ${table}  Fresh:\n  ${table}`);
    for (const format of ["html", "markdown"]) {
      const { stdout } = await files.run(["--baseline", `--format=${format}`], { analyser: service });
      assert.match(stdout, /1 new finding: 1 warning\. 1 finding is in the baseline\./, format);
      assert.match(stdout, /Table (?:'|&#39;|&#x27;|&apos;)Fresh/, format);
      assert.doesNotMatch(stdout, /Table (?:'|&#39;|&#x27;|&apos;)Old/, format);
    }
  });

  it("names the baseline and what is gone in JSON", async () => {
    const files = workspace({ "a.yaml": `${TEMPLATE}weak` });
    await files.run(["--write-baseline"]);
    const gone = entriesIn(files);
    files.write("a.yaml", TEMPLATE);
    const { baseline } = JSON.parse((await files.run(["--baseline", "--format=json"])).stdout) as {
      baseline: unknown;
    };
    assert.deepEqual(baseline, { file: USUAL_BASELINE, gone });
  });
});
