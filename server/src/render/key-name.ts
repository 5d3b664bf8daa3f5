import { ofHome } from "../core/home.js";
import type { Key } from "../core/model.js";
import { code, plain } from "./markdown.js";

/** A key by its logical id, and its template where that is another one. */
export function keyName(key: Pick<Key, "logicalId" | "home">): string {
  return `${code(key.logicalId)}${plain(ofHome(key))}`;
}
