import { sameItems } from "../../core/cells.js";
import type {
  Alias,
  BackupVault,
  Context,
  DaxCluster,
  ImportableKey,
  Key,
  KeyUser,
  Stream,
  Table,
  Template,
} from "../../core/model.js";
import type { Assumption } from "../../core/cases.js";
import { textOf, valueOf, type Node } from "../../core/node.js";
import type { PolicyHolder, Principal } from "../../core/principal.js";
import { remember } from "../../core/remember.js";
import { simpleTableGlobals } from "../sam.js";
import { canHold } from "./can-hold.js";
import type { Declarations } from "./declarations.js";
import { keysAmong } from "./declared-keys.js";
import { readGlobalTable } from "./global-table.js";
import type { DeclaredKeys } from "./key-reference.js";
import { usersOf } from "./key.js";
import { readBackupVault, readDaxCluster, readStream } from "./other-resources.js";
import { readPolicyHolders, readPrincipals } from "./principals.js";
import type { ResourceSource } from "./resource.js";
import { namesAny, sourcesMatching } from "./resource-sources.js";
import type { Scope } from "./scope.js";
import { streamDestinations } from "./stream-destinations.js";
import { readTable } from "./table.js";

/** Types whose resources are read; the text of every other resource is only searched. */
export const MODELLED_TYPES =
  /AWS::(DynamoDB::|KMS::|DAX::Cluster|Kinesis::Stream|Backup::(LogicallyAirGapped)?BackupVault|Serverless::SimpleTable)/;

/** What a resource has to say for it to write out an IAM policy, itself or by a fragment. */
const POLICY_WORDS = /(?<!AssumeRole)Polic|Fn::Transform|AWS::Include/;

const TABLE_TYPES = ["AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable", "AWS::Serverless::SimpleTable"];
const VAULT_TYPES = ["AWS::Backup::BackupVault", "AWS::Backup::LogicallyAirGappedBackupVault"];
const KEY_PARAMETER = /(kms|cmk|encryption).*(key|arn|id)|key.?(arn|id)$/i;

/** The model of a template that goes on from one version of its text to the next. */
export type TemplateModel = Omit<Template, "dialect" | "ignores" | "problems"> & {
  /** The resources that were read, by logical id. */
  readonly sources: () => ReadonlyMap<string, ResourceSource>;
};

/** Everything is read when it is asked for, and again only after a change that it rests on. */
export function templateModel(scope: Scope): TemplateModel {
  return new LiveModel(scope);
}

class LiveModel implements TemplateModel {
  readonly sources: () => ReadonlyMap<string, ResourceSource>;
  readonly principals: () => readonly Principal[];
  readonly policyHolders: () => readonly PolicyHolder[];
  readonly tableIds: () => ReadonlySet<string>;
  private readonly all: () => readonly ResourceSource[];
  private readonly readings = new Map<string, WeakMap<object, () => unknown>>();
  private readonly declared: DeclaredKeys;
  private readonly lists: {
    readonly tables: () => readonly Table[];
    readonly keys: () => readonly Key[];
    readonly aliases: () => readonly Alias[];
    readonly daxClusters: () => readonly DaxCluster[];
    readonly streams: () => readonly Stream[];
    readonly backupVaults: () => readonly BackupVault[];
    readonly keyParameters: () => readonly string[];
  };
  private readonly under: () => ReadonlyMap<string, readonly Table[]>;
  private readonly underKey = new Map<string, () => readonly Table[]>();
  private readonly users = new Map<string, () => readonly KeyUser[]>();

  constructor(private readonly scope: Scope) {
    const { cells } = scope;
    this.all = cells.cell(() => sourcesMatching(scope, MODELLED_TYPES), sameItems);
    this.sources = cells.cell(() => new Map(this.all().map((source) => [source.logicalId, source])));
    this.declared = keysAmong(scope, this.all, (logicalId) => this.usersOf(logicalId));
    const ofType = <T>(
      types: readonly string[],
      read: (source: ResourceSource) => T,
    ): (() => readonly T[]) => {
      const sources = cells.cell(() => this.all().filter(({ type }) => types.includes(type)), sameItems);
      return cells.cell(
        () => sources().map((source) => this.once(source, "model", () => read(source))),
        sameItems,
      );
    };
    const streams = ofType(["AWS::Kinesis::Stream"], readStream);
    this.lists = {
      tables: ofType(TABLE_TYPES, (source) => ({
        ...readAnyTable(source, this.declared, scope.declarations),
        streamDestinations: streamDestinations(source, streams()),
      })),
      keys: cells.cell(() => [...this.declared.keys.values()], sameItems),
      aliases: cells.cell(() => [...this.declared.aliases.values()], sameItems),
      daxClusters: ofType(["AWS::DAX::Cluster"], readDaxCluster),
      streams,
      backupVaults: ofType(VAULT_TYPES, readBackupVault),
      keyParameters: cells.cell(() => keyParameters(scope.declarations), sameItems),
    };
    this.principals = cells.cell(() => readPrincipals(scope));
    this.policyHolders = cells.cell(() => (mayWritePolicies(scope) ? readPolicyHolders(scope) : []));
    this.tableIds = cells.cell(
      () => new Set(this.tables.map(({ logicalId }) => logicalId)),
      (a, b) => sameItems([...a], [...b]),
    );
    this.under = cells.cell(() => tablesByKey(this.tables));
  }

