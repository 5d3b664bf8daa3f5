import assert from "node:assert/strict";
import type { Place } from "../../server/src/core/span.js";
import { literalText } from "../../server/src/core/text.js";
import type { PolicyValue } from "../../server/src/policy/policy-value.js";
import { plainPolicyValue } from "../../server/src/policy/policy-value.js";
import { readPolicy } from "../../server/src/policy/read-policy.js";
import { allow, hole, keyPolicy } from "./asking.js";

describe("reading a policy", () => {
  it("takes a statement, a string and a principal without their lists", () => {
    const [one] = keyPolicy({ Effect: "Allow", Principal: "*", Action: "kms:*", Resource: "*" }).statements;
    const [listed] = keyPolicy([
      { Effect: "Allow", Principal: { AWS: ["*"] }, Action: ["kms:*"], Resource: ["*"] },
    ]).statements;
    const texts = [one, listed].map((statement) =>
      [statement?.principals?.entries, statement?.actions?.values, statement?.resources?.values].map((list) =>
        list?.map(({ text }) => text),
      ),
    );
    assert.deepEqual(texts[0], texts[1]);
  });

  it("keeps the places of strings, keys and operators", () => {
    const at = (from: number): Place => ({ origin: { offset: 0 }, from, to: from + 1 });
    const leaf = (text: string, from: number): PolicyValue => ({
      kind: "text",
      text: literalText(text),
      at: at(from),
    });
    const condition: PolicyValue = {
      kind: "map",
      entries: [
        {
          key: "StringEquals",
          keyAt: at(7),
          value: { kind: "map", entries: [{ key: "kms:ViaService", keyAt: at(8), value: leaf("x", 9) }] },
        },
      ],
    };
    const statement: PolicyValue = {
      kind: "map",
      at: at(1),
      entries: [
        {
          key: "Action",
          value: { kind: "list", at: at(2), items: [leaf("kms:Encrypt", 3), leaf("kms:Decrypt", 4)] },
        },
        { key: "Condition", keyAt: at(6), value: condition },
      ],
    };
    const policy = readPolicy({ kind: "map", entries: [{ key: "Statement", value: statement }] }, "identity");
    const [read] = policy.statements;
    assert.deepEqual(
      [read?.at?.from, read?.actions?.at?.from, read?.actions?.values[1]?.at?.from],
      [1, 2, 4],
    );
    const [first] = read?.conditions ?? [];
    assert.deepEqual([first?.operatorAt?.from, first?.keyAt?.from, first?.values[0]?.at?.from], [7, 8, 9]);
    assert.deepEqual(first?.values[0]?.path, ["Statement", "Condition", "StringEquals", "kms:ViaService"]);
  });

  it("says of what isn't known that there may be more statements", () => {
    const unread = (json: unknown): readonly string[] => readPolicy(plainPolicyValue(json), "key").unread;
    assert.deepEqual(unread(hole("Policy")), ["the policy 'Policy' isn't known: it has no default"]);
    assert.deepEqual(unread({ Statement: [allow(), hole("More")] }), [
      "statement 2 'More' isn't known: it has no default",
    ]);
    assert.deepEqual(unread({ Statement: ["x"] }), ["statement 1 can't be read"]);
    assert.deepEqual(unread({ Statement: [allow()] }), []);
  });

  it("counts bytes as JSON without white space", () => {
    const json = {
      Version: "2012-10-17",
      Statement: [allow({ Sid: 'é "x" \\' }), { Effect: "Deny", Action: [] }],
    };
    assert.equal(
      readPolicy(plainPolicyValue(json), "key").bytes,
      new TextEncoder().encode(JSON.stringify(json)).length,
    );
  });

  it("doesn't choke on deep or odd values", () => {
    const odd = [
      null,
      1,
      true,
      [[[[]]]],
      { Statement: { Effect: {}, Principal: [], Action: {}, Resource: 1, Condition: { A: { B: {} } } } },
    ];
    for (const json of odd)
      assert.ok(readPolicy(plainPolicyValue(json), "key").faults.length > 0, JSON.stringify(json));
  });
});
