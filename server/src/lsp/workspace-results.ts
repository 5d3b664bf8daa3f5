import type { CancellationToken, Diagnostic, FileEvent } from "vscode-languageserver";
import { CancellationToken as Token, FileChangeType } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { plainPath } from "../service.js";
import type { Judged } from "./analyses.js";
import type { FileText } from "./file-provider.js";
import { diagnosticsOf } from "./diagnostic.js";
import { logFailure } from "./messages.js";
import { openDocument } from "./uris.js";
import type { Session } from "./session.js";
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
  private readonly templates = new Set<string>();
  /** Files with diagnostics on show. */
  private readonly shown = new Set<string>();

  /** @param read the text of a file that no editor has open. */
  constructor(
    private readonly session: Session,
    private readonly read: (uri: string, token: CancellationToken) => Promise<FileText>,
  ) {
    const { documents, changes, index } = session;
    documents.onDidOpen(({ document }) => this.clear(document.uri));
    documents.onDidClose(({ document }) => void this.refresh([document.uri]));
    changes.onDidChange((events) => this.follow(events));
    index.onDidInvalidate((paths) => {
      void this.refresh([...this.templates].filter((uri) => paths.has(plainPath(uri))));
    });
  }

  /** Judges one file and shows what there is to say; never fails. */
  async judge(uri: string, token: CancellationToken): Promise<FileVerdict> {
    try {
      const judged = await this.judgedFile(uri, token);
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
    for (const uri of [...this.templates].filter((one) => !uris.has(one))) this.forget(uri);
  }

  /** Judges the known templates among these files again. */
  async refresh(uris: Iterable<string> = [...this.templates]): Promise<void> {
    for (const uri of uris)
      if (this.templates.has(uri) && !this.isOpen(uri)) await this.judge(uri, Token.None);
  }

  private async judgedFile(uri: string, token: CancellationToken): Promise<Judged | null | "skipped"> {
    if (this.isOpen(uri)) return this.session.analyses.of(uri, token);
    const file = await this.read(uri, token);
    if (token.isCancellationRequested) return "skipped";
    if (file.text === null) {
      const reason = file.reason === "too-large" ? "it is too large" : "it can't be read";
      this.session.connection.console.warn(`${uri} was left out: ${reason}.`);
      return "skipped";
    }
    return this.session.analyses.ofFile(TextDocument.create(uri, "", 0, file.text));
  }

  private show(uri: string, judged: Judged | null): void {
    if (judged === null) return this.forget(uri);
    this.templates.add(uri);
    if (this.isOpen(uri)) return;
    const diagnostics = diagnosticsOf(judged, this.session);
    if (diagnostics.length === 0) return this.clear(uri);
    this.shown.add(uri);
    this.send(uri, diagnostics);
  }

  private follow(changes: readonly FileEvent[]): void {
    const deleted = changes.filter(({ type }) => type === FileChangeType.Deleted);
    for (const { uri } of deleted) this.forget(uri);
    void this.refresh(changes.filter((one) => !deleted.includes(one)).map(({ uri }) => uri));
  }

  private forget(uri: string): void {
    this.templates.delete(uri);
    this.clear(uri);
  }

  private clear(uri: string): void {
    if (this.shown.delete(uri)) this.send(uri, []);
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
