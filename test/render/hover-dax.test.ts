import assert from "node:assert/strict";
import { hoverOn } from "../support/hovers.js";
import { template } from "./templates.js";

const cluster = (properties: string): string =>
  template(`  Cache: { Type: AWS::DAX::Cluster, Properties: ${properties} }`);

describe("the hover on a DAX cluster", () => {
  for (const [properties, atRest, inTransit] of [
    ["{}", "**not encrypted**", "**not encrypted**"],
    [
      "{ SSESpecification: { SSEEnabled: true }, ClusterEndpointEncryptionType: TLS }",
      "**encrypted**",
      "**TLS**",
    ],
    [
      "{ SSESpecification: { SSEEnabled: !If [IsProd, true, false] }, ClusterEndpointEncryptionType: NONE }",
      "**encrypted** when IsProd is true; **not encrypted** when IsProd is false",
      "**not encrypted** (`NONE`)",
    ],
  ] as const) {
    it(`says what is encrypted, and that changing it replaces the cluster: ${properties}`, () => {
      const paragraphs = hoverOn(cluster(properties), "AWS::DAX::Cluster").split("\n\n");
      assert.equal(paragraphs[0], `**Cache**, data at rest: ${atRest}.`);
      assert.equal(paragraphs[1], `**Cache**, traffic to the cluster: ${inTransit}.`);
      assert.match(paragraphs[2] ?? "", /takes over nothing from its tables.*a change replaces the cluster/);
    });
  }

  it("keeps to the property the cursor is on", () => {
    const text = cluster("{ SSESpecification: { SSEEnabled: true }, ClusterEndpointEncryptionType: TLS }");
    assert.doesNotMatch(hoverOn(text, "SSEEnabled"), /traffic/);
    assert.doesNotMatch(hoverOn(text, "ClusterEndpoint"), /at rest/);
  });
});
