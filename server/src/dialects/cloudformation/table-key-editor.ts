import { compatible, keyOf, type Assumption, type Case } from "../../core/cases.js";
import { EditRefused, type KeyChoice, type Unwanted } from "../../core/edit.js";
import type { Encryption, Key, Replica, Table } from "../../core/model.js";
import { entryOf, valueOf, type MapNode } from "../../core/node.js";
import { PlainCall, type Plain } from "../../core/plain.js";
import { simpleTableGlobals } from "../sam.js";
import { bodyOf, refuseCycle } from "./editable.js";
import type { EditSession } from "./edit-session.js";
import type { PlacedEdit } from "./placed-edit.js";
import type { PropertyEditor } from "./property-editor.js";
import { replicaMap, replicaMapsWith, replicaParameter } from "./table-replicas.js";
import type { ReadTemplate } from "./template.js";

export const SSE = ["Properties", "SSESpecification"] as const;

type When = readonly Assumption[];
type Entries = readonly (readonly [string, Plain])[];

export const KMS_ENABLED: Entries = [
  ["SSEEnabled", true],
  ["SSEType", "KMS"],
];

const NO_VALUE = new PlainCall("Ref", "AWS::NoValue");

/** States which key encrypts a table; see `Editor`. */
export class TableKeyEditor {
  constructor(
    private readonly read: ReadTemplate,
    private readonly session: EditSession,
    private readonly properties: PropertyEditor,
  ) {}

  encryptWithKey(table: Table, choice: KeyChoice, when: When, unwanted: Unwanted): void {
    const body = bodyOf(this.read, table);
    if (!this.session.beginTable(table)) return;
    if (choice.kind === "declared") refuseCycle(this.read, table, choice.key);
    if (table.kind === "global-table") return this.encryptReplicas(table, body, choice);
    const entries = [...KMS_ENABLED, ["KMSMasterKeyId", this.keyValue(table, choice)]] as const;
    this.state(table, body, { entries, without: [] }, when, unwanted);
  }

  encryptWithManagedKey(table: Table, when: When, unwanted: Unwanted): void {
    const body = bodyOf(this.read, table);
    if (!this.session.beginTable(table)) return;
    if (table.kind === "global-table") this.takeKeysFromReplicas(table, body);
    // Beside an SSEEnabled with a condition, a new SSEType would stand in every branch. It goes without saying.
    const block = this.properties.mapAt(body, SSE, []);
    const conditional = valueOf(block, "SSEEnabled")?.kind === "call";
    const isShort = conditional && valueOf(block, "SSEType") === undefined && unwanted !== "all";
    const entries = isShort ? KMS_ENABLED.slice(0, 1) : KMS_ENABLED;
    this.state(table, body, { entries, without: ["KMSMasterKeyId"] }, when, unwanted);
  }

  encryptWithOwnedKey(table: Table, when: When, unwanted: Unwanted): void {
    const body = bodyOf(this.read, table);
    if (!this.session.beginTable(table)) return;
    if (table.kind === "global-table") this.takeKeysFromReplicas(table, body);
    const stated = { entries: [["SSEEnabled", false]], without: ["SSEType", "KMSMasterKeyId"] } as const;
    this.state(table, body, stated, when, unwanted);
  }

  replaceTableKey(table: Table, replica: Replica, key: Key, when: When): void {
    const body = bodyOf(this.read, table);
    refuseCycle(this.read, table, key);
    const value = new PlainCall("Fn::GetAtt", [key.logicalId, "Arn"]);
    if (table.kind !== "global-table") {
      this.session.write(this.properties.set(body, [...SSE, "KMSMasterKeyId"], value, when));
      return;
    }
    const item = replicaMap(body, replica.at);
    this.session.write(this.properties.set(item, ["SSESpecification", "KMSMasterKeyId"], value, when));
  }

  /**
   * States the table's own specification. Where every case is unwanted it is written without
   * conditions; otherwise only the branch of the case.
   */
  private state(table: Table, body: MapNode, stated: Stated, when: When, unwanted: Unwanted): void {
    const cases = table.replicas[0]?.encryption ?? [];
    const others = cases.filter((one) => !isReplaced(one, when, unwanted));
    const { entries, without } = this.withGlobals(table, body, stated);
    if (others.length === 0) {
      this.session.write(this.unconditional(body, { entries, without }));
      return;
    }
    this.session.askForCheck();
    this.refuseSharedProperties(
      body,
      entries,
      when,
      others.some((one) => compatible(one.when, when)),
    );
    const block = this.properties.mapAt(body, SSE, when);
    const whole = block === undefined ? undefined : this.rewritten(block, { entries, without });
    this.session.write(
      whole ?? [
        ...this.properties.setAll(body, SSE, entries, when),
        ...without.flatMap((name) => this.properties.remove(body, [...SSE, name], when)),
      ],
    );
  }

  /** What SAM merges in from `Globals` has to be taken back by the table itself. */
  private withGlobals(table: Table, body: MapNode, { entries, without }: Stated): Stated {
    if (table.kind !== "simple-table") return { entries, without };
    const own = valueOf(valueOf(body, "Properties"), "SSESpecification");
    const globals = simpleTableGlobals(this.read.declarations, own);
    const merged = without.filter((name) => valueOf(globals, name) !== undefined);
    return {
      entries: [...entries, ...merged.map((name) => [name, NO_VALUE] as const)],
      without: without.filter((name) => !merged.includes(name)),
    };
  }

