import type { DefinitionParams, Location, LocationLink, ServerCapabilities } from "vscode-languageserver";
import { definitionAt } from "../navigation.js";
import { askedName, type OthersOf } from "./asked-name.js";
import { rangeOf } from "./convert.js";
import { guarded } from "./guard.js";
import type { Session } from "./session.js";
import { linkTo, locationOf } from "./targets.js";

export function definitionCapabilities(): ServerCapabilities {
  return { definitionProvider: true };
}

/** Answers where the name under the cursor is declared: in the same document, or in another template. */
export function startDefinition(session: Session, othersOf: OthersOf): void {
  const { connection, support } = session;
  connection.onDefinition(
    guarded<DefinitionParams, Location[] | LocationLink[] | null>(
      connection,
      "textDocument/definition",
      null,
      async (params, token) => {
        const asked = await askedName(session, params, token, othersOf);
        if (asked === null) return null;
        const { document, template, offset, others } = asked;
        const definition = definitionAt(template, offset, others);
        if (definition === null) return null;
        if (!support.definitionLinks) {
          return definition.targets.map((target) => locationOf(session, target));
        }
        const originSelectionRange = rangeOf(document, definition.origin);
        return definition.targets.map((target) => ({ originSelectionRange, ...linkTo(session, target) }));
      },
    ),
  );
}
