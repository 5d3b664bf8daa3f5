import type { Connection, TextDocuments } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Analyses } from "./analyses.js";
import type { ClientSupport } from "./client-support.js";
import type { Configuration } from "./configuration.js";
import type { FileProvider } from "./file-provider.js";
import type { FileChanges } from "./file-changes.js";
import type { ProjectConfigs } from "./project-configs.js";
import type { WorkspaceFolders } from "./workspace-folders.js";
import type { WorkspaceIndex } from "./workspace-index.js";

/** What the features share while one client is connected. */
export interface Session {
  readonly connection: Connection;
  readonly documents: TextDocuments<TextDocument>;
  readonly analyses: Analyses;
  readonly configuration: Configuration;
  readonly configs: ProjectConfigs;
  readonly support: ClientSupport;
  readonly changes: FileChanges;
  readonly folders: WorkspaceFolders;
  readonly index: WorkspaceIndex;
  /** The files of the workspace; null where nobody gives them. */
  readonly files: FileProvider | null;
}