  private unconditional(body: MapNode, { entries, without }: Stated): PlacedEdit[] {
    const properties = valueOf(body, "Properties");
    const block = valueOf(properties, "SSESpecification");
    if (properties?.kind === "map" && block?.kind === "call") {
      return this.properties.replaceWhole(properties, "SSESpecification", Object.fromEntries(entries));
    }
    if (block?.kind !== "map") return this.properties.setAll(body, SSE, entries, []);
    return (
      this.rewritten(block, { entries, without }) ?? [
        ...this.overwrite(block, entries),
        ...without.flatMap((name) => this.properties.remove(block, [name], [])),
      ]
    );
  }

  /** In brackets, two entries that stand side by side can't be taken out one by one: they share a comma. */
  private rewritten(block: MapNode, { entries, without }: Stated): PlacedEdit[] | undefined {
    const gone = block.entries.filter(({ key }) => without.includes(key));
    if (block.style !== "flow" || gone.length < 2) return undefined;
    const known = [...without, ...entries.map(([key]) => key)];
    if (block.entries.some((entry) => entry.merged || !known.includes(entry.key))) {
      throw new EditRefused("its SSESpecification holds more than can be taken over");
    }
    return this.properties.replaceMap(block, Object.fromEntries(entries));
  }

  /** Sets entries of a map whatever conditions their present values hold. */
  private overwrite(block: MapNode, entries: Entries): PlacedEdit[] {
    const conditional = entries.filter(([key]) => valueOf(block, key)?.kind === "call");
    const plain = entries.filter(([key]) => valueOf(block, key)?.kind !== "call");
    return [
      ...conditional.flatMap(([key, value]) => this.properties.replaceWhole(block, key, value)),
      ...this.properties.setAll(block, [], plain, []),
    ];
  }

  /** A property that must be added beside a conditional one would change the other cases, too. */
  private refuseSharedProperties(body: MapNode, entries: Entries, when: When, overlapping: boolean): void {
    const block = this.properties.mapAt(body, SSE, when);
    const shared = this.properties.mapAt(body, SSE, []);
    const missing = entries.some(([key]) => entryOf(block, key) === undefined);
    if (overlapping || (block !== undefined && block === shared && missing)) {
      throw new EditRefused(alsoChanged(when));
    }
  }

  private encryptReplicas(table: Table, body: MapNode, choice: KeyChoice): void {
    refuseConditionalReplicas(table);
    for (const replica of table.replicas) {
      if (!replica.local && hasOwnKey(replica)) continue;
      const item = replicaMap(body, replica.at);
      const key = replica.local
        ? this.keyValue(table, choice)
        : new PlainCall("Ref", replicaParameter(this.session, table, replica));
      this.session.write(this.properties.setAll(item, ["SSESpecification"], [["KMSMasterKeyId", key]], []));
    }
    // What stands deeper is written first: both may be inserted at the same place.
    this.session.write(this.unconditional(body, { entries: KMS_ENABLED, without: [] }));
  }

  /** All replicas use one type of key: those without a key of their own have that of the table. */
  private takeKeysFromReplicas(table: Table, body: MapNode): void {
    const items = replicaMapsWith(body, "SSESpecification");
    if (items.length > 0) refuseConditionalReplicas(table);
    for (const item of items) this.session.write(this.properties.remove(item, ["SSESpecification"], []));
  }

  private keyValue(table: Table, choice: KeyChoice): Plain {
    switch (choice.kind) {
      case "declared":
        return new PlainCall("Fn::GetAtt", [choice.key.logicalId, "Arn"]);
      case "import":
        return new PlainCall("Fn::ImportValue", choice.exportName);
      case "parameter":
        return new PlainCall(
          "Ref",
          this.session.parameter(choice.name ?? "TableKeyArn", "ARN of the KMS key for the tables"),
        );
      case "new":
        return new PlainCall("Fn::GetAtt", [this.session.newKey(table, choice.group ?? null), "Arn"]);
    }
  }
}

/** What a specification is to hold, and what it must not. */
interface Stated {
  readonly entries: Entries;
  readonly without: readonly string[];
}

/** Whether the case is one that is meant, or may be written over with it. */
function isReplaced(one: Case<Encryption>, when: When, unwanted: Unwanted): boolean {
  if (unwanted === "all") return true;
  if (unwanted === "none") return isSameCase(one.when, when);
  return unwanted.some((type) => type === one.value.verdict);
}

/** What a change of this case alone would change beside it, as a clause. */
function alsoChanged(when: When): string {
  const parameter = when.find(({ kind, byDefault }) => kind === "parameter" && byDefault !== true);
  return parameter === undefined || when.some(({ kind }) => kind === "condition")
    ? "other branches of its conditions would change, too"
    : `the table would change at other values of the parameter '${parameter.name}', too`;
}

function isSameCase(a: When, b: When): boolean {
  const keys = new Set(b.map(keyOf));
  return a.length === keys.size && a.every((one) => keys.has(keyOf(one)));
}

function refuseConditionalReplicas({ replicas }: Table): void {
  if (replicas.some(({ encryption }) => encryption.length !== 1)) {
    throw new EditRefused("its replicas depend on conditions");
  }
}

/** A key is named for it, be it that which one shows only when the template is deployed. */
function hasOwnKey({ encryption }: Replica): boolean {
  return encryption.every(
    ({ value: { verdict, key } }) =>
      verdict === "customer-managed" || (verdict === "undecided" && key?.kind === "unknown"),
  );
}
