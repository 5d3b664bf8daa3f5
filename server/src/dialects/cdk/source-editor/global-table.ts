import { EditRefused } from "../../../core/edit.js";
import type { Draft } from "./draft.js";
import { arnToFillIn, braced, withKms } from "./specification.js";
import { newKey } from "./new-key.js";
import type { Case } from "./offer.js";
import { propsOf, setArgumentProperty, setProperty, valueOf } from "./properties.js";
import { bare, literalString, memberName, type babel, type Node } from "./syntax.js";

/** Gives each replica of a `CfnGlobalTable` a key: a new one here, elsewhere one to be filled in. */
export function encryptGlobalTable(draft: Draft, one: Case): void {
  const { construct, site } = one;
  const replicas = replicasOf(propsOf(construct));
  if (
    replicas.some((replica) => valueOf(valueOf(replica, "sseSpecification"), "kmsMasterKeyId") !== undefined)
  )
    throw new EditRefused("its replicas name keys already");
  setArgumentProperty(draft, construct.args, 2, { sseSpecification: braced(draft, withKms(draft)) });
  const locals = replicas.filter((replica) => isLocal(replica, replicas.length, site.stack.region));
  if (locals.length > 1) throw new EditRefused("which replica is the one of the stack can't be told");
  for (const replica of replicas) {
    const key = locals.includes(replica)
      ? `${newKey(draft, construct)}.keyArn`
      : arnToFillIn(draft, regionOf(replica));
    setProperty(draft, replica, "sseSpecification", braced(draft, { kmsMasterKeyId: key }));
  }
}

function replicasOf(props: Node | undefined): readonly babel.ObjectExpression[] {
  const list = valueOf(props, "replicas");
  if (list?.type !== "ArrayExpression") throw new EditRefused("its replicas aren't listed where it is made");
  return list.elements.map((one) => {
    const replica = one === null ? null : bare(one);
    if (replica?.type !== "ObjectExpression")
      throw new EditRefused("its replicas aren't listed where it is made");
    return replica;
  });
}

/** A table's only replica is that of the stack; among several it is the one that says so. */
function isLocal(replica: babel.ObjectExpression, count: number, region: string | null): boolean {
  const given = valueOf(replica, "region");
  const literal = literalString(given);
  if (count === 1) return true;
  if (literal !== undefined) return literal === region;
  const name = given === undefined ? undefined : memberName(given);
  if (name === "region" || name === "REGION") return true;
  throw new EditRefused("the Region of a replica isn't known");
}

function regionOf(replica: babel.ObjectExpression): string {
  return literalString(valueOf(replica, "region")) ?? "";
}
