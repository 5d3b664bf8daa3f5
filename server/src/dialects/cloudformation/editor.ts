import { compatible, type Assumption } from "../../core/cases.js";
import {
  EditRefused,
  type DecryptGrant,
  type Editor,
  type KeyChoice,
  type PolicyChange,
  type PolicyPath,
  type TextEdit,
} from "../../core/edit.js";
import type {
  BackupVault,
  DaxCluster,
  Ignore,
  Key,
  KeyType,
  Replica,
  Resource,
  SseFault,
  Stream,
  Table,
} from "../../core/model.js";
import { entryOf, textOf, valueOf, walk, type MapNode, type Node } from "../../core/node.js";
import { PlainCall, type Plain } from "../../core/plain.js";
import type { WrittenPolicy } from "../../core/policy-value.js";
import type { AttachedPolicy, Principal } from "../../core/principal.js";
import { spanOf, type Place } from "../../core/span.js";
import { nameOfText } from "../../core/text.js";
import type { Format } from "../../formats/format.js";
import { allowDecrypt, narrowToKeys } from "./decrypt-grants.js";
import { dependsOn } from "./dependencies.js";
import { EditSession } from "./edit-session.js";
import { placed, type PlacedEdit } from "./placed-edit.js";
import { changePolicy } from "./policy-editor.js";
import { PropertyEditor } from "./property-editor.js";
import { removeIgnore } from "./remove-ignore.js";
import type { ReadTemplate } from "./template.js";

const SSE = ["Properties", "SSESpecification"] as const;

type When = readonly Assumption[];

/** Writes intents into the text of one template; see `Editor`. */
export class TemplateEditor implements Editor {
  private readonly session: EditSession;
  private readonly properties: PropertyEditor;

  constructor(
    private readonly read: ReadTemplate,
    format: Format,
    text: string,
    newKeyPolicy: "account-through-dynamodb" | "iam",
  ) {
    this.session = new EditSession(read, format, text, newKeyPolicy);
    this.properties = new PropertyEditor(format, text);
  }

  /** Everything written so far, in document order. */
  get edits(): readonly TextEdit[] {
    return this.session.edits;
  }

  /** Whether applying the edits may do more or less than was asked, so the result must be judged. */
  get needsCheck(): boolean {
    return this.session.needsCheck;
  }

  /** Runs a fix; where it is refused, nothing of it stays. Returns whether it was written. */
  attempt(fix: (editor: Editor) => void): boolean {
    return this.session.attempt(() => fix(this));
  }

  encryptWithKey(table: Table, choice: KeyChoice, when: When, unwanted: readonly KeyType[]): void {
    const body = this.bodyOf(table);
    if (!this.session.beginTable(table)) return;
    if (choice.kind === "declared") this.refuseCycle(table, choice.key);
    if (table.kind === "global-table") return this.encryptGlobal(table, body, choice);
    const entries = [...ENABLED, ["KMSMasterKeyId", this.keyValue(table, choice)]] as const;
    this.stateSse(table, body, entries, when, unwanted);
  }

  encryptWithManagedKey(table: Table, when: When): void {
    const body = this.bodyOf(table);
    if (!this.session.beginTable(table)) return;
    // Beside an SSEEnabled with a condition, a new SSEType would stand in every branch. It goes without saying.
    const block = this.properties.mapAt(body, SSE, []);
    const conditional = valueOf(block, "SSEEnabled")?.kind === "call";
    const entries = conditional && valueOf(block, "SSEType") === undefined ? ENABLED.slice(0, 1) : ENABLED;
    this.stateSse(table, body, entries, when, ["aws-owned"]);
  }

  replaceTableKey(table: Table, replica: Replica, key: Key, when: When): void {
    const body = this.bodyOf(table);
    this.refuseCycle(table, key);
    const value = new PlainCall("Fn::GetAtt", [key.logicalId, "Arn"]);
    if (table.kind !== "global-table") {
      this.session.write(this.properties.set(body, [...SSE, "KMSMasterKeyId"], value, when));
      return;
    }
    const item = this.itemAt(body, replica.at);
    this.session.write(this.properties.set(item, ["SSESpecification", "KMSMasterKeyId"], value, when));
  }

