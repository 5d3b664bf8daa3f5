import type { Diagnostic, Disposable, Uri } from "vscode";
import { languages, workspace } from "vscode";
import type { HandleDiagnosticsSignature } from "vscode-languageclient";

/** What AWS's `cdk lsp` calls the findings of our validation plugin. */
const PLUGIN = "dynamodb-encryption-lint";

interface Published {
  readonly diagnostics: readonly Diagnostic[];
  /** How many of them are on show. */
  shown: number;
  readonly show: (diagnostics: Diagnostic[]) => void;
}

/**
 * Leaves out what another language server shows on the same line already: `cdk lsp` takes the findings
 * of our plugin from the app's validation report. They come back when it takes its own away.
 */
export class ShownOnce implements Disposable {
  private readonly published = new Map<string, Published>();
  private readonly listener: Disposable;

  constructor() {
    this.listener = languages.onDidChangeDiagnostics(({ uris }) => uris.forEach((uri) => this.update(uri)));
  }

  /** What the client does with diagnostics that the server has published. */
  readonly handle = (uri: Uri, diagnostics: Diagnostic[], next: HandleDiagnosticsSignature): void => {
    const key = uri.toString();
    if (diagnostics.length === 0) {
      this.published.delete(key);
      next(uri, diagnostics);
      return;
    }
    const left = withoutOthers(uri, diagnostics);
    this.published.set(key, { diagnostics, shown: left.length, show: (some) => next(uri, some) });
    next(uri, left);
  };

  /** The server is gone, and its diagnostics with it. */
  forget(): void {
    this.published.clear();
  }

  dispose(): void {
    this.listener.dispose();
  }

  private update(uri: Uri): void {
    const known = this.published.get(uri.toString());
    if (known === undefined) return;
    const left = withoutOthers(uri, known.diagnostics);
    // Our own diagnostics are told of, too.
    if (left.length === known.shown) return;
    known.shown = left.length;
    known.show(left);
  }
}

function withoutOthers(uri: Uri, diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const setting = workspace.getConfiguration("dynamodbEncryption", uri).get<string>("cdk.sourceDiagnostics");
  if (setting === "on") return [...diagnostics];
  const others = languages.getDiagnostics(uri).filter(({ source }) => source === PLUGIN);
  return diagnostics.filter((own) => {
    return !others.some(
      (other) => codeOf(other) === codeOf(own) && other.range.start.line === own.range.start.line,
    );
  });
}

function codeOf({ code }: Diagnostic): string {
  return String(typeof code === "object" ? code.value : code);
}
