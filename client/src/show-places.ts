import { commands } from "vscode";
import type { BaseLanguageClient, Location, Position } from "vscode-languageclient";

/** What a code lens leads to, as the server sends it. */
interface Places {
  readonly uri: string;
  readonly position: Position;
  readonly places: readonly Location[];
}

/** Shows places of templates in a peek view at the lens, whatever file they are in. */
export async function showPlaces(client: BaseLanguageClient, target: unknown): Promise<void> {
  if (typeof target !== "object" || target === null) return;
  const { uri, position, places } = target as Places;
  const { protocol2CodeConverter: convert } = client;
  await commands.executeCommand(
    "editor.action.showReferences",
    convert.asUri(uri),
    convert.asPosition(position),
    places.map((place) => convert.asLocation(place)),
  );
}