  completeSse(table: Table, fault: SseFault, when: When): void {
    const body = this.bodyOf(table);
    this.session.askForCheck();
    switch (fault.kind) {
      case "missing-enabled":
      case "not-a-boolean":
        return this.session.write(this.properties.set(body, [...SSE, "SSEEnabled"], true, when));
      case "empty-block":
        return this.session.write(this.properties.setAll(body, [...SSE], [["SSEEnabled", true]], when));
      case "key-without-type":
      case "key-without-type-global":
      case "unsupported-type":
        return this.session.write(this.properties.set(body, [...SSE, "SSEType"], "KMS", when));
      case "key-while-disabled":
      case "type-while-disabled":
      case "replica-key-without-sse":
        return this.session.write(this.properties.setAll(body, [...SSE], ENABLED, when));
      case "replica-without-key":
        return this.giveReplicaKey(table, fault, (replica) => {
          return new PlainCall("Ref", this.replicaParameter(table, replica));
        });
      case "not-a-map":
      case "key-at-top-level":
      case "mixed-key-types":
        throw new EditRefused("nothing is missing");
    }
  }

  encryptReplicaWithManagedKey(table: Table, fault: SseFault): void {
    this.session.askForCheck();
    this.giveReplicaKey(table, fault, () => "alias/aws/dynamodb");
  }

  removeSseContradiction(table: Table, fault: SseFault, when: When): void {
    const body = this.bodyOf(table);
    this.session.askForCheck();
    switch (fault.kind) {
      case "key-while-disabled":
      case "type-while-disabled": {
        const present = ["SSEType", "KMSMasterKeyId"].filter(
          (name) => entryOf(this.properties.mapAt(body, SSE, when), name) !== undefined,
        );
        return this.session.write(
          present.flatMap((name) => this.properties.remove(body, [...SSE, name], when)),
        );
      }
      case "key-at-top-level":
        return this.session.write(this.properties.remove(body, [...SSE, "KMSMasterKeyId"], when));
      case "replica-key-without-sse": {
        const items = this.itemsWith(body, "SSESpecification");
        return this.session.write(
          items.flatMap((item) => this.properties.remove(item, ["SSESpecification"], when)),
        );
      }
      default:
        throw new EditRefused("nothing contradicts the rest");
    }
  }

  enableRotation(key: Key): void {
    this.set(key, ["Properties", "EnableKeyRotation"], true);
  }

  setRotationPeriod(key: Key, days: number): void {
    this.set(key, ["Properties", "RotationPeriodInDays"], days);
  }

  removeRotationPeriod(key: Key): void {
    this.session.write(this.properties.remove(this.bodyOf(key), ["Properties", "RotationPeriodInDays"], []));
  }

  retainKey(key: Key): void {
    const body = this.bodyOf(key);
    const policies = ["DeletionPolicy", "UpdateReplacePolicy"] as const;
    const present = policies.filter((name) => entryOf(body, name) !== undefined);
    const missing = policies.filter((name) => entryOf(body, name) === undefined);
    for (const name of present) {
      const policy = textOf(valueOf(body, name));
      if (policy === "Retain" || (name === "DeletionPolicy" && policy === "RetainExceptOnCreate")) continue;
      this.session.write(this.properties.replaceWhole(body, name, "Retain"));
    }
    if (missing.length === 0) return;
    const after = entryOf(body, present[0] ?? "Type") ?? "end";
    const entries = missing.map((name) => [name, "Retain"] as const);
    const edits = this.session.format.insert(this.session.text, body, entries, after);
    this.session.write(placed(edits, spanOf(body).start));
  }

  setDeletionWindow(key: Key, days: number): void {
    this.set(key, ["Properties", "PendingWindowInDays"], days);
  }

