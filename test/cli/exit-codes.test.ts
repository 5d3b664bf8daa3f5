import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { FORMATS } from "../../server/src/cli/options.js";
import * as service from "../../server/src/service.js";
import { removeWorkspaces, workspace } from "./workspace.js";

const TEMPLATE = "Orders: AWS::DynamoDB::Table\n";

describe("the exit code", () => {
  afterEach(removeWorkspaces);

  const words: readonly [string, readonly string[], number][] = [
    ["", [], 0],
    ["weak", [], 1],
    ["loose", [], 1],
    ["hint", [], 0],
    ["hushed", [], 0],
    ["weak", ["--fail-on", "error"], 0],
    ["loose", ["--fail-on", "error"], 1],
    ["hint", ["--fail-on", "info"], 1],
    ["hushed", ["--fail-on", "info"], 0],
    ["loose", ["--fail-on", "never"], 0],
    ["weak", ["--rule", "require-customer-managed-key=off"], 0],
    ["weak", ["--rule", "require-customer-managed-key=info"], 0],
    ["BROKEN", [], 2],
    ["BROKEN loose", ["--fail-on", "never"], 2],
    ["CRASH", [], 2],
  ];
  for (const [word, argv, code] of words) {
    it(`is ${code} for '${word}' ${argv.join(" ")}`, async () => {
      for (const format of FORMATS) {
        const ran = await workspace({ "a.yaml": TEMPLATE + word }).run([...argv, "--format", format]);
        assert.equal(ran.code, code, format);
      }
    });
  }

  it("is 0 where there is no template, and stderr says so", async () => {
    const ran = await workspace({ "a.yaml": "jobs: {}", "empty.yaml": "" }).run([]);
    assert.deepEqual(ran, { code: 0, stdout: "", stderr: "No template found in the working folder.\n" });
  });

  it("is 0 for a file named outright that is no template", async () => {
    const ran = await workspace({ "a.yaml": "jobs: {}" }).run(["a.yaml"]);
    assert.deepEqual(
      [ran.code, ran.stderr],
      [0, "a.yaml: this is no template.\nNo template found in a.yaml.\n"],
    );
  });

  it("is 0 where all templates are ignored, or the standard input is none, and stderr says so", async () => {
    const table = "Resources:\n  Orders:\n    Type: AWS::DynamoDB::Table\n";
    const files = workspace({
      "old/a.yaml": table,
      "old/b.yaml": "jobs: {}",
      ".dynamodb-encryption-lint.yaml": "ignore: old\n",
    });
    const ran = await files.run(["old"], { analyser: service });
    assert.deepEqual(ran, {
      code: 0,
      stdout: "",
      stderr: "No template found in old; 1 file is ignored by the configuration.\n",
    });
    const { stderr } = await files.run(["-"], { stdin: "jobs: {}" });
    assert.match(stderr, /^No template found in the standard input\.$/m);
  });

  it("is 0 for a glob that nothing matches, and stderr says so", async () => {
    const ran = await workspace().run(["x/*.yaml"]);
    assert.equal(ran.code, 0);
    assert.match(ran.stderr, /No file matches 'x\/\*\.yaml'\./);
  });

  it("is 2 for a wrong use, with a message and nothing else", async () => {
    for (const argv of [["--nope"], ["--region", "nowhere"], ["--parameters", "absent.json"]]) {
      const ran = await workspace({ "a.yaml": TEMPLATE }).run(argv);
      assert.equal(ran.code, 2);
      assert.equal(ran.stdout, "");
      assert.match(ran.stderr, /^dynamodb-encryption-lint: .+\.\nAll options are shown by --help\.\n$/);
    }
  });

  const unreadable: readonly [string, string | Uint8Array, RegExp][] = [
    ["isn't UTF-8", Uint8Array.of(0x66, 0xff, 0x20), /The text is not UTF-8\./],
    ["is UTF-16", Buffer.from(`\uFEFF${TEMPLATE}`, "utf16le"), /The text is UTF-16; save it as UTF-8\./],
    ["is empty", "", /The file is empty\./],
    ["is blank", " \n", /The file is empty\./],
    ["is too large", Buffer.alloc(20 * 1024 * 1024 + 1, 0x20), /larger than 20 MB/],
  ];
  for (const [title, content, message] of unreadable) {
    it(`is 2 for a file named outright that ${title}; the others are still reported`, async () => {
      const ran = await workspace({ "a.yaml": content, "b.yaml": `${TEMPLATE}weak` }).run([
        "a.yaml",
        "b.yaml",
      ]);
      assert.equal(ran.code, 2);
      assert.match(ran.stdout, message);
      assert.match(ran.stdout, /b\.yaml:2:1 warning require-customer-managed-key/);
    });

    it(`is 0 for a file in a folder that ${title} and has nothing to do with us`, async () => {
      const foreign = typeof content === "string" ? content : Buffer.from(content).fill(0xfe, 0, 2);
      const relevant = title === "is UTF-16";
      const ran = await workspace({ "a.yaml": relevant ? Uint8Array.of(0xff, 0xfe, 0x61, 0) : foreign }).run(
        [],
      );
      assert.equal(ran.code, 0);
      assert.equal(ran.stdout, "");
    });
  }

  it("is 2 for an unreadable file in a folder whose bytes name a table", async () => {
    const large = Buffer.alloc(20 * 1024 * 1024 + 9, 0x20);
    large.write("AWS::DynamoDB::Table", 1000);
    const files = workspace({
      "a.yaml": Buffer.concat([Buffer.from(TEMPLATE), Uint8Array.of(0xff)]),
      "b.yaml": Buffer.from(`\uFEFF${TEMPLATE}`, "utf16le"),
      "c.yaml": large,
    });
    const ran = await files.run([]);
    assert.equal(ran.code, 2);
    assert.match(ran.stdout, /a\.yaml problem[^]*b\.yaml problem[^]*c\.yaml problem/);
  });

  it("is 2 for a path that isn't there, a broken link and a circle of links", async () => {
    const files = workspace();
    symlinkSync("nowhere", files.path("broken"));
    symlinkSync("circle", files.path("circle"));
    const ran = await files.run(["absent.yaml", "broken", "circle"]);
    assert.equal(ran.code, 2);
    assert.match(ran.stdout, /absent\.yaml problem\n +Can't be read: there is no such file or folder\./);
    assert.match(ran.stdout, /broken problem\n +The symbolic link leads nowhere\./);
    assert.match(ran.stdout, /circle problem\n +Can't be read: its symbolic links go round in circles\./);
  });

  it("is that of the text on the standard input", async () => {
    const files = workspace();
    const ran = await files.run(["-", "--stdin-filename", "x.yaml"], { stdin: `\uFEFF${TEMPLATE}weak` });
    assert.equal(ran.code, 1);
    assert.match(ran.stdout, /x\.yaml:2:1 warning/);
    assert.equal((await files.run(["-"], { stdin: "jobs: {}" })).code, 0);
    assert.equal((await files.run(["-"], { stdin: "" })).code, 2);
  });
});
