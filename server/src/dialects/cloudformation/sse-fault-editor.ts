import type { Assumption } from "../../core/cases.js";
import { EditRefused } from "../../core/edit.js";
import type { Replica, SseFault, Table } from "../../core/model.js";
import { entryOf } from "../../core/node.js";
import { PlainCall, type Plain } from "../../core/plain.js";
import { bodyOf } from "./editable.js";
import type { EditSession } from "./edit-session.js";
import type { PropertyEditor } from "./property-editor.js";
import { KMS_ENABLED, SSE } from "./table-key-editor.js";
import { replicaMap, replicaMapsWith, replicaParameter } from "./table-replicas.js";
import type { ReadTemplate } from "./template.js";

type When = readonly Assumption[];

/** Mends what CloudFormation or DynamoDB would refuse in a table's encryption; see `Editor`. */
export class SseFaultEditor {
  constructor(
    private readonly read: ReadTemplate,
    private readonly session: EditSession,
    private readonly properties: PropertyEditor,
  ) {}

  complete(table: Table, fault: SseFault, when: When): void {
    const body = bodyOf(this.read, table);
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
        return this.session.write(this.properties.setAll(body, [...SSE], KMS_ENABLED, when));
      case "replica-without-key":
        return this.giveReplicaKey(table, fault, (replica) => {
          return new PlainCall("Ref", replicaParameter(this.session, table, replica));
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

  removeContradiction(table: Table, fault: SseFault, when: When): void {
    const body = bodyOf(this.read, table);
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
        const items = replicaMapsWith(body, "SSESpecification");
        return this.session.write(
          items.flatMap((item) => this.properties.remove(item, ["SSESpecification"], when)),
        );
      }
      default:
        throw new EditRefused("nothing contradicts the rest");
    }
  }

  private giveReplicaKey(table: Table, { at }: SseFault, keyFor: (replica: Replica) => Plain): void {
    const body = bodyOf(this.read, table);
    const replica = table.replicas.find((one) => one.at.from === at.from && one.at.origin === at.origin);
    if (replica === undefined) throw new EditRefused("the replica isn't written out");
    const entries = [["KMSMasterKeyId", keyFor(replica)]] as const;
    const item = replicaMap(body, replica.at);
    this.session.write(this.properties.setAll(item, ["SSESpecification"], entries, []));
  }
}
