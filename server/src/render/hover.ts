import type { HoverSubject } from "../core/hover.js";
import type { Prices } from "../pricing/prices.js";
import { aliasHover } from "./hover-alias.js";
import { daxHover } from "./hover-dax.js";
import { keyPropertyHover } from "./hover-key-property.js";
import { keyHover } from "./hover-key.js";
import { sseBlockHover, sseGlobalsHover, ssePropertyHover } from "./hover-sse.js";
import { replicaHover, tableHover } from "./hover-table.js";
import type { LineOf } from "./who-decrypts.js";

/** What an editor shows over the subject, as Markdown without HTML: the verdict, why, what it means. */
export function hoverFor(subject: HoverSubject, lineOf: LineOf, prices: Prices): string {
  switch (subject.kind) {
    case "table":
      return tableHover(subject.table, subject.template, lineOf, prices);
    case "replica":
      return replicaHover(subject.table, subject.replica, prices);
    case "sse-block":
      return sseBlockHover(subject.table, subject.replica);
    case "sse-property":
      return ssePropertyHover(subject.table, subject.property, subject.replica);
    case "sse-globals":
      return sseGlobalsHover(subject.tables, subject.property);
    case "key":
      return keyHover(subject.key, subject.template, lineOf, prices);
    case "key-property":
      return keyPropertyHover(subject.key, subject.property, prices);
    case "alias":
      return aliasHover(subject.alias, subject.template);
    case "dax-cluster":
      return daxHover(subject.cluster, subject.property);
  }
}
