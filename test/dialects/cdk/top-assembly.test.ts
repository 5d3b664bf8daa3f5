import assert from "node:assert/strict";
import { topAssembly } from "../../../server/src/dialects/cdk/top-assembly.js";

const stage = (directoryName: string): string =>
  JSON.stringify({ artifacts: { stage: { type: "cdk:cloud-assembly", properties: { directoryName } } } });

describe("the assembly of a whole app", () => {
  const top = (folder: string, files: Readonly<Record<string, string>>): string =>
    topAssembly(folder, (path) => files[path] ?? null);

  it("is found from one of its stages, at any depth", () => {
    const files = {
      "/app/cdk.out/manifest.json": stage("assembly-Prod"),
      "/app/cdk.out/assembly-Prod/manifest.json": stage("assembly-Prod-Inner"),
    };
    assert.equal(top("/app/cdk.out/assembly-Prod/assembly-Prod-Inner", files), "/app/cdk.out");
    assert.equal(top("/app/cdk.out/assembly-Prod", files), "/app/cdk.out");
    assert.equal(top("/app/cdk.out", files), "/app/cdk.out");
  });

  it("is the folder itself where the one above belongs to something else", () => {
    assert.equal(top("/app/cdk.out", { "/app/manifest.json": '{ "name": "web app" }' }), "/app/cdk.out");
    assert.equal(top("/app/other", { "/app/manifest.json": stage("assembly-Prod") }), "/app/other");
    assert.equal(top("/app/cdk.out", { "/app/manifest.json": "{" }), "/app/cdk.out");
    assert.equal(top("cdk.out", {}), "cdk.out");
    assert.equal(top("/cdk.out", {}), "/cdk.out");
  });
});
