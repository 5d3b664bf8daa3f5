import type { CancellationToken } from "vscode-languageserver";

/**
 * The files of a workspace, by URI. Two make it: the client, who knows where they are and how to get
 * at them, and the disk, where the server runs beside it.
 */
export interface FileProvider {
  /** The files that could matter, in a stable order. */
  list(query: FileQuery, token: CancellationToken): Promise<FileList>;
  /** The text of one file; a reason where it can't be had. */
  read(uri: string, maximumBytes: number, token: CancellationToken): Promise<FileText>;
  exists(uri: string, token: CancellationToken): Promise<boolean>;
  /** When a file was changed last, in milliseconds since 1970; null where nobody can tell. */
  modified(uri: string, token: CancellationToken): Promise<number | null>;
}

export interface FileQuery {
  /** A glob of the protocol. */
  readonly include: string;
  /** Globs of files that are left out. */
  readonly exclude: readonly string[];
  readonly limit: number;
}

export interface FileList {
  readonly uris: readonly string[];
  /** There are more than the limit. */
  readonly more: boolean;
}

export type FileText =
  { readonly text: string } | { readonly text: null; readonly reason: "too-large" | "unreadable" };

/** Every name a template can have, as a glob of the protocol. */
export const TEMPLATE_FILES = "**/*.{yaml,yml,json,jsonc,template}";

/**
 * Templates, and what says how they are deployed: manifests and parameter files are among the first.
 * VS Code's globs know no braces within braces.
 */
export const WORKSPACE_FILES = "**/{*.yaml,*.yml,*.json,*.jsonc,*.template,samconfig.toml}";
