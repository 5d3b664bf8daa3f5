import type { Position, Range } from "vscode-languageserver";
import type { Settings } from "../core/settings.js";
import {
  basisOf,
  describeCase,
  monthlyInShort,
  monthlyRange,
  peerOf,
  plainPath,
  priceSource,
  takeInventory,
  type Access,
  type Estimate,
  type Inventory,
  type InventoryCase,
  type InventoryKey,
  type InventoryPrincipal,
  type InventoryTable,
  type PartFinding,
  type PrincipalUse,
  type Spot,
} from "../service.js";
import type { KeptTemplate } from "./kept-template.js";
import type { WholeWorkspaceState } from "./whole-workspace.js";

/** Plain data for a view of all tables and keys; docs/language-server.md says what is what. */
export interface InventoryAnswer {
  readonly summary: {
    readonly templates: number;
    readonly tables: number;
    readonly withoutCustomerManagedKey: number;
    readonly undecided: number;
    readonly findings: number;
    readonly problems: number;
    readonly skipped: number;
    readonly limit: number | null;
    readonly cost: CostAnswer | null;
  };
  readonly tables: readonly TableAnswer[];
  readonly keys: readonly KeyAnswer[];
}

/** In words, each for a month. */
interface CostAnswer {
  readonly monthly: string;
  readonly range: string;
  readonly assumptions: readonly string[];
}

interface PlaceAnswer {
  readonly uri: string;
  readonly range: Range;
}

interface TableAnswer {
  readonly id: string;
  readonly name: string;
  readonly file: string;
  readonly place: PlaceAnswer;
  readonly construct: string | null;
  readonly replicas: readonly {
    readonly region: string | null;
    readonly place: PlaceAnswer;
    readonly cases: readonly CaseAnswer[];
  }[];
  readonly readers: readonly ReaderAnswer[];
  readonly findings: number;
  /** What is set aside there: "require-customer-managed-key, for Checkov: public data". */
  readonly suppressed: readonly string[];
  readonly cost: CostAnswer | null;
}

interface CaseAnswer extends Pick<InventoryCase, "key" | "keyId" | "reason"> {
  readonly when: string;
}

type KeptOfKey = "id" | "construct" | "region" | "rotation" | "usable" | "retained";

interface KeyAnswer extends Pick<InventoryKey, KeptOfKey> {
  readonly name: string;
  readonly file: string | null;
  readonly place: PlaceAnswer | null;
  readonly findings: number;
  readonly suppressed: readonly string[];
  readonly cost: CostAnswer | null;
  readonly tables: number;
  readonly allowed: readonly string[];
  readonly blocked: readonly string[];
}

interface ReaderAnswer extends Pick<PrincipalUse, "verdict"> {
  readonly id: string;
  readonly name: string;
  readonly place: PlaceAnswer | null;
  readonly file: string | null;
  readonly access: "reads" | "writes" | "reads and writes";
  readonly reasons: readonly string[];
}

/** @param nameOf how a file is called to people, by its plain path. */
export function inventoryAnswer(
  { templates, skipped, limit }: WholeWorkspaceState<KeptTemplate>,
  settings: Settings,
  nameOf: (path: string) => string,
): InventoryAnswer {
  const inventory = takeInventory(
    templates.map(({ part }) => part),
    settings,
  );
  const answer = new Answer(inventory, settings, placesIn(templates), nameOf);
  return {
    summary: { ...countsOf(inventory), skipped, limit, cost: answer.costOf(inventory.costs.total) },
    tables: inventory.tables.map((table) => answer.table(table)),
    keys: inventory.keys.map((key) => answer.key(key)),
  };
}

type PlaceOf = (spot: Spot) => PlaceAnswer;

function placesIn(templates: readonly KeptTemplate[]): PlaceOf {
  const positions = new Map(templates.map(({ part, positions: known }) => [part.path, known]));
  return ({ path, span, line }) => {
    const atLine: Position = { line: line - 1, character: 0 };
    const positionOf = (offset: number): Position => positions.get(path)?.get(offset) ?? atLine;
    return { uri: path, range: { start: positionOf(span.start), end: positionOf(span.end) } };
  };
}

function countsOf({ templates, problems, tables, findings }: Inventory) {
  const typesOf = ({ replicas }: InventoryTable): ReadonlySet<string> =>
    new Set(replicas.flatMap(({ cases }) => cases.map(({ key }) => key)));
  const isWithout = (types: ReadonlySet<string>): boolean =>
    types.has("aws-owned") || types.has("aws-managed");
  const types = tables.map(typesOf);
  return {
    templates,
    problems,
    tables: tables.length,
    withoutCustomerManagedKey: types.filter(isWithout).length,
    undecided: types.filter((one) => !isWithout(one) && one.has("undecided")).length,
    findings: findings.filter(({ suppressed }) => suppressed === null).length,
  };
}

/** Puts things of an inventory into words and places. */
class Answer {
  private readonly principals: ReadonlyMap<string, InventoryPrincipal>;
  /** The uses of each table, by its id. */
  private readonly uses = new Map<
    string,
    { readonly by: InventoryPrincipal; readonly use: PrincipalUse }[]
  >();
  /** How many findings each resource has that aren't suppressed. */
  private readonly findings = new Map<string, number>();
  /** What of each resource is suppressed, in words. */
  private readonly suppressed = new Map<string, readonly string[]>();

