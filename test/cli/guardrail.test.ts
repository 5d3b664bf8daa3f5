import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { GUARDRAIL_OPTIONS } from "../../server/src/cli/guardrail-arguments.js";
import { GUARDRAIL_KINDS } from "../../server/src/guardrails/index.js";
import { ADMIN, DUBLIN } from "../guardrails/inputs.js";
import { removeWorkspaces, workspace } from "./workspace.js";

describe("the command guardrail", () => {
  afterEach(removeWorkspaces);

  for (const argv of [["guardrail"], ["guardrail", "--help"], ["guardrail", "scp", "-h"]]) {
    it(`shows its kinds and options: ${argv.join(" ")}`, async () => {
      const { code, stdout } = await workspace().run(argv);
      assert.equal(code, 0);
      for (const name of [...GUARDRAIL_KINDS, ...GUARDRAIL_OPTIONS.map(({ name }) => `--${name}`)]) {
        assert.ok(stdout.includes(`\n  ${name}`), name);
      }
      assert.deepEqual(
        stdout.split("\n").filter((line) => line.length > 100),
        [],
      );
    });
  }

  it("prints a template with what is given filled in", async () => {
    const { code, stdout, stderr } = await workspace().run(["guardrail", "config-rule", "--key-arn", DUBLIN]);
    assert.deepEqual([code, stderr], [0, ""]);
    assert.match(stdout, /^# Reports DynamoDB tables /);
    assert.ok(stdout.includes(`\n      Arns: ${DUBLIN}\n`));
  });

  it("takes options before the kind, behind an equals sign, and more than once", async () => {
    const argv = [
      "guardrail",
      `--key-arn=${DUBLIN}`,
      "scp",
      "--target=ou-ab12-12345678",
      "--target",
      "730335112233",
    ];
    const { stdout } = await workspace().run([...argv, "--format=json"]);
    const { Resources } = JSON.parse(stdout) as {
      Resources: { KeepTableKeys: { Properties: { TargetIds: unknown } } };
    };
    assert.deepEqual(Resources.KeepTableKeys.Properties.TargetIds, ["ou-ab12-12345678", "730335112233"]);
  });

  it("prints the policy document alone", async () => {
    const argv = ["guardrail", "scp", "--classification", "level=restricted", "--format", "policy"];
    const policy = JSON.parse((await workspace().run(argv)).stdout) as {
      Statement: { Condition: unknown }[];
    };
    assert.deepEqual(policy.Statement[0]?.Condition, {
      StringEquals: { "aws:ResourceTag/level": "restricted" },
    });
  });

  it("writes a file, and says so", async () => {
    const files = workspace();
    const ran = await files.run(["guardrail", "key-policy", "--admin-arn", ADMIN, "-o", "key.yaml"]);
    assert.deepEqual([ran.code, ran.stdout, ran.stderr], [0, "", "The guardrail is in key.yaml.\n"]);
    assert.match(files.read("key.yaml"), /\n {2}TableKey:\n/);
  });

  it("lints a folder of that name where it is given as a path", async () => {
    const files = workspace({ "guardrail/t.yaml": "Type: AWS::DynamoDB::Table # weak\n" });
    const { code, stdout } = await files.run(["./guardrail"]);
    assert.equal(code, 1);
    assert.match(stdout, /guardrail\/t\.yaml/);
  });

  it("takes the commands that its page shows", async () => {
    const page = readFileSync(join(import.meta.dirname, "../../docs/guardrails.md"), "utf8");
    const commands = [...page.matchAll(/^dynamodb-encryption-lint (guardrail .*)$/gm)];
    assert.equal(commands.length, GUARDRAIL_KINDS.length);
    for (const [, command = ""] of commands) {
      const filled = command.replaceAll('"$KEY_ARN"', DUBLIN).replaceAll('"$ADMIN_ROLE_ARN"', ADMIN);
      const { code, stderr } = await workspace().run(filled.replaceAll("'", "").split(" "));
      assert.equal(code, 0, `${command}: ${stderr}`);
    }
  });

  it("takes the commands that its help shows", async () => {
    const help = (await workspace().run(["guardrail"])).stdout;
    const commands = [...help.matchAll(/^ {2}dynamodb-encryption-lint (guardrail .*)$/gm)];
    assert.equal(commands.length, GUARDRAIL_KINDS.length);
    for (const [, command = ""] of commands) {
      const { code, stderr } = await workspace().run(command.split(" "));
      assert.equal(code, 0, `${command}: ${stderr}`);
    }
  });

  const wrong: readonly [readonly string[], RegExp][] = [
    [["confg-rule"], /There is no guardrail 'confg-rule'.* Did you mean 'config-rule'\?/],
    [["scp", "eventbridge"], /One guardrail at a time/],
    [["--email", "a@b"], /Which guardrail\? There are config-rule, eventbridge, key-policy, scp\./],
    [["scp", "--emial", "a@b"], /no option --emial\. Did you mean '--email'\?/],
    [["scp", "--email", "a@b"], /scp has no use for --email; it takes --key-arn, --classification/],
    [["scp", "--target"], /--target needs a value: --target ID\./],
    [["scp", "--target", "--format=json"], /--target needs a value/],
    [["scp", "--classification", "restricted"], /takes TAG=VALUE/],
    [["scp", "--format", "jsn"], /takes yaml, json or policy, not 'jsn'\. Did you mean 'json'\?/],
    [["scp", "--format", "policy"], /has no parameters: name the keys/],
    [["key-policy", "--format", "policy"], /key-policy is no policy document/],
    [["config-rule", "--key-arn", "alias/x"], /'alias\/x' is an alias/],
    [["scp", "-o", "no/such/folder/x.yaml"], /no\/such\/folder\/x\.yaml: the guardrail can't be written/],
  ];
  for (const [argv, message] of wrong) {
    it(`says what is wrong with: ${argv.join(" ")}`, async () => {
      const { code, stdout, stderr } = await workspace().run(["guardrail", ...argv]);
      assert.deepEqual([code, stdout], [2, ""]);
      assert.match(stderr, message);
    });
  }
});
