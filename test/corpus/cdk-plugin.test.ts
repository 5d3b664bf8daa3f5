import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DynamoDbEncryptionPlugin } from "../../server/src/cdk-plugin/plugin.js";
import {
  analyse,
  openAssembly,
  openWorkspace,
  parseSettings,
  type GeneratedTemplate,
} from "../../server/src/service.js";
import { hasShared, sharedFiles, sharedFolder } from "../support/shared.js";

const FOLDER = "cdk-out";

const isThere = hasShared(FOLDER);

(isThere ? describe : describe.skip)("the plugin on assemblies of many CDK versions", () => {
  const folders = isThere
    ? sharedFiles(FOLDER, (path) => path.endsWith("manifest.json") && !path.includes("/assembly-"))
    : [];
  for (const { path } of folders) {
    const name = path.slice(0, -"/manifest.json".length);
    it(`finds in ${name} what is found in its templates, and has checked them all`, async () => {
      const templates = await templatesIn(join(sharedFolder(FOLDER), name));
      const stacks = templates.filter(({ parents }) => parents.length === 0);
      // Failing, as a report that passes would be printed.
      const { violations } = new DynamoDbEncryptionPlugin({ failOn: "info" }).validate({
        templatePaths: stacks.map((stack) => stack.path),
      });
      const places = violations.flatMap(({ ruleName, violatingResources }) =>
        violatingResources.map((at) => [at.templatePath, at.resourceLogicalId, ruleName].join(" ")),
      );
      assert.deepEqual(places.sort(), [...findingsIn(templates)].sort());
    });
  }

  it("finds a property for each table that has none of its own to point at", async () => {
    const templates = await templatesIn(join(sharedFolder(FOLDER), "cdk.out-default"));
    const plugin = new DynamoDbEncryptionPlugin({ failOn: "info" });
    const { violations } = plugin.validate({ templatePaths: templates.map(({ path }) => path) });
    const locations = violations.flatMap(({ violatingResources }) =>
      violatingResources.flatMap((at) => at.locations),
    );
    assert.ok(violations.length > 30);
    assert.equal(locations.length, violations.length);
    for (const location of locations) {
      assert.match(location, /^(Properties\.[A-Z]\w+(\.\w+)*|DeletionPolicy)$/);
    }
  });
});

async function templatesIn(folder: string): Promise<readonly GeneratedTemplate[]> {
  const read = (path: string): Promise<string | null> =>
    Promise.resolve(existsSync(path) ? readFileSync(path, "utf8") : null);
  const { templates } = await openAssembly(folder, [], {
    read,
    readSource: () => Promise.resolve(null),
    exists: () => Promise.resolve(false),
  });
  return templates;
}

function findingsIn(templates: readonly GeneratedTemplate[]): readonly string[] {
  const workspace = openWorkspace();
  const { settings } = parseSettings({});
  const sources = templates.map(({ path }) => ({ path, text: readFileSync(path, "utf8") }));
  for (const { path, text } of sources) workspace.put(path, text);
  workspace.setGenerated(templates);
  return sources.flatMap((source) =>
    analyse(source, { settings, today: new Date().toISOString().slice(0, 10), workspace }).findings.map(
      ({ resource, rule }) => [source.path, resource ?? "", rule].join(" "),
    ),
  );
}