  constructor(
    { principals, findings }: Inventory,
    private readonly settings: Settings,
    private readonly placeOf: PlaceOf,
    private readonly nameOf: (path: string) => string,
  ) {
    this.principals = new Map(principals.map((one) => [one.id, one]));
    for (const by of principals) {
      for (const use of by.uses) this.uses.set(use.table, [...(this.uses.get(use.table) ?? []), { by, use }]);
    }
    for (const finding of findings) {
      if (finding.resource === null) continue;
      const name = resourceName(finding.at.path, finding.resource);
      if (finding.suppressed === null) this.findings.set(name, (this.findings.get(name) ?? 0) + 1);
      else this.suppressed.set(name, [...(this.suppressed.get(name) ?? []), asideInWords(finding)]);
    }
  }

  costOf(estimate: Estimate | null): CostAnswer | null {
    if (estimate === null || !this.settings.cost.show) return null;
    const { prices } = basisOf(this.settings);
    return {
      monthly: monthlyInShort(estimate, prices),
      range: monthlyRange(estimate, prices),
      assumptions: [...estimate.assumptions, `${priceSource(prices)}.`],
    };
  }

  table({ id, resource, at, construct, replicas, cost }: InventoryTable): TableAnswer {
    return {
      id,
      name: resource,
      file: this.fileOf(at.path),
      place: this.placeOf(at),
      construct,
      replicas: replicas.map((replica) => ({
        region: replica.region,
        place: this.placeOf(replica.at),
        cases: replica.cases.map(({ when, key, keyId, reason }) => ({
          when: describeCase(when).trim(),
          key,
          keyId,
          reason: reason === null ? null : sentence(reason),
        })),
      })),
      readers: this.readersOf(id),
      findings: this.findings.get(resourceName(at.path, resource)) ?? 0,
      suppressed: this.suppressed.get(resourceName(at.path, resource)) ?? [],
      cost: this.costOf(cost),
    };
  }

  key({ resource, path, at, ...key }: InventoryKey): KeyAnswer {
    const { id, construct, region, rotation, usable, retained } = key;
    return {
      id,
      construct,
      name: resource,
      file: path === null ? null : this.fileOf(path),
      place: at === null ? null : this.placeOf(at),
      region,
      rotation,
      usable,
      retained,
      findings: path === null ? 0 : (this.findings.get(resourceName(path, resource)) ?? 0),
      suppressed: path === null ? [] : (this.suppressed.get(resourceName(path, resource)) ?? []),
      cost: this.costOf(key.cost),
      tables: key.tables.length,
      ...this.namesOf(key.access),
    };
  }

  private readersOf(table: string): readonly ReaderAnswer[] {
    const byPrincipal = new Map<InventoryPrincipal, PrincipalUse[]>();
    for (const { by, use } of this.uses.get(table) ?? []) {
      byPrincipal.set(by, [...(byPrincipal.get(by) ?? []), use]);
    }
    return [...byPrincipal].map(([{ id, name, at }, uses]) => ({
      id,
      name,
      place: at === null ? null : this.placeOf(at),
      file: at === null ? null : this.fileOf(at.path),
      access: accessIn(uses),
      verdict: verdictIn(uses),
      reasons: [...new Set(uses.flatMap(reasonOf))],
    }));
  }

  private namesOf({ allowed, blocked }: Access): Pick<KeyAnswer, "allowed" | "blocked"> {
    const names = (ids: readonly string[]): readonly string[] =>
      ids.flatMap((id) => this.principals.get(id)?.name ?? []);
    return { allowed: names(allowed), blocked: names(blocked) };
  }

  private fileOf(path: string): string {
    return this.nameOf(plainPath(path));
  }
}

/** "require-customer-managed-key, for Trivy, until 2027-06-30: holds feature flags". */
function asideInWords({ rule, suppressed }: PartFinding): string {
  const { by, until, reason } = suppressed ?? { by: "comment", until: null, reason: null };
  const tool = peerOf(by);
  const details = [
    rule,
    ...(tool === null ? [] : [`for ${tool.name}`]),
    ...(until === null ? [] : [`until ${until}`]),
  ];
  return `${details.join(", ")}${reason === null ? "" : `: ${reason}`}`;
}

function accessIn(uses: readonly PrincipalUse[]): ReaderAnswer["access"] {
  if (!uses.some(({ reads }) => reads)) return "writes";
  return uses.some(({ writes }) => writes) ? "reads and writes" : "reads";
}

/** As for all tables of a key: who may decrypt in one case is somebody to know of. */
function verdictIn(uses: readonly PrincipalUse[]): ReaderAnswer["verdict"] {
  const verdicts = (["allowed", "blocked-by-key"] as const).filter((one) =>
    uses.some(({ verdict }) => verdict === one),
  );
  return verdicts[0] ?? "undecided";
}

/** "When IsProd is true in eu-west-1: the policy of the key 'ShopKey' doesn't allow it kms:Decrypt." */
function reasonOf({ reason, replica, when }: PrincipalUse): readonly string[] {
  if (reason === null) return [];
  const where = `${describeCase(when)}${replica === null ? "" : ` in ${replica}`}`.trim();
  return [where === "" ? sentence(reason) : `${capitalised(where)}: ${reason}.`];
}

function sentence(clause: string): string {
  return `${capitalised(clause)}.`;
}

function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function resourceName(path: string, resource: string): string {
  return `${plainPath(path)} ${resource}`;
}
