import assert from "node:assert/strict";
import { parseYaml } from "../../server/src/formats/yaml-parse.js";
import { parsePlainYaml } from "../../server/src/formats/yaml-plain.js";

/** Texts that are read here; what they mean is what the library says. */
const PLAIN: Readonly<Record<string, string>> = {
  "nested maps": "a:\n  b:\n    c: d\n  e: f\n",
  "lists, indented or not": "a:\n  - x\n  - y\nb:\n- x\n-   y\n",
  "maps and lists behind dashes": "a:\n  - k: v\n    l: w\n  - - x\n    - y\n  -   m: 1\n      n: 2\n",
  "values that are missing": "a:\nb: \nc:\n  -\n  - x\n  -\nd:\n",
  "values of the core schema":
    "a: [1, -2.5, 1e3, 0o17, 0x1F, true, False, null, ~, yes, 012]\nb: 1.\nc: TRUE\n",
  "functions by tag":
    "a: !Ref B\nb: !GetAtt [B, Arn]\nc: !If\n  - X\n  - !Ref AWS::NoValue\n  - y: z\nd: !Sub\n- ${A}\n- A: 1\n",
  "functions by map":
    "a:\n  Ref: B\nb: { Fn::GetAtt: [B, Arn] }\nc:\n  Fn::If:\n    - X\n    - Ref: B\n    - Fn::Sub: ${A}\n",
  quotes: "a: 'it''s'\nb: \"x\\ty\\\"\"\n'c': \"\"\n\"d:e\": ' '\n",
  "flow collections over lines":
    "a: { b: [1, 'x', \"y\"], c: { d: !Ref E } } # end\nf: [\n    x, # one\n    y,\n  ]\ng: {}\nh: []\n",
  "literal block scalars": "a: |\n  x\n    y\n\n  z\n\nb: |-\n    x\nc:\n  - |\n    # no comment\n    - x\n",
  comments: "# top\na: b # c\n  # indented\n\nc: d#e\nf: # g\n  h: i\n",
  "odd words":
    "a: -x\nb: --flag\nc: x:y\nd: http://x/y?z=1#f\ne: a-b c,d [e] {f}\nAWS::X: 1\nFn::ForEach::A: [b, [c], { d: e }]\n",
  CRLF: "a:\r\n  b: |\r\n    x\r\n    y\r\n  c: [1,\r\n    2]\r\n",
  "no line ending at the end": "a:\n  b: c",
};

const OTHER: Readonly<Record<string, string>> = {
  anchors: "a: &x 1\nb: *x\n",
  "merge keys": "a:\n  <<: { b: c }\n",
  "folded scalars": "a: >\n  x\n  y\n",
  "scalars over lines": "a: x\n  y\n",
  "quotes over lines": 'a: "x\n  y"\n',
  "text behind quotes": "a: 'x' y\n",
  tabs: "a:\tb\n",
  "keys that occur twice": "a: 1\na: 2\n",
  "a colon in a plain value": "a: b: c\n",
  "lines indented too little": "a:\n    b: 1\n  c: 2\n",
  "lines indented too much": "a: 1\n    b: 2\n",
  "brackets that aren't closed": "a: [1, 2\nb: c\n",
  "brackets indented too little": "a:\n  b: [\n  1]\n",
  "pairs in lists": "a: [b: c]\n",
  "tags of YAML's own": "a: !!str 1\n",
  "several documents": "a: 1\n---\nb: 2\n",
  "complex keys": "? a\n: b\n",
  "escapes that are rare": 'a: "\\x41"\n',
  "infinite numbers": "a: .inf\n",
  "something that is no map": "- a\n- b\n",
  nothing: "# only a comment\n",
};

describe("the parser of plain YAML", () => {
  for (const [what, text] of Object.entries(PLAIN)) {
    it(`reads ${what} as the library does`, () => {
      const origin = { offset: 7 };
      const found = parsePlainYaml(text, origin);
      assert.notEqual(found, null);
      assert.deepEqual(found, parseYaml(text, origin));
    });
  }

  for (const [what, text] of Object.entries(OTHER)) {
    it(`leaves ${what} to the library`, () => {
      assert.equal(parsePlainYaml(text, { offset: 0 }), null);
    });
  }
});
