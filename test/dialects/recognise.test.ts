import assert from "node:assert/strict";
import fc from "fast-check";
import {
  couldBeTemplate,
  mayBeTemplate,
  mayMatter,
  namesModelledType,
} from "../../server/src/dialects/cloudformation/recognise.js";

const WORDS = [
  "AWSTemplateFormatVersion",
  "Resources",
  "resources",
  "provider",
  "service",
  "Type: AWS::DynamoDB::Table",
  '"Type":"Custom::Thing"',
  "Type: Acme::Data::Store::",
  "AWS::KMS::Key",
  "AWS::",
  ":",
  "\n  ",
  "Grüße",
];

describe("a look at the bytes of a file", () => {
  const matters = (text: string): boolean => {
    const bytes = Buffer.from(text);
    return mayMatter((word) => bytes.includes(word));
  };

  for (const [text, expected] of [
    ["Resources:\n  T:\n    Type: AWS::DynamoDB::Table\n", true],
    ['{"Resources":{"T":{"Type":"AWS::SQS::Queue"', true],
    ["AWSTemplateFormatVersion: 2010-09-09\n", true],
    ["Resources:\n  T: { Type: Custom::Thing }\n", true],
    ["service: shop\nprovider:\n  name: aws\nresources: {}\n", true],
    ["kind: Deployment\nspec:\n  resources:\n    limits: {}\n", false],
    ['{"Resources":["a","b"]}', false],
    ["", false],
  ] as const) {
    it(`says ${expected ? "that it may matter" : "no"}: ${JSON.stringify(text)}`, () => {
      assert.equal(matters(text), expected);
    });
  }

  it("never says no to what would be read as a template, or names a type we model", () => {
    const texts = fc.array(fc.constantFrom(...WORDS), { maxLength: 12 }).map((words) => words.join(""));
    fc.assert(
      fc.property(texts, (text) => {
        const holds = (word: string): boolean => text.includes(word);
        const isRead = (mayBeTemplate(text) && couldBeTemplate(text)) || namesModelledType(holds);
        assert.ok(!isRead || matters(text));
      }),
      { seed: 7, numRuns: 2000 },
    );
  });
});