  keepLockoutCheck(key: Key): void {
    this.session.write(
      this.properties.remove(this.bodyOf(key), ["Properties", "BypassPolicyLockoutSafetyCheck"], []),
    );
  }

  encryptCluster(cluster: DaxCluster): void {
    this.set(cluster, ["Properties", "SSESpecification", "SSEEnabled"], true);
  }

  encryptClusterEndpoint(cluster: DaxCluster): void {
    this.set(cluster, ["Properties", "ClusterEndpointEncryptionType"], "TLS");
  }

  encryptStream(stream: Stream): void {
    const value = { EncryptionType: "KMS", KeyId: "alias/aws/kinesis" };
    this.set(stream, ["Properties", "StreamEncryption"], value);
  }

  encryptVault(vault: BackupVault, key: Key): void {
    this.refuseCycle(vault, key);
    this.set(vault, ["Properties", "EncryptionKeyArn"], new PlainCall("Fn::GetAtt", [key.logicalId, "Arn"]));
  }

  changePolicy(holder: Resource, policy: WrittenPolicy, changes: readonly PolicyChange[]): void {
    changePolicy(this.read, this.session, holder, policy, changes);
  }

  allowDecrypt(principal: Principal, key: Key, grant: DecryptGrant, when: When): void {
    allowDecrypt(this.read, this.session, principal, key, grant, when);
  }

  narrowToKeys(policy: AttachedPolicy, resource: PolicyPath, keys: readonly Key[]): void {
    narrowToKeys(this.read, this.session, policy, resource, keys);
  }

  removeIgnore(ignore: Ignore): void {
    removeIgnore(this.read, this.session, ignore);
  }

  private set(resource: Resource, path: readonly string[], value: Plain): void {
    const body = this.bodyOf(resource);
    const holder = this.properties.mapAt(body, path.slice(0, -1), []);
    const last = path.at(-1) ?? "";
    this.session.write(
      holder === undefined
        ? this.properties.set(body, path, value, [])
        : this.properties.replaceWhole(holder, last, value),
    );
  }

  /**
   * States encryption for a table that isn't global. Where every case has an unwanted type of key
   * the whole specification is written without conditions; otherwise only the branch of the case.
   */
  private stateSse(
    table: Table,
    body: MapNode,
    entries: readonly (readonly [string, Plain])[],
    when: When,
    unwanted: readonly string[],
  ): void {
    const cases = table.replicas[0]?.encryption ?? [];
    const others = cases.filter((one) => !unwanted.includes(one.value.verdict));
    if (others.length === 0) {
      this.session.write(this.unconditional(body, entries));
      return;
    }
    this.session.askForCheck();
    this.refuseSharedProperties(
      body,
      entries,
      when,
      others.some((one) => compatible(one.when, when)),
    );
    this.session.write(this.properties.setAll(body, SSE, entries, when));
  }

  private unconditional(body: MapNode, entries: readonly (readonly [string, Plain])[]): PlacedEdit[] {
    const properties = valueOf(body, "Properties");
    const block = valueOf(properties, "SSESpecification");
    if (properties?.kind !== "map" || block?.kind !== "call") {
      const edits = block?.kind === "map" ? this.overwrite(block, entries) : undefined;
      return edits ?? this.properties.setAll(body, SSE, entries, []);
    }
    return this.properties.replaceWhole(properties, "SSESpecification", Object.fromEntries(entries));
  }

  /** Sets entries of a map whatever conditions their present values hold. */
  private overwrite(block: MapNode, entries: readonly (readonly [string, Plain])[]): PlacedEdit[] {
    const conditional = entries.filter(([key]) => valueOf(block, key)?.kind === "call");
    const plain = entries.filter(([key]) => valueOf(block, key)?.kind !== "call");
    return [
      ...conditional.flatMap(([key, value]) => this.properties.replaceWhole(block, key, value)),
      ...this.properties.setAll(block, [], plain, []),
    ];
  }

