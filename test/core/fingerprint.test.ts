import assert from "node:assert/strict";
import { digest, fingerprints, identityOf, type Identifiable } from "../../server/src/core/fingerprint.js";

const FINDING: Identifiable = {
  rule: "require-key-rotation",
  messageId: "off",
  resource: "Key",
  replica: null,
  case: [],
};

describe("the fingerprint of a finding", () => {
  // The vectors of FNV-1a's authors.
  const vectors: readonly [string, string][] = [
    ["", "6c62272e07bb014262b821756295c58d"],
    ["a", "d228cb696f1a8caf78912b704e4a8964"],
    ["foobar", "343e1662793c64bf6f0d3597ba446f18"],
  ];
  for (const [text, expected] of vectors) {
    it(`is FNV-1a in 128 bits, of '${text}' ${expected}`, () => {
      assert.equal(digest(text), expected);
    });
  }

  it("has 32 digits, whatever it is made of", () => {
    for (let count = 0; count < 500; count++) assert.match(digest(`${count}é`), /^[0-9a-f]{32}$/);
  });

  it("tells files, rules, messages, resources, replicas and cases apart", () => {
    const others: Identifiable[] = [
      { ...FINDING, rule: "require-key-retention" },
      { ...FINDING, messageId: "on" },
      { ...FINDING, resource: "Other" },
      { ...FINDING, resource: null },
      { ...FINDING, replica: "eu-west-1" },
      { ...FINDING, case: [{ kind: "condition", name: "IsProd", is: true }] },
      { ...FINDING, case: [{ kind: "condition", name: "IsProd", is: false }] },
    ];
    const all = [FINDING, ...others].flatMap((one) => fingerprints("a.yaml", [one]));
    assert.equal(new Set([...all, ...fingerprints("b.yaml", [FINDING])]).size, others.length + 2);
  });

  it("numbers findings that have everything in common", () => {
    const both = fingerprints("a.yaml", [FINDING, FINDING]);
    assert.notEqual(both[0], both[1]);
    assert.equal(both[0], fingerprints("a.yaml", [FINDING])[0]);
  });

  it("takes the assumptions of a case in any order, and leaves out what goes without saying", () => {
    const prod = { kind: "condition", name: "IsProd", is: true } as const;
    const stage = { kind: "parameter", name: "Stage", is: null, byDefault: true } as const;
    const deployed = { kind: "deployment", name: "deployment", is: "by stack 'A'", implied: true } as const;
    assert.equal(
      identityOf({ ...FINDING, case: [prod, stage] }),
      identityOf({ ...FINDING, case: [stage, deployed, prod] }),
    );
  });

  it("doesn't change with the name of the stack that deploys a nested template", () => {
    const by = (is: string): Identifiable => ({
      ...FINDING,
      case: [{ kind: "deployment", name: "deployment", is }],
    });
    assert.equal(
      identityOf(by("by stack 'Tables' of app.yaml")),
      identityOf(by("by stack 'Data' of app.yaml")),
    );
  });
});
