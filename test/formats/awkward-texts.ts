import assert from "node:assert/strict";
import type { Format } from "../../server/src/formats/format.js";
import { everythingIn } from "./reading.js";

/** Asserts that reading block by block sees what reading the document whole does. */
export function assertSame(format: Format, text: string): void {
  const blockwise = format.outline(text);
  const whole = format.outlineWhole(text);
  assert.deepEqual(everythingIn(blockwise), everythingIn(whole));
  assert.deepEqual(blockwise.problems(), whole.problems());
}

/** Documents in which a block's end, or whether there are blocks at all, is hard to tell. */
export const AWKWARD_YAML: readonly string[] = [
  "",
  "\n\n# nothing\n",
  "A: 1",
  "\ufeffA:\n  B: 1\n",
  "---\nA:\n  B: 1\n...\n",
  "--- # start\n# c\n\nA: 1\n---\n",
  "A:\r\n  B:\r\n    C: |\r\n      x\r\n\r\n      y\r\n\r\n  D: 1\r\n",
  "A:\r  B:\r    C: 1\r  D: 2\rE: 3",
  "A: # c\n  # c\n\n  B: 1 # c\n# c\n  C:\n\n    # c\n    D: 1\n    # end\n\n# last\n",
  "A:\n# c\nB:\n",
  "A:\n  B:\n  C:\n",
  "A:\n    B:\n      C: 1\n    D:\n          E: 1\n",
  "A:\n  'B c': 1\n  \"D\": 2\n  E f : 3\n  'it''s': 4\n",
  "'A': 1\n\"B\": 2\n",
  "A:\n- 1\n- B: 2\n  C: 3\nD:\n  - 1\n",
  'A: text\n  that goes on\n  "with quotes\nB: 1\n',
  "A:\n  text below\n  its key\nB: 1\n",
  "A: 'quoted\n\n  over lines'\nB: \"x \\\n  y\"\nC:\n  D: 'a''b\n    c' # d\n",
  "A: |\n  text: x\n  - y\n\n\nB: >-\n\n  folded\n   more\n  text\n  # no comment\n# comment\nC: |2\n    x\n   y\nD: |+\n  keep\n\n\nE: |\nF: 1\n",
  "A:\n  B: |\n    x\n # less\n  C: 1\n",
  "A:\n  - |\n    x\n  - - >\n      y\n    - z\n  - B: |\n      c: d\n    E: 1\n",
  "A: {}\nB: []\nC: { D: 1, 'E': [1, \"]\", '}'] }\nF: [\n  1, # ]\n  2\n]\n",
  "A: {\n  B: 1,\n  C: { D: 2 }\n}\nE: 1\n",
  'A:\n  B: { C: 1,\n    # c }\n    D: a b\n      c, E: "f\n    g" }\n  H: 1\n',
  'A:\n  B: !If [C, !Ref D, { E: !Sub "x ${Y}" }]\n  F: !If\n    - C\n    - !GetAtt A.B\n    - G: 1\n  H: !Sub |\n    text\n  I: !Ref\n',
  "A: !Transform\n  Name: x\nB: !Ref C\n",
  "A:\n  Fn::Transform:\n    Name: x\nB:\n  Ref: C\nD:\n  Condition: E\nF:\n  Fn::ForEach::G: [x]\n",
  "A:\n  Fn::Transform:\n    Name: x\n  B: 1\n",
  "A: &a\n  B: 1\nC: *a\nD:\n  <<: *a\n  E: 1\n",
  "A:\n  B: &b 1\n  C: *b\n",
  "A:\n  B: '*'\n  C: a*b\n  D: a & b\n  E: [\"&x\"]\n",
  "? A\n: B\n",
  "{ A: 1, B: { C: 2 } }\n",
  '{\n  "A": { "B": 1 },\n  "C": [1]\n}\n',
  "  A:\n    B: 1\n  C: 2\n",
  "A:\n  B: http://x:80/y#z\n  C: a:b\n  D::E: 1\n  F: '# x' # y\n",
  "A:\n  B: 012\n  C: 0x1f\n  D: 1e3\n  E: .5\n  F: ~\n  G: null\n  H: True\n",
  "A:\n  C: -1\n  D: ?x\n  E: :x\n  F:\n    - -1\n    -\n    - ''\n",
  "A:\n  B: 1\n\t\nC: 2\n",
  "A: a\n\n  b\n\nB: 1\n",
  "A:\n  B: !Sub '{\n      \"x\": [1]\n  }'\n  C: {\n      D: [\n        1\n  ]}\n  E: 1\n",
  'A:\n  B:\n      "x": 1\n      \'y\': "z: {"\n',
  "%YAML 1.2\n---\nA:\n  B: 1\n",
  "A: 1\n# c\n...\n# d\n",
  "A:\n  B: >\n    x\n\n  \n  C: 1\n   \n",
  "A:\n  B: x   \n  C: 'y'\t# c\n",
];

export const AWKWARD_JSON: readonly string[] = [
  "{}",
  "[]",
  " 1 ",
  '\ufeff{"A": {"B": 1}}',
  '{"A":{"B":{"C":[1,"]",{"D":"}"}]},"E":null},"F":"x\\"y","G":[],"H":{}}',
  '{\r\n  "A": {\r\n    "B": "x"\r\n  }\r\n}\r\n',
  '{\n// c\n"A" /* { */ : { // x\n "B": 1 /* y */, "C": "// no" }\n}\n// end',
  '{"A\\u0042": {"C\\"": -1.5e3}, "D": true}',
  '{"A": {"Fn::Transform": {"Name": "x"}}, "B": {"Ref": "C"}, "D": {"Condition": "E"}}',
  '{"A": {"Ref": "B"}, "C": {"Fn::ForEach::D": []}}',
];