  /** A property that must be added beside a conditional one would change the other cases, too. */
  private refuseSharedProperties(
    body: MapNode,
    entries: readonly (readonly [string, Plain])[],
    when: When,
    overlapping: boolean,
  ): void {
    const block = this.properties.mapAt(body, SSE, when);
    const shared = this.properties.mapAt(body, SSE, []);
    const missing = entries.some(([key]) => entryOf(block, key) === undefined);
    if (overlapping || (block !== undefined && block === shared && missing)) {
      throw new EditRefused("other branches of its conditions would change, too");
    }
  }

  private encryptGlobal(table: Table, body: MapNode, choice: KeyChoice): void {
    const conditional = table.replicas.some((replica) => replica.encryption.length !== 1);
    if (conditional) throw new EditRefused("its replicas depend on conditions");
    for (const replica of table.replicas) {
      const item = this.itemAt(body, replica.at);
      const key = replica.local
        ? this.keyValue(table, choice)
        : new PlainCall("Ref", this.replicaParameter(table, replica));
      this.session.write(this.properties.setAll(item, ["SSESpecification"], [["KMSMasterKeyId", key]], []));
    }
    // What stands deeper is written first: both may be inserted at the same place.
    this.session.write(this.unconditional(body, ENABLED));
  }

  private giveReplicaKey(table: Table, { at }: SseFault, keyFor: (replica: Replica) => Plain): void {
    const body = this.bodyOf(table);
    const replica = table.replicas.find((one) => one.at.from === at.from && one.at.origin === at.origin);
    if (replica === undefined) throw new EditRefused("the replica isn't written out");
    const entries = [["KMSMasterKeyId", keyFor(replica)]] as const;
    const item = this.itemAt(body, replica.at);
    this.session.write(this.properties.setAll(item, ["SSESpecification"], entries, []));
  }

  private replicaParameter(table: Table, replica: Replica): string {
    const region = replica.region === null ? "" : nameOfText(replica.region);
    const words = region.split(/[^A-Za-z0-9]+/).map((word) => word.charAt(0).toUpperCase() + word.slice(1));
    const name = `${table.logicalId}KeyArn${words.join("")}`;
    return this.session.parameter(
      name,
      `ARN of the KMS key in ${region} for the replica of ${table.logicalId} there`,
    );
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
          choice.name ?? this.session.parameter("TableKeyArn", "ARN of the KMS key for the tables"),
        );
      case "new":
        return new PlainCall("Fn::GetAtt", [this.session.newKey(table), "Arn"]);
    }
  }

  private bodyOf(resource: Resource): MapNode {
    if (resource.locked !== null) throw new EditRefused(resource.locked);
    const body = this.read.sources.get(resource.logicalId)?.body;
    if (body?.kind !== "map") throw new EditRefused("the resource isn't a map");
    return body;
  }

  /** The map that stands at a place below a resource's body. */
  private itemAt(body: MapNode, at: Place): MapNode {
    let found: Node | undefined;
    walk(body, (node) => {
      if (node.kind === "map" && node.from === at.from && node.to === at.to) found ??= node;
    });
    if (found?.kind !== "map") throw new EditRefused("the replica isn't written out");
    return found;
  }

  private itemsWith(body: MapNode, key: string): readonly MapNode[] {
    const items: MapNode[] = [];
    const replicas = valueOf(valueOf(body, "Properties"), "Replicas");
    if (replicas !== undefined) {
      walk(replicas, (node) => {
        if (node.kind === "map" && entryOf(node, key) !== undefined) items.push(node);
      });
    }
    return items;
  }

  private refuseCycle(resource: Resource, key: Key): void {
    if (dependsOn(this.read.declarations, key.logicalId, resource.logicalId)) {
      throw new EditRefused(`key '${key.logicalId}' itself needs '${resource.logicalId}'`);
    }
  }
}

const ENABLED: readonly (readonly [string, Plain])[] = [
  ["SSEEnabled", true],
  ["SSEType", "KMS"],
];
