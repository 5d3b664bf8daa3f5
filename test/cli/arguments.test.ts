import assert from "node:assert/strict";
import { parseArguments } from "../../server/src/cli/arguments.js";
import { UsageError } from "../../server/src/cli/environment.js";

const RULES = ["require-customer-managed-key", "valid-table-key"];
const FRAMEWORKS = ["security-hub", "hipaa"] as const;

describe("the arguments", () => {
  it("are all at their defaults where nothing is given", () => {
    assert.deepEqual(parseArguments([], RULES, FRAMEWORKS), {
      kind: "lint",
      paths: [],
      format: "text",
      output: null,
      failOn: "warning",
      activeCallers: null,
      color: null,
      config: "nearest",
      rules: new Map(),
      frameworks: [],
      parameterFiles: [],
      parameters: new Map(),
      region: null,
      account: null,
      partition: null,
      fix: false,
      fixRules: [],
      stdinFilename: null,
      concurrency: null,
    });
  });

  const accepted: readonly [string, readonly string[], Record<string, unknown>][] = [
    ["takes a value behind a space", ["--format", "json"], { format: "json" }],
    ["takes a value behind an equals sign", ["--format=sarif", "a"], { format: "sarif", paths: ["a"] }],
    ["keeps equals signs in a value", ["--parameter=A=b=c"], { parameters: new Map([["A", "b=c"]]) }],
    ["lets a parameter be empty", ["--parameter", "A="], { parameters: new Map([["A", ""]]) }],
    ["takes paths after --", ["--fix", "--", "--fix", "-"], { fix: true, paths: ["--fix", "-"] }],
    ["takes the last of two values", ["--region=a", "--region=b"], { region: "b" }],
    [
      "gathers what is repeatable",
      ["--parameters", "a", "--parameters", "b"],
      { parameterFiles: ["a", "b"] },
    ],
    [
      "names a rule once",
      ["--fix-rule", RULES[0] ?? "", "--fix-rule", RULES[0] ?? ""],
      { fixRules: [RULES[0]] },
    ],
    ["sets a rule", ["--rule", "valid-table-key=off"], { rules: new Map([["valid-table-key", "off"]]) }],
    [
      "takes '-' as the standard input",
      ["-", "--stdin-filename=x.yaml"],
      { paths: ["-"], stdinFilename: "x.yaml" },
    ],
    [
      "names a framework once",
      ["--framework=hipaa", "--framework", "security-hub", "--framework=hipaa"],
      { frameworks: ["hipaa", "security-hub"] },
    ],
    ["takes a number of callers", ["--active-callers", "40"], { activeCallers: 40 }],
    ["takes '-' as the standard output", ["--output", "-"], { output: null }],
    ["has a short form of --output", ["-o", "x"], { output: "x" }],
    ["prefers no colours", ["--color", "--no-color"], { color: false }],
    ["shows help whatever else is asked", ["--fix", "-h"], { kind: "help" }],
    ["shows the version", ["--version"], { kind: "version" }],
    ["lists rules", ["--list-rules"], { kind: "list-rules" }],
    ["explains a rule", ["--explain", "valid-table-key"], { kind: "explain", rule: "valid-table-key" }],
  ];
  for (const [title, argv, expected] of accepted) {
    it(title, () => {
      const command: object = parseArguments(argv, RULES, FRAMEWORKS);
      assert.deepEqual({ ...command, ...expected }, command);
    });
  }

  const refused: readonly [string, readonly string[], RegExp][] = [
    ["an unknown option, with the nearest", ["--formt"], /no option --formt\. Did you mean '--format'\?/],
    ["an unknown option that is near to none", ["--xyzzy"], /no option --xyzzy\.$/],
    ["an unknown short option", ["-x"], /no option -x\./],
    ["an option without its value", ["--format"], /--format needs a value: --format FORMAT\./],
    ["an option in place of a value", ["--format", "--fix"], /--format needs a value/],
    ["a value for a switch", ["--fix=yes"], /--fix takes no value, but was given 'yes'/],
    [
      "a format it hasn't",
      ["--format", "jsno"],
      /text, json, sarif, github, html or markdown, not 'jsno'\. Did you mean 'json'\?/,
    ],
    ["a severity there isn't", ["--fail-on", "warn"], /Did you mean 'warning'\?/],
    [
      "a number of callers that is none",
      ["--active-callers=many"],
      /--active-callers takes a whole number, not 'many'/,
    ],
    [
      "a rule without a severity",
      ["--rule", "valid-table-key"],
      /ID=SEVERITY, for example valid-table-key=off/,
    ],
    ["a rule with a wrong severity", ["--rule", "valid-table-key=erorr"], /Did you mean 'error'\?/],
    [
      "a rule there isn't",
      ["--fix-rule", "valid-tabel-key"],
      /no rule 'valid-tabel-key'\. Did you mean 'valid-table-key'\?/,
    ],
    [
      "a framework there isn't",
      ["--framework", "hippa"],
      /--framework takes security-hub or hipaa, not 'hippa'\. Did you mean 'hipaa'\?/,
    ],
    ["a parameter without a name", ["--parameter", "=x"], /NAME=VALUE/],
    ["a parameter without a value", ["--parameter", "Stage"], /NAME=VALUE/],
    ["a name for an input that isn't read", ["--stdin-filename", "x", "y"], /goes with '-'/],
    ["an empty path", [""], /path is empty/],
  ];
  for (const [title, argv, message] of refused) {
    it(`refuse ${title}`, () => {
      assert.throws(
        () => parseArguments(argv, RULES, FRAMEWORKS),
        (error) => error instanceof UsageError && message.test(error.message),
      );
    });
  }
});
