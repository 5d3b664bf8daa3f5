import { RequestType0 } from "vscode-languageserver";
import { docsUrl, rules } from "../service.js";
import type { Session } from "./session.js";

/** One rule, for somebody who wants to read up on it. */
interface RuleEntry {
  readonly id: string;
  /** One line, a sentence. */
  readonly summary: string;
  /** While nobody sets another. */
  readonly severity: string;
  /** Its page, as a URL. */
  readonly href: string;
}

const ruleList = new RequestType0<readonly RuleEntry[], void>("dynamodbEncryption/rules");

/** Answers which rules there are and where their pages stand. */
export function startRuleList({ connection }: Session): void {
  connection.onRequest(ruleList, () =>
    rules.map(({ id, severity, docs }) => ({ id, summary: docs.summary, severity, href: docsUrl(id) })),
  );
}
