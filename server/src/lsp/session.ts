import type { Connection, TextDocuments } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Analyses } from "./analyses.js";
import type { ClientSupport } from "./client-support.js";
import type { Configuration } from "./configuration.js";

/** What the features share while one client is connected. */
export interface Session {
  readonly connection: Connection;
  readonly documents: TextDocuments<TextDocument>;
  readonly analyses: Analyses;
  readonly configuration: Configuration;
  readonly support: ClientSupport;
}
