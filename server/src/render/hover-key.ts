import { canRotate } from "../core/key-rotation.js";
import type { Key, Template } from "../core/model.js";
import { pricesOfDay, type Prices } from "../pricing/prices.js";
import { named } from "./key-tables.js";
import { lockRemark } from "./lock-remark.js";
import { declaredTrouble } from "./key-trouble.js";
import { keyName } from "./key-name.js";
import { list, paragraphs, plain } from "./markdown.js";
import { lossTimeline } from "./losing-a-key.js";
import { keyPrice } from "./meaning.js";
import { more } from "./pages.js";
import { showCases } from "./read-cases.js";
import { whoDecryptsWith, type LineOf } from "./who-decrypts.js";

/** What kind of key it is, which tables use it, how it lives and dies, what it costs. */
export function keyHover(key: Key, template: Template, lineOf: LineOf, prices: Prices): string {
  const tables = template.tablesUnder(key);
  const rotates = canRotate(key);
  const unusable = declaredTrouble(key, [])?.always === true;
  return paragraphs(
    headline(key),
    list(
      [
        `Tables of this template: ${tables.length === 0 ? "none" : named(tables.map((table) => table.logicalId))}.${others(key, template)}`,
        `Rotation: ${rotation(key)}.`,
        `When its stack is deleted: ${showCases(key.deletionPolicy, deletion(key), deletion(key)("Delete"))}.`,
        `Price: ${keyPrice(prices, rotates)}, requests extra (${pricesOfDay(prices)}). Pending deletion costs nothing.`,
      ],
      4,
    ),
    whoDecryptsWith(key, tables, template, lineOf),
    tables.length === 0 || unusable ? null : lossTimeline(tables.map((table) => table.kind)),
    lockRemark(key),
    more("losing-a-key", "rotation", "grants-and-via-service"),
  );
}

function headline(key: Key): string {
  const name = `**${plain(key.logicalId)}**`;
  if (key.kind === "replica-key") {
    const primary = key.primary === null ? "a primary key elsewhere" : `the key ${keyName(key.primary)}`;
    return `${name} is a **customer managed key**, the replica of ${primary} in this stack's Region.`;
  }
  const trouble = declaredTrouble(key, []);
  if (trouble !== null)
    return `${name} is a **customer managed key** that DynamoDB **can't use**: ${trouble.clause}.`;
  const known = [...key.spec, ...key.usage, ...key.enabled].every(({ value }) => value.known);
  return known
    ? `${name} is a **customer managed key**: symmetric, for encryption, so DynamoDB can use it.`
    : `${name} is a **customer managed key**. Whether DynamoDB can use it can't be decided from this template.`;
}

/** What else refers to the key; aliases are names of it, no users. */
function others(key: Key, template: Template): string {
  const tables = new Set(template.tables.map((table) => table.logicalId));
  const rest = key.usedBy.filter((user) => !tables.has(user.logicalId) && user.type !== "AWS::KMS::Alias");
  return rest.length === 0
    ? ""
    : ` Also referred to by ${named(rest.map(({ logicalId, of }) => (of === undefined ? logicalId : `${logicalId} of ${of}`)))}.`;
}

function rotation(key: Key): string {
  if (key.kind === "replica-key") return "as its primary key is set";
  if (!canRotate(key)) return "none; KMS rotates only symmetric keys with material of its own making";
  const period = showCases(key.rotationPeriod, (days) => `every ${days} days`, "every 365 days");
  return showCases(key.rotation, (on) => (on ? period : "off"), "off (`EnableKeyRotation` isn't given)");
}

function deletion(key: Key): (policy: string) => string {
  return (policy) => {
    if (policy === "Retain") return "the key stays (`Retain`)";
    if (policy === "RetainExceptOnCreate")
      return "the key stays, unless its creation is rolled back (`RetainExceptOnCreate`)";
    const days = showCases(key.pendingWindow, String, "30");
    const window = key.pendingWindow.length === 1 ? `${days} days` : `a waiting period in days (${days})`;
    return `KMS schedules the key's deletion at once and deletes it after ${window}`;
  };
}
