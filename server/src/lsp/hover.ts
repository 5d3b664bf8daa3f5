import type { Hover, HoverParams } from "vscode-languageserver";
import { MarkupKind } from "vscode-languageserver";
import { hoverAt } from "../service.js";
import type { CdkApps } from "./cdk-apps.js";
import { rangeOf } from "./convert.js";
import { guarded } from "./guard.js";
import type { Session } from "./session.js";
import { sourceHover } from "./source-hover.js";

/** Answers what there is to say about the text under the cursor. */
export function startHover(session: Session, apps: CdkApps | null): void {
  const { connection, analyses, support } = session;
  const kind = support.hoverMarkdown ? MarkupKind.Markdown : MarkupKind.PlainText;
  connection.onHover(
    guarded<HoverParams, Hover | null>(connection, "textDocument/hover", null, async (params, token) => {
      const inSource = apps === null ? null : await sourceHover(session, apps, params, token);
      if (inSource !== null) return inSource;
      const judged = await analyses.of(params.textDocument.uri, token);
      if (judged === null) return null;
      const { document, analysis } = judged;
      const hover = hoverAt(analysis, document.offsetAt(params.position));
      if (hover === null) return null;
      return { contents: { kind, value: hover.markdown }, range: rangeOf(document, hover.span) };
    }),
  );
}
