import type { CancellationToken, Diagnostic, FileEvent } from "vscode-languageserver";
import { CancellationToken as Token, FileChangeType } from "vscode-languageserver";
import { plainPath } from "../service.js";
import type { Judged } from "./analyses.js";
import { diagnosticsOf } from "./diagnostic.js";
import { logFailure } from "./messages.js";
import { openDocument } from "./uris.js";
import type { Session } from "./session.js";
import type { TemplateFiles } from "./template-files.js";
import { countTables, type TableCount } from "./table-count.js";

/** What looking at one file came to. */
export type FileVerdict =
  | {
      readonly kind: "template";
      readonly tables: TableCount;
      readonly findings: number;
      readonly problems: number;
    }
  | { readonly kind: "other" }
  | { readonly kind: "skipped" };

/**
 * The templates that a workspace lint has found, and their diagnostics. An open document has its
 * own: those of its file go while it is open and come back, read anew, when it is closed.
 */
export class WorkspaceResults {
  /** Their URIs, by plain path: an editor may spell a URI in its own way. */
  private readonly templates = new Map<string, string>();
  /** Files with diagnostics on show, likewise. */
  private readonly shown = new Map<string, string>();

  constructor(
    private readonly session: Session,
    private readonly files: TemplateFiles,
  ) {
    const { documents, changes, index } = session;
    documents.onDidOpen(({ document }) => this.clear(document.uri));
    documents.onDidClose(({ document }) => void this.refresh([document.uri]));
    changes.onDidChange((events) => this.follow(events));
    index.onDidInvalidate((paths) => {
      void this.refresh(paths);
    });
  }

  /** Judges one file and shows what there is to say; never fails. */
  async judge(uri: string, token: CancellationToken): Promise<FileVerdict> {
    try {
      const judged = await this.files.judge(uri, token);
      if (token.isCancellationRequested) return { kind: "skipped" };
      if (judged === "skipped") {
        this.forget(uri);
        return { kind: "skipped" };
      }
      this.show(uri, judged);
      return judged === null ? { kind: "other" } : verdictOf(judged);
    } catch (error) {
      if (!token.isCancellationRequested) logFailure(this.session.connection, `Linting ${uri}`, error);
      return { kind: "skipped" };
    }
  }

  /** Forgets every file but these. */
  keepOnly(uris: ReadonlySet<string>): void {
    const kept = new Set([...uris].map(plainPath));
    for (const path of [...this.templates.keys()].filter((one) => !kept.has(one))) this.forget(path);
  }

  /** Judges the known templates among these files again. */
  async refresh(uris: Iterable<string> = [...this.templates.keys()]): Promise<void> {
    for (const one of uris) {
      const uri = this.templates.get(plainPath(one));
      if (uri !== undefined && !this.isOpen(uri)) await this.judge(uri, Token.None);
    }
  }

  private show(uri: string, judged: Judged | null): void {
    if (judged === null) return this.forget(uri);
    this.templates.set(plainPath(uri), uri);
    if (this.isOpen(uri)) return;
    const diagnostics = diagnosticsOf(judged, this.session);
    if (diagnostics.length === 0) return this.clear(uri);
    this.shown.set(plainPath(uri), uri);
    this.send(uri, diagnostics);
  }

  private follow(changes: readonly FileEvent[]): void {
    const deleted = changes.filter(({ type }) => type === FileChangeType.Deleted);
    for (const { uri } of deleted) this.forgetBelow(plainPath(uri));
    void this.refresh(changes.filter((one) => !deleted.includes(one)).map(({ uri }) => uri));
  }

  /** A file that is deleted, or all in a folder that is. */
  private forgetBelow(path: string): void {
    const below = [...this.templates.keys()].filter((one) => one === path || one.startsWith(`${path}/`));
    for (const one of below) this.forget(one);
  }

  private forget(uri: string): void {
    this.templates.delete(plainPath(uri));
    this.clear(uri);
  }

  private clear(uri: string): void {
    const shown = this.shown.get(plainPath(uri));
    if (shown === undefined) return;
    this.shown.delete(plainPath(uri));
    this.send(shown, []);
  }

  private isOpen(uri: string): boolean {
    return openDocument(this.session.documents, uri) !== undefined;
  }

  private send(uri: string, diagnostics: Diagnostic[]): void {
    this.session.connection
      .sendDiagnostics({ uri, diagnostics })
      .catch((error: unknown) =>
        logFailure(this.session.connection, "textDocument/publishDiagnostics", error),
      );
  }
}

function verdictOf({ analysis }: Judged): FileVerdict {
  const findings = analysis.findings.filter(({ suppressed }) => suppressed === null).length;
  return { kind: "template", tables: countTables(analysis), findings, problems: analysis.problems.length };
}
