import assert from "node:assert/strict";
import { declarationsOf } from "../../server/src/dialects/cloudformation/declarations.js";
import { placeInResource } from "../../server/src/dialects/cloudformation/property-path.js";
import { formatOf } from "../../server/src/formats/detect.js";

const TYPE = "AWS::DynamoDB::GlobalTable";
const RESOURCES = {
  Orders: {
    Type: TYPE,
    Properties: {
      SSESpecification: { "Fn::If": ["IsProd", { SSEEnabled: true }, { Ref: "AWS::NoValue" }] },
      Replicas: [{ Region: "eu-west-1" }, { Region: "us-east-1", SSESpecification: { KMSMasterKeyId: "a" } }],
    },
  },
  Odd: "text",
};
const TEMPLATE = JSON.stringify({ Resources: RESOURCES }, null, 2);

describe("a place in a resource", () => {
  const declarations = declarationsOf(formatOf("t.json", TEMPLATE).outline(TEMPLATE));
  const placeOf = (resource: string, text: string) => {
    const start = TEMPLATE.indexOf(text);
    assert.ok(start >= 0, text);
    return placeInResource(declarations, resource, { start, end: start + text.length });
  };

  it("is known by the keys and positions that lead there", () => {
    assert.deepEqual(placeOf("Orders", '"KMSMasterKeyId"'), {
      type: TYPE,
      path: ["Properties", "Replicas", "1", "SSESpecification", "KMSMasterKeyId"],
    });
    assert.deepEqual(placeOf("Orders", '"eu-west-1"')?.path, ["Properties", "Replicas", "0", "Region"]);
    assert.deepEqual(placeOf("Orders", `"${TYPE}"`)?.path, ["Type"]);
  });

  it("ends at an intrinsic function", () => {
    assert.deepEqual(placeOf("Orders", '"SSEEnabled": true')?.path, ["Properties", "SSESpecification"]);
  });

  it("is empty outside of the resource, and null where there is no such resource", () => {
    assert.deepEqual(placeOf("Odd", '"eu-west-1"'), { type: null, path: [] });
    assert.deepEqual(placeOf("Odd", '"text"'), { type: null, path: [] });
    assert.equal(placeOf("Nobody", '"text"'), null);
  });
});
