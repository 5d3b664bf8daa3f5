import assert from "node:assert/strict";
import type { PolicyChange } from "../../server/src/core/edit.js";
import { fixesFor, openWorkspace, parseSettings, analyse } from "../../server/src/service.js";
import { TODAY } from "../support/linting.js";
import { HEAD, table, TAIL } from "./changed-policies.js";

describe("what of a key policy isn't changed", () => {
  const set: PolicyChange = { do: "set", path: ["Statement", 0], key: "Sid", value: "x" };
  const statement = "{ Effect: Allow, Principal: '*', Action: kms:*, Resource: '*' }";
  table([
    ["an anchor that is used", ` { Statement: [&a ${statement}, *a] }`, [set], "refused"],
    [
      "what an alias repeats",
      ` { Statement: [&a ${statement}, *a] }`,
      [{ ...set, path: ["Statement", 1] }],
      "refused",
    ],
    [
      "a merged entry",
      `\n        Statement:\n          - &a { Action: kms:*, Effect: Allow }\n          - { <<: *a, Principal: "*" }`,
      [{ do: "replace", path: ["Statement", 1, "Action"], value: "x" }],
      "refused",
    ],
    [
      "an entry that would hide a merged one",
      `\n        Statement:\n          - &a { Action: kms:*, Effect: Allow }\n          - { <<: *a, Principal: "*" }`,
      [{ do: "set", path: ["Statement", 1], key: "Action", value: "x" }],
      "refused",
    ],
    [
      "an item of a list that a function makes",
      ` { Statement: [{ Effect: Allow, Principal: '*', Action: !Split [",", "kms:Encrypt,kms:Sign"] }] }`,
      [{ do: "replace", path: ["Statement", 0, "Action", 1], value: "x" }],
      "refused",
    ],
    [
      "what may be a list already",
      ` { Statement: [{ Effect: Allow, Principal: '*', Action: !Ref Actions }] }`,
      [{ do: "append", path: ["Statement", 0, "Action"], value: "x" }],
      "refused",
    ],
    [
      "the only item of a list",
      ` { Statement: [${statement}] }`,
      [{ do: "remove", path: ["Statement", 0] }],
      "refused",
    ],
    [
      "a list with a comment that would be lost",
      `\n        Statement:\n          - Effect: Allow\n            Principal: "*"\n            Action:\n              - kms:Sign # why\n              - kms:Verify`,
      [{ do: "replace", path: ["Statement", 0, "Action"], value: ["kms:Encrypt"] }],
      "refused",
    ],
    [
      "what isn't there",
      ` { Statement: [${statement}] }`,
      [{ do: "replace", path: ["Statement", 3], value: "x" }],
      "refused",
    ],
    [
      "twice the same text in one call",
      ` { Statement: [${statement}] }`,
      [
        { do: "replace", path: ["Statement", 0, "Action"], value: "kms:Sign" },
        { do: "remove", path: ["Statement", 0] },
      ],
      "refused",
    ],
  ]);

  it("what stands in an included file", () => {
    const include = "Fn::Transform: { Name: AWS::Include, Parameters: { Location: policy.yaml } }";
    const source = { path: "/app/template.yaml", text: `${HEAD}\n        ${include}${TAIL}` };
    const workspace = openWorkspace();
    workspace.put(source.path, source.text);
    workspace.putWanted("/app/policy.yaml", `Statement: ${statement}`);
    const analysis = analyse(source, { settings: parseSettings({}).settings, today: TODAY, workspace });
    const found = analysis.findings.filter(({ rule }) => rule === "no-public-key-policy");
    assert.ok(found.some(({ fixes }) => fixes().length > 0));
    assert.deepEqual(
      found.flatMap((finding) => fixesFor(analysis, finding)),
      [],
    );
  });
});
