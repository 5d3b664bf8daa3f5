import type { InitializeParams } from "vscode-languageserver";
import { DiagnosticTag, MarkupKind } from "vscode-languageserver";

/** What the client at the other end can do, as far as it matters here. */
export interface ClientSupport {
  /** It asks for diagnostics; otherwise they are published. */
  readonly pullDiagnostics: boolean;
  /** It can be told to ask for them again. */
  readonly refreshDiagnostics: boolean;
  readonly relatedInformation: boolean;
  readonly unnecessaryTag: boolean;
  readonly codeDescription: boolean;
  readonly diagnosticData: boolean;
  /** Edits of code actions may come later, by `codeAction/resolve`. */
  readonly resolveEdits: boolean;
  /** Code actions may be shown that can't be run, with the reason. */
  readonly disabledActions: boolean;
  /** Workspace edits may have places to be filled in. */
  readonly snippetEdits: boolean;
  /** Workspace edits may name the version of the document they are made for. */
  readonly documentChanges: boolean;
  readonly hoverMarkdown: boolean;
  /** Tooltips of inlay hints may come later, by `inlayHint/resolve`. */
  readonly resolveHintTooltips: boolean;
  /** It can be told to ask for inlay hints again. */
  readonly refreshHints: boolean;
  /** Definitions may say what text leads to them, and how far they reach. */
  readonly definitionLinks: boolean;
  /** Symbols of a document may stand inside one another. */
  readonly nestedSymbols: boolean;
  /** It answers `workspace/configuration`. */
  readonly configuration: boolean;
  /** It has to be asked to report changes of its configuration. */
  readonly registerConfiguration: boolean;
  readonly workDoneProgress: boolean;
  /** It has the command that asks for a suppression's reason (`initializationOptions.suppressCommand`). */
  readonly suppressCommand: boolean;
  /** It lists and reads the files of its workspace for us (`initializationOptions.workspaceFiles`). */
  readonly workspaceFiles: boolean;
  /** It shows how a template's tables are encrypted (`initializationOptions.tableStatus`). */
  readonly tableStatus: boolean;
  /** It has the commands of code lenses (`initializationOptions.codeLensCommands`). */
  readonly codeLensCommands: boolean;
  /** It can be told to ask for code lenses again. */
  readonly refreshLenses: boolean;
  /** It tells of folders that are added to its workspace, or removed. */
  readonly workspaceFolders: boolean;
  /** It has the commands for the source of CDK apps (`initializationOptions.cdkCommands`). */
  readonly cdkCommands: boolean;
  /** It has the command that runs `cdk synth` (`initializationOptions.cdkSynth`). */
  readonly cdkSynth: boolean;
  /** It can be asked to send documents that it wouldn't send otherwise. */
  readonly registerDocuments: boolean;
  readonly registerCodeActions: boolean;
  readonly registerLenses: boolean;
  readonly registerHover: boolean;
  /** It can be asked to report changes of files. */
  readonly watchFiles: boolean;
}

export function readClientSupport(params: InitializeParams): ClientSupport {
  const { textDocument, workspace, window } = params.capabilities;
  // Up to LSP 3.17 the details of a diagnostic are declared for published diagnostics only.
  const published = textDocument?.publishDiagnostics;
  const pulled = textDocument?.diagnostic;
  const tags = [...(published?.tagSupport?.valueSet ?? []), ...(pulled?.tagSupport?.valueSet ?? [])];
  const codeAction = textDocument?.codeAction;
  const hoverFormats = textDocument?.hover?.contentFormat;
  const given: unknown = params.initializationOptions;
  const options = isRecord(given) ? given : {};
  return {
    pullDiagnostics: pulled !== undefined,
    refreshDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    relatedInformation: (published?.relatedInformation ?? pulled?.relatedInformation) === true,
    unnecessaryTag: tags.includes(DiagnosticTag.Unnecessary),
    codeDescription: (published?.codeDescriptionSupport ?? pulled?.codeDescriptionSupport) === true,
    diagnosticData: (published?.dataSupport ?? pulled?.dataSupport) === true,
    resolveEdits:
      codeAction?.dataSupport === true && codeAction.resolveSupport?.properties.includes("edit") === true,
    disabledActions: codeAction?.disabledSupport === true,
    snippetEdits: workspace?.workspaceEdit?.snippetEditSupport === true,
    documentChanges: workspace?.workspaceEdit?.documentChanges === true,
    hoverMarkdown: hoverFormats === undefined || hoverFormats.includes(MarkupKind.Markdown),
    resolveHintTooltips: textDocument?.inlayHint?.resolveSupport?.properties.includes("tooltip") === true,
    refreshHints: workspace?.inlayHint?.refreshSupport === true,
    definitionLinks: textDocument?.definition?.linkSupport === true,
    nestedSymbols: textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true,
    configuration: workspace?.configuration === true,
    registerConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    workDoneProgress: window?.workDoneProgress === true,
    suppressCommand: options["suppressCommand"] === true,
    workspaceFiles: options["workspaceFiles"] === true,
    tableStatus: options["tableStatus"] === true,
    codeLensCommands: options["codeLensCommands"] === true,
    refreshLenses: workspace?.codeLens?.refreshSupport === true,
    workspaceFolders: workspace?.workspaceFolders === true,
    cdkCommands: options["cdkCommands"] === true,
    cdkSynth: options["cdkSynth"] === true,
    registerDocuments: textDocument?.synchronization?.dynamicRegistration === true,
    registerCodeActions: codeAction?.dynamicRegistration === true,
    registerLenses: textDocument?.codeLens?.dynamicRegistration === true,
    registerHover: textDocument?.hover?.dynamicRegistration === true,
    watchFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
  };
}

/** Whether a value from the other end is an object whose members can be looked at. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
