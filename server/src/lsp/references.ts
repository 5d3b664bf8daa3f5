import type { Location, ReferenceParams, ServerCapabilities } from "vscode-languageserver";
import { referencesAt } from "../navigation.js";
import { askedName, type OthersOf } from "./asked-name.js";
import { guarded } from "./guard.js";
import type { Session } from "./session.js";
import { locationOf } from "./targets.js";

export function referencesCapabilities(): ServerCapabilities {
  return { referencesProvider: true };
}

/** Answers where the name under the cursor is referred to, in all templates of the workspace. */
export function startReferences(session: Session, othersOf: OthersOf): void {
  const { connection } = session;
  connection.onReferences(
    guarded<ReferenceParams, Location[] | null>(
      connection,
      "textDocument/references",
      null,
      async (params, token) => {
        const asked = await askedName(session, params, token, othersOf);
        if (asked === null) return null;
        const { template, offset, others } = asked;
        const declarations = params.context.includeDeclaration;
        const targets = referencesAt(template, offset, others, { declarations });
        return targets.map((target) => locationOf(session, target));
      },
    ),
  );
}
