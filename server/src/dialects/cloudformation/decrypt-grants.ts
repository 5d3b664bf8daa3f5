import type { Assumption } from "../../core/cases.js";
import { EditRefused, type DecryptGrant, type PolicyPath } from "../../core/edit.js";
import type { Key, Resource } from "../../core/model.js";
import { valueOf } from "../../core/node.js";
import { PlainCall, type Plain, type PlainMap } from "../../core/plain.js";
import type { AttachedPolicy, Principal } from "../../core/principal.js";
import { spanOf } from "../../core/span.js";
import { dependsOn } from "./dependencies.js";
import type { EditSession } from "./edit-session.js";
import { iamResources } from "./iam-resources.js";
import { placed } from "./placed-edit.js";
import { changePolicy } from "./policy-editor.js";
import { PropertyEditor } from "./property-editor.js";
import { arnOf, decryptStatement } from "./table-users.js";
import type { ReadTemplate } from "./template.js";

/** The name that a new policy of a role, user or group gets. */
const POLICY_NAME = "DecryptTableKey";

/** Who is to be allowed to decrypt with which key, and how. */
interface Decryption {
  readonly principal: Principal;
  readonly key: Key;
  readonly grant: DecryptGrant;
  readonly when: readonly Assumption[];
  /** The name that a key of another template is exported by. */
  readonly importedAs: string | null;
}

/** Lets somebody decrypt with a key; see `Editor.allowDecrypt`. @throws EditRefused */
export function allowDecrypt(read: ReadTemplate, session: EditSession, asked: Decryption): void {
  const { principal, key, grant, when, importedAs } = asked;
  const isOwn = key.home === null;
  if (!isOwn && importedAs === null) throw new EditRefused(`key '${key.logicalId}' is declared elsewhere`);
  const name = isOwn ? key.logicalId : `import ${importedAs}`;
  if (!session.beginGrant(principal.logicalId, name, when)) return;
  session.askForCheck();
  const arn = importedAs === null ? arnOf(key.logicalId) : new PlainCall("Fn::ImportValue", importedAs);
  switch (grant.kind) {
    case "statement": {
      const { holder, written } = grant.policy;
      if (isOwn) refuseCycle(read, key, holder);
      const value = decryptStatement(arn);
      return changePolicy(read, session, holder, written, [{ do: "append", path: ["Statement"], value }]);
    }
    case "policy":
      if (isOwn) refuseCycle(read, key, principal);
      return addPolicy(read, session, principal, newPolicy(principal, arn));
    case "policy-template":
      // It takes a key's id, and what others export is its ARN.
      if (!isOwn) return addPolicy(read, session, principal, newPolicy(principal, arn));
      refuseCycle(read, key, principal);
      return addPolicy(read, session, principal, {
        KMSDecryptPolicy: { KeyId: new PlainCall("Ref", key.logicalId) },
      });
    case "key-policy": {
      if (!isOwn) throw new EditRefused(`the policy of key '${key.logicalId}' is written elsewhere`);
      refuseCycle(read, principal, key);
      const value = namingStatement(principal);
      return changePolicy(read, session, key, grant.policy, [{ do: "append", path: ["Statement"], value }]);
    }
  }
}

/** Narrows a policy to keys of the template; see `Editor.narrowToKeys`. @throws EditRefused */
export function narrowToKeys(
  read: ReadTemplate,
  session: EditSession,
  { holder, written }: AttachedPolicy,
  resource: PolicyPath,
  keys: readonly Key[],
): void {
  for (const key of keys) refuseCycle(read, key, holder);
  const arns = keys.map(({ logicalId }) => new PlainCall("Fn::GetAtt", [logicalId, "Arn"]));
  const [only, ...more] = arns;
  if (only === undefined) throw new EditRefused("there is no key to narrow it to");
  const isItem = typeof resource.at(-1) === "number";
  if (!isItem || more.length === 0) {
    const value: Plain = more.length === 0 ? only : arns;
    return changePolicy(read, session, holder, written, [{ do: "replace", path: resource, value }]);
  }
  const list = resource.slice(0, -1);
  changePolicy(read, session, holder, written, [
    { do: "replace", path: resource, value: only },
    ...more.map((value) => ({ do: "append", path: list, value }) as const),
  ]);
}

function newPolicy({ kind }: Principal, arn: Plain): PlainMap {
  const document = { Version: "2012-10-17", Statement: [decryptStatement(arn)] };
  const isSam = kind === "function" || kind === "state-machine";
  return isSam ? document : { PolicyName: POLICY_NAME, PolicyDocument: document };
}

function namingStatement({ identity }: Principal): PlainMap {
  return {
    Sid: `Let ${identity} decrypt through DynamoDB`,
    Effect: "Allow",
    Principal: { AWS: new PlainCall("Fn::GetAtt", [identity, "Arn"]) },
    Action: "kms:Decrypt",
    Resource: "*",
    Condition: { StringLike: { "kms:ViaService": "dynamodb.*.amazonaws.com" } },
  };
}

/** Adds an item to the `Policies` of a role, user, group or function, which is made where there is none. */
function addPolicy(read: ReadTemplate, session: EditSession, principal: Principal, item: PlainMap): void {
  if (principal.locked !== null) throw new EditRefused(principal.locked);
  const source = iamResources(read.scope).sources.find(({ logicalId }) => logicalId === principal.logicalId);
  const body = source?.body;
  if (body?.kind !== "map") throw new EditRefused("the resource isn't a map");
  const policies = valueOf(valueOf(body, "Properties"), "Policies");
  if (policies === undefined) {
    session.beginList(principal.logicalId);
    const properties = new PropertyEditor(session.format, session.text);
    return session.write(properties.set(body, ["Properties", "Policies"], [item], []));
  }
  if (policies.kind !== "list") throw new EditRefused("Policies isn't a list");
  session.write(placed(session.format.append(session.text, policies, item), spanOf(policies).start));
}

/** CloudFormation refuses a template in which a resource needs itself. */
function refuseCycle(read: ReadTemplate, needed: Resource, by: Resource): void {
  if (dependsOn(read.declarations, needed.logicalId, by.logicalId)) {
    throw new EditRefused(`'${needed.logicalId}' itself needs '${by.logicalId}'`);
  }
}
