import type { Location, LocationLink } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Target } from "../navigation.js";
import { rangeOf } from "./convert.js";
import type { Session } from "./session.js";
import { openDocument, uriOf } from "./uris.js";

/** A place of the workspace, in the client's terms. */
export function locationOf({ documents }: Pick<Session, "documents">, target: Target): Location {
  const uri = uriOfTarget(documents, target);
  return { uri, range: rangeOf(documentOf(uri, target), target.span) };
}

/** The same, with the text around it that belongs to it. */
export function linkTo(
  { documents }: Pick<Session, "documents">,
  target: Target,
): Omit<LocationLink, "originSelectionRange"> {
  const uri = uriOfTarget(documents, target);
  const document = documentOf(uri, target);
  return {
    targetUri: uri,
    targetRange: rangeOf(document, target.entry),
    targetSelectionRange: rangeOf(document, target.span),
  };
}

/** A client knows an open document by the URI that it gave it. */
function uriOfTarget(documents: Session["documents"], { path }: Target): string {
  const uri = uriOf(path);
  return openDocument(documents, uri)?.uri ?? uri;
}

/** The offsets are those of the text they were taken from, whatever the client has open by now. */
function documentOf(uri: string, { text }: Target): TextDocument {
  return TextDocument.create(uri, "", 0, text);
}
