import { EditRefused } from "../../../core/edit.js";
import type { Construct } from "./construct.js";
import type { Draft } from "./draft.js";
import { encryptGlobalTable } from "./global-table.js";
import { useName } from "./imports.js";
import { newKey } from "./new-key.js";
import { SAID, type Case } from "./offer.js";
import { encryptionOverrides, removeOverrides } from "./overrides.js";
import { propsOf, setArgumentProperty, valueOf } from "./properties.js";
import { overrideBehind } from "./raw-override.js";
import { arnToFillIn, braced, withKms } from "./specification.js";
import { quoted } from "./style.js";
import { memberName, type Node } from "./syntax.js";

/** Whether a construct makes a table with replicas. */
export function isGlobal({ cdk: { name } }: Construct): boolean {
  return name === "TableV2" || name === "TableV2MultiAccountReplica" || name === "CfnGlobalTable";
}

/** Gives a table a new customer managed key. Throws `EditRefused`. */
export function encryptWithKey(draft: Draft, one: Case): void {
  const { construct } = one;
  if (construct.cdk.name === "TableV2MultiAccountReplica") return encryptReplica(draft, one);
  const undone = clearOverrides(draft, one);
  switch (construct.cdk.name) {
    case "Table":
      return setEncryption(
        draft,
        one,
        undone,
        () => `${nameBeside(draft, construct, "TableEncryption")}.CUSTOMER_MANAGED`,
      );
    case "TableV2":
      return setEncryption(draft, one, undone, () => keyOfTableV2(draft, one));
    case "CfnTable":
      return setSpecification(draft, one, () => ({
        ...withKms(draft),
        kmsMasterKeyId: `${newKey(draft, construct)}.keyArn`,
      }));
    case "CfnGlobalTable":
      return encryptGlobalTable(draft, one);
    case "CfnSimpleTable": {
      const key = newKey(draft, construct);
      const kms = quoted("KMS", draft.style);
      return overrideBehind(draft, one, {
        SSEEnabled: "true",
        SSEType: kms,
        KMSMasterKeyId: `${key}.keyArn`,
      });
    }
  }
}

/** The CDK names the key and leaves out that there is encryption with one, so an override says it. */
function encryptReplica(draft: Draft, one: Case): void {
  const overrides = encryptionOverrides(one.sheet, one.construct, one.site);
  // The key first: the variable that the override may need goes right before the construct.
  setEncryption(draft, one, false, () => keyOfTableV2(draft, one));
  if (overrides.length > 0) return;
  overrideBehind(draft, one, { SSEEnabled: "true", SSEType: quoted("KMS", draft.style) });
}

/** Gives a table the AWS managed key. Throws `EditRefused`. */
export function encryptWithManagedKey(draft: Draft, one: Case): void {
  const undone = clearOverrides(draft, one);
  const { construct } = one;
  switch (construct.cdk.name) {
    case "Table":
      return setEncryption(
        draft,
        one,
        undone,
        () => `${nameBeside(draft, construct, "TableEncryption")}.AWS_MANAGED`,
      );
    case "TableV2":
    case "TableV2MultiAccountReplica":
      return setEncryption(
        draft,
        one,
        undone,
        () => `${nameBeside(draft, construct, "TableEncryptionV2")}.awsManagedKey()`,
      );
    case "CfnGlobalTable":
      return setSpecification(draft, one, () => withKms(draft));
    default:
      return setSpecification(draft, one, () => ({ sseEnabled: "true" }));
  }
}

/** Returns whether there were any. */
function clearOverrides(draft: Draft, { sheet, construct, site }: Case): boolean {
  const overrides = encryptionOverrides(sheet, construct, site);
  removeOverrides(draft, overrides);
  return overrides.length > 0;
}

/** @param undone an override went, so what the constructor says may be all that is needed. */
function setEncryption(draft: Draft, { construct }: Case, undone: boolean, write: () => string): void {
  const props = propsOf(construct);
  const now = valueOf(props, "encryption");
  const given = valueOf(props, "encryptionKey");
  if (isKeyed(now) || given !== undefined) {
    if (undone) return;
    throw new EditRefused(given === undefined ? SAID : "the table is given a key by `encryptionKey`");
  }
  const value = write();
  const said = now === undefined ? undefined : memberName(now.type === "CallExpression" ? now.callee : now);
  if (said !== undefined && said === lastName(value)) {
    if (undone) return;
    throw new EditRefused(SAID);
  }
  setArgumentProperty(draft, construct.args, 2, { encryption: value });
}

function keyOfTableV2(draft: Draft, { construct, site }: Case): string {
  const encryption = nameBeside(draft, construct, "TableEncryptionV2");
  const key = newKey(draft, construct);
  if (site.replicaRegions.length === 0) return `${encryption}.customerManagedKey(${key})`;
  const { padding } = draft.style;
  const arns = site.replicaRegions.map(
    (region) => `${quoted(region, draft.style)}: ${arnToFillIn(draft, region)}`,
  );
  return `${encryption}.customerManagedKey(${key}, {${padding}${arns.join(", ")}${padding}})`;
}

function setSpecification(
  draft: Draft,
  { construct }: Case,
  write: () => Readonly<Record<string, string>>,
): void {
  const now = valueOf(propsOf(construct), "sseSpecification");
  if (valueOf(now, "kmsMasterKeyId") !== undefined) throw new EditRefused("it names a key already");
  const properties = write();
  const enabled = valueOf(now, "sseEnabled");
  const same = enabled?.type === "BooleanLiteral" && enabled.value && !("kmsMasterKeyId" in properties);
  if (same) throw new EditRefused(SAID);
  setArgumentProperty(draft, construct.args, 2, { sseSpecification: braced(draft, properties) });
}

/** A name of the construct's own module. */
function nameBeside(draft: Draft, { cdk, binding, qualifier }: Construct, name: string): string {
  return useName(draft, { module: cdk.module, name }, binding, qualifier);
}

function isKeyed(encryption: Node | undefined): boolean {
  if (encryption === undefined) return false;
  const name = memberName(encryption.type === "CallExpression" ? encryption.callee : encryption);
  return name === "CUSTOMER_MANAGED" || name === "customerManagedKey";
}

function lastName(text: string): string | undefined {
  return /\.(\w+)(?:\(\))?$/.exec(text)?.[1];
}
