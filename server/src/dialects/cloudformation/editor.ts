import type { Assumption } from "../../core/cases.js";
import type {
  DecryptGrant,
  Editor,
  KeyChoice,
  PolicyChange,
  PolicyPath,
  TextEdit,
  Unwanted,
} from "../../core/edit.js";
import type {
  BackupVault,
  DaxCluster,
  Ignore,
  Key,
  Replica,
  Resource,
  SseFault,
  Stream,
  Table,
} from "../../core/model.js";
import { entryOf, textOf, valueOf } from "../../core/node.js";
import { PlainCall, type Plain } from "../../core/plain.js";
import type { WrittenPolicy } from "../../core/policy-value.js";
import type { AttachedPolicy, Principal } from "../../core/principal.js";
import { spanOf } from "../../core/span.js";
import type { Format } from "../../formats/format.js";
import { allowDecrypt, narrowToKeys } from "./decrypt-grants.js";
import { bodyOf, refuseCycle } from "./editable.js";
import { EditSession } from "./edit-session.js";
import { placed } from "./placed-edit.js";
import { changePolicy } from "./policy-editor.js";
import { PropertyEditor } from "./property-editor.js";
import { removeIgnore } from "./remove-ignore.js";
import { SseFaultEditor } from "./sse-fault-editor.js";
import { TableKeyEditor } from "./table-key-editor.js";
import type { ReadTemplate } from "./template.js";

type When = readonly Assumption[];

/** Writes intents into the text of one template; see `Editor`. */
export class TemplateEditor implements Editor {
  private readonly session: EditSession;
  private readonly properties: PropertyEditor;
  private readonly tableKeys: TableKeyEditor;
  private readonly sseFaults: SseFaultEditor;

  constructor(
    private readonly read: ReadTemplate,
    format: Format,
    text: string,
    newKeyPolicy: "account-through-dynamodb" | "iam",
    newKeys: ReadonlyMap<string, string> = new Map(),
  ) {
    this.session = new EditSession(read, format, text, newKeyPolicy, newKeys);
    this.properties = new PropertyEditor(format, text);
    this.tableKeys = new TableKeyEditor(read, this.session, this.properties);
    this.sseFaults = new SseFaultEditor(read, this.session, this.properties);
  }

  /** Everything written so far, in document order. */
  get edits(): readonly TextEdit[] {
    return this.session.edits;
  }

  /** Whether applying the edits may do more or less than was asked, so the result must be judged. */
  get needsCheck(): boolean {
    return this.session.needsCheck;
  }

  /** The new keys that fixes share, by their groups: `EditSession.newKeys`. */
  get newKeys(): ReadonlyMap<string, string> {
    return this.session.newKeys;
  }

  /** Runs a fix; where it is refused, nothing of it stays. Returns whether it was written. */
  attempt(fix: (editor: Editor) => void): boolean {
    return this.session.attempt(() => fix(this));
  }

  encryptWithKey(table: Table, choice: KeyChoice, when: When, unwanted: Unwanted): void {
    this.tableKeys.encryptWithKey(table, choice, when, unwanted);
  }

  encryptWithManagedKey(table: Table, when: When, unwanted: Unwanted = ["aws-owned"]): void {
    this.tableKeys.encryptWithManagedKey(table, when, unwanted);
  }

  encryptWithOwnedKey(table: Table, when: When, unwanted: Unwanted): void {
    this.tableKeys.encryptWithOwnedKey(table, when, unwanted);
  }

  replaceTableKey(table: Table, replica: Replica, key: Key, when: When): void {
    this.tableKeys.replaceTableKey(table, replica, key, when);
  }

  completeSse(table: Table, fault: SseFault, when: When): void {
    this.sseFaults.complete(table, fault, when);
  }

  encryptReplicaWithManagedKey(table: Table, fault: SseFault): void {
    this.sseFaults.encryptReplicaWithManagedKey(table, fault);
  }

  removeSseContradiction(table: Table, fault: SseFault, when: When): void {
    this.sseFaults.removeContradiction(table, fault, when);
  }

  enableRotation(key: Key): void {
    this.set(key, ["Properties", "EnableKeyRotation"], true);
  }

  setRotationPeriod(key: Key, days: number): void {
    this.set(key, ["Properties", "RotationPeriodInDays"], days);
  }

  removeRotationPeriod(key: Key): void {
    this.session.write(
      this.properties.remove(bodyOf(this.read, key), ["Properties", "RotationPeriodInDays"], []),
    );
  }

  retainKey(key: Key): void {
    const body = bodyOf(this.read, key);
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
      this.properties.remove(bodyOf(this.read, key), ["Properties", "BypassPolicyLockoutSafetyCheck"], []),
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
    refuseCycle(this.read, vault, key);
    this.set(vault, ["Properties", "EncryptionKeyArn"], new PlainCall("Fn::GetAtt", [key.logicalId, "Arn"]));
  }

  changePolicy(holder: Resource, policy: WrittenPolicy, changes: readonly PolicyChange[]): void {
    changePolicy(this.read, this.session, holder, policy, changes);
  }

  allowDecrypt(
    principal: Principal,
    key: Key,
    grant: DecryptGrant,
    when: When,
    importedAs: string | null = null,
  ): void {
    allowDecrypt(this.read, this.session, { principal, key, grant, when, importedAs });
  }

  narrowToKeys(policy: AttachedPolicy, resource: PolicyPath, keys: readonly Key[]): void {
    narrowToKeys(this.read, this.session, policy, resource, keys);
  }

  removeIgnore(ignore: Ignore): void {
    removeIgnore(this.read, this.session, ignore);
  }

  private set(resource: Resource, path: readonly string[], value: Plain): void {
    const body = bodyOf(this.read, resource);
    const holder = this.properties.mapAt(body, path.slice(0, -1), []);
    const last = path.at(-1) ?? "";
    this.session.write(
      holder === undefined
        ? this.properties.set(body, path, value, [])
        : this.properties.replaceWhole(holder, last, value),
    );
  }
}
