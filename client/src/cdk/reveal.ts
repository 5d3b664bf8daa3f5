import { commands, l10n, Position, Range, window } from "vscode";
import type { BaseLanguageClient, Location } from "vscode-languageclient";

/** Where a command was run: a code lens names the place, otherwise it is that of the cursor. */
interface Place {
  readonly uri: string;
  readonly position: { readonly line: number; readonly character: number };
}

/** Shows the resources that the line of a CDK app's source has made, in their templates. */
export async function revealInTemplate(client: BaseLanguageClient, given: unknown): Promise<void> {
  const nothing = l10n.t("No synthesised template has a resource that was made here.");
  await reveal(client, "dynamodbEncryption/templatePlaces", given, nothing);
}

/** Shows where the resource at the cursor is created in the app's source. */
export async function revealInSource(client: BaseLanguageClient, given: unknown): Promise<void> {
  const nothing = l10n.t("It isn't known where this is created: no CDK assembly of the workspace tells.");
  await reveal(client, "dynamodbEncryption/sourcePlaces", given, nothing);
}

async function reveal(
  client: BaseLanguageClient,
  request: string,
  given: unknown,
  nothing: string,
): Promise<void> {
  const place = isPlace(given) ? given : placeOfCursor(client);
  if (place === null) return;
  const params = { textDocument: { uri: place.uri }, position: place.position };
  const found = await client.sendRequest<readonly Location[]>(request, params);
  const { protocol2CodeConverter: convert } = client;
  const locations = found.map((one) => convert.asLocation(one));
  const [first] = locations;
  if (first === undefined) {
    void window.showInformationMessage(nothing);
    return;
  }
  if (locations.length === 1) {
    await window.showTextDocument(first.uri, { selection: new Range(first.range.start, first.range.start) });
    return;
  }
  const from = new Position(place.position.line, place.position.character);
  const uri = convert.asUri(place.uri);
  await commands.executeCommand("editor.action.peekLocations", uri, from, locations, "peek");
}

function isPlace(given: unknown): given is Place {
  if (typeof given !== "object" || given === null) return false;
  const { uri, position } = given as Partial<Place>;
  return typeof uri === "string" && typeof position === "object";
}

function placeOfCursor({ code2ProtocolConverter }: BaseLanguageClient): Place | null {
  const editor = window.activeTextEditor;
  if (editor === undefined) return null;
  const { line, character } = editor.selection.active;
  return { uri: code2ProtocolConverter.asUri(editor.document.uri), position: { line, character } };
}