  get tables(): readonly Table[] {
    return this.lists.tables();
  }

  get keys(): readonly Key[] {
    return this.lists.keys();
  }

  get aliases(): readonly Alias[] {
    return this.lists.aliases();
  }

  get daxClusters(): readonly DaxCluster[] {
    return this.lists.daxClusters();
  }

  get streams(): readonly Stream[] {
    return this.lists.streams();
  }

  get backupVaults(): readonly BackupVault[] {
    return this.lists.backupVaults();
  }

  get keyParameters(): readonly string[] {
    return this.lists.keyParameters();
  }

  get context(): Context {
    return this.scope.settings;
  }

  readonly importableKeys = (): readonly ImportableKey[] => this.scope.surroundings.importableKeys();

  readonly canHold = (when: readonly Assumption[]): boolean => canHold(this.scope, when);

  readonly tablesUnder = (key: Key): readonly Table[] => {
    const id = idOf(key);
    return remember(this.underKey, id, () =>
      this.scope.cells.cell(() => this.under().get(id) ?? [], sameItems),
    )();
  };

  readonly once = <T>(piece: object, what: string, work: () => T): T =>
    this.worked(piece, this.readingsOf(what), work);

  readonly each = <P extends object, T>(
    pieces: readonly P[],
    what: string,
    work: (piece: P) => T,
  ): readonly T[] => {
    const known = this.readingsOf(what);
    return pieces.map((piece) => this.worked(piece, known, () => work(piece)));
  };

  private worked<T>(piece: object, known: WeakMap<object, () => unknown>, work: () => T): T {
    const cell = known.get(piece) ?? this.scope.cells.cell(work);
    known.set(piece, cell);
    return cell() as T;
  }

  private readingsOf(what: string): WeakMap<object, () => unknown> {
    return remember(this.readings, what, () => new WeakMap<object, () => unknown>());
  }

  private usersOf(logicalId: string): readonly KeyUser[] {
    return remember(this.users, logicalId, () =>
      this.scope.cells.cell(
        () => usersOf(this.scope, logicalId),
        (a, b) => JSON.stringify(a) === JSON.stringify(b),
      ),
    )();
  }
}

/** Most roles of most templates have no policy but the one that says who may take them on. */
function mayWritePolicies(scope: Scope): boolean {
  return scope.declarations.globals !== null || namesAny(scope, POLICY_WORDS);
}

function readAnyTable(
  source: ResourceSource,
  declared: DeclaredKeys,
  declarations: Declarations,
): Omit<Table, "streamDestinations"> {
  switch (source.type) {
    case "AWS::DynamoDB::GlobalTable":
      return readGlobalTable(source, declared);
    case "AWS::Serverless::SimpleTable":
      return readTable(source, "simple-table", declared, simpleTableGlobals(declarations, ownSse(source)));
    default:
      return readTable(source, "table", declared, undefined);
  }
}

function ownSse(source: ResourceSource): Node | undefined {
  return valueOf(valueOf(source.body, "Properties"), "SSESpecification");
}

/** The tables that each key encrypts or is to encrypt, directly or through an alias, in some case. */
function tablesByKey(tables: readonly Table[]): ReadonlyMap<string, readonly Table[]> {
  const byKey = new Map<string, Table[]>();
  for (const table of tables) {
    for (const id of remember(keyIds, table, () => keyIdsOf(table))) {
      remember(byKey, id, () => []).push(table);
    }
  }
  return byKey;
}

const keyIds = new WeakMap<Table, readonly string[]>();

function keyIdsOf({ replicas }: Table): readonly string[] {
  const named = replicas.flatMap(({ encryption }) =>
    encryption.flatMap(({ value: { key } }) =>
      key?.kind === "key" || key?.kind === "alias" ? (key.key ?? []) : [],
    ),
  );
  return [...new Set(named.map(idOf))];
}

function idOf({ logicalId, home }: Key): string {
  return `${home?.path ?? ""}\n${logicalId}`;
}

function keyParameters(declarations: Declarations): readonly string[] {
  return (
    [...declarations.sections.Parameters.values()]
      .filter((declared) => KEY_PARAMETER.test(declared.key))
      .filter((declared) => textOf(valueOf(declared.read().value, "Type")) === "String")
      // A default or a list of values has been chosen for some other use, or names no key at all.
      .filter((declared) => valueOf(declared.read().value, "Default") === undefined)
      .filter((declared) => valueOf(declared.read().value, "AllowedValues") === undefined)
      .map((declared) => declared.key)
  );
}
