import assert from "node:assert/strict";
import {
  analyse,
  openAssembly,
  openWorkspace,
  parseSettings,
  type Analysis,
} from "../../server/src/service.js";
import { TODAY } from "../support/linting.js";
import { hasShared, sharedFiles } from "../support/shared.js";

const FOLDER = "cdk-out";

/**
 * The key that encrypts each table construct of the synthesised apps, by construct path: of the
 * table, with `*` for any stack, and of the key. Null: a key is named that no assembly declares.
 */
const KEYS: readonly (readonly [table: string, key: string | null])[] = [
  ["*/AutoCmk", "*/AutoCmk/Key"],
  ["*/ExplicitCmk", "*/ExplicitKey"],
  ["*/ImplicitCmk", "*/SharedKey"],
  ["*/OwnAliasTable", "*/SharedKey"],
  ["*/L1Table", "*/SharedKey"],
  ["*/Mutated", "*/ExplicitKey"],
  ["TablesV1/Nested/NestedCmk", "TablesV1/SharedKey"],
  ["TablesV1Agnostic/Nested/NestedCmk", "TablesV1Agnostic/SharedKey"],
  ["*/KeyArnTable", null],
  ["*/AliasTable", null],
  ["*/LookupTable", null],
  ["ConsumerStack/CrossTable", "KeyStack/Cmk"],
  ["ConsumerStack/CrossTableV2", "KeyStack/Cmk"],
  ["ConsumerXRegion/CrossTable", "KeyStackUs/Cmk"],
  ["ConsumerXRegion/CrossTableV2", "KeyStackUs/Cmk"],
  ["Prod/Data/CrossTable", "Prod/Keys/Cmk"],
  ["Prod/Data/CrossTableV2", "Prod/Keys/Cmk"],
  ["TablesV2/Cmk", "TablesV2/TableKey"],
  ["TablesV2/CmkReplicas in eu-west-1", "TablesV2/TableKey"],
  ["TablesV2/CmkReplicas in us-east-1", null],
  ["TablesV2/CmkReplicas in us-east-2", null],
];

(hasShared(FOLDER) ? describe : describe.skip)("synthesised CDK apps, linked", function () {
  this.timeout(0);

  it("have the key of each table found where it is in reach, also in another stack or Region", async () => {
    const wrong: string[] = [];
    let found = 0;
    for (const folder of assemblies()) {
      for (const { name, verdicts, keys } of await tablesOf(folder)) {
        if (!verdicts.includes("customer-managed")) continue;
        const rule = KEYS.find(([table]) => matches(name, table));
        // What else the apps have is in test/corpus/cdk-out.test.ts, template by template.
        if (rule === undefined) continue;
        const stack = name.split("/")[0] ?? "";
        const expected = rule[1]?.replace("*", stack) ?? null;
        found += expected === null ? 0 : 1;
        if (keys.join() !== [expected].join()) wrong.push(`${folder} ${name}: ${keys.join()}`);
      }
    }
    assert.deepEqual(wrong, []);
    assert.ok(found > 40, `${found} keys are found`);
  });

  it("have a key in another Region than its table reported, and no key else", async () => {
    const reported = new Set<string>();
    for (const folder of assemblies()) {
      for (const analysis of await analysesOf(folder)) {
        for (const { rule, messageId, resource } of analysis.findings) {
          const construct = resource === null ? null : (analysis.madeBy(resource)?.construct ?? resource);
          if (rule === "valid-table-key") reported.add(`${messageId} ${construct ?? ""}`);
        }
      }
    }
    assert.deepEqual([...reported].filter((one) => one.startsWith("otherRegion")).sort(), [
      "otherRegion ConsumerXRegion/CrossTable/Resource",
      "otherRegion ConsumerXRegion/CrossTableV2/Resource",
    ]);
  });
});

interface LinkedTable {
  /** Its construct path, and the replica's Region behind it. */
  readonly name: string;
  readonly verdicts: readonly string[];
  /** Construct paths of the keys, one per case; null for a key that isn't declared. */
  readonly keys: readonly (string | null)[];
}

async function tablesOf(folder: string): Promise<readonly LinkedTable[]> {
  const analyses = await analysesOf(folder);
  const constructOf = (path: string, resource: string): string => {
    const analysis = analyses.find(({ source }) => source.path === path);
    return (analysis?.madeBy(resource)?.construct ?? resource).replace(/\/Resource$/, "");
  };
  return analyses.flatMap(({ source, tables }) =>
    tables.map(({ resource, replica, cases }) => ({
      name: `${constructOf(source.path, resource)}${replica === null ? "" : ` in ${replica}`}`,
      verdicts: cases.map(({ key }) => key),
      keys: cases.map(({ keyAt }) => (keyAt === null ? null : constructOf(keyAt.path, keyAt.resource))),
    })),
  );
}

async function analysesOf(folder: string): Promise<readonly Analysis[]> {
  const files = new Map(
    sharedFiles(FOLDER, (path) => path.startsWith(`${folder}/`)).map(({ path, text }) => [path, text]),
  );
  const { assembly, templates } = await openAssembly(folder, [], {
    read: (path) => Promise.resolve(files.get(path) ?? null),
    readSource: (path) => Promise.resolve(files.get(path) ?? null),
    exists: (path) => Promise.resolve(files.has(path)),
  });
  const workspace = openWorkspace();
  const { settings } = parseSettings({});
  for (const path of assembly.templates.keys()) workspace.put(path, files.get(path) ?? null);
  workspace.setGenerated(templates);
  workspace.deploy(settings, []);
  return [...assembly.templates.keys()].map((path) =>
    analyse({ path, text: files.get(path) ?? "" }, { settings, today: TODAY, workspace }),
  );
}

function assemblies(): readonly string[] {
  return sharedFiles(FOLDER, (path) => path.endsWith("/manifest.json") && !path.includes("/assembly-")).map(
    ({ path }) => path.slice(0, -"/manifest.json".length),
  );
}

function matches(name: string, table: string): boolean {
  const bare = table.includes(" in ") ? name : name.replace(/ in .*$/, "");
  return table.startsWith("*/") ? /^[^/]+\/(.*)$/.exec(bare)?.[1] === table.slice(2) : bare === table;
}
