import { CancellationToken } from "vscode-languageserver";
import { CdkSources } from "./cdk-sources.js";
import { ConstructTrees } from "./construct-trees.js";
import type { Host } from "./host.js";
import { logFailure } from "./messages.js";
import { startReveal } from "./reveal.js";
import type { Session } from "./session.js";
import { startSourceDiagnostics } from "./source-diagnostics.js";
import { SourceFixer } from "./source-fixes.js";
import { registerSources } from "./source-registration.js";
import type { TemplateFiles } from "./template-files.js";

/** What the features for documents need of the source of CDK apps. */
export interface CdkApps {
  readonly sources: CdkSources;
  readonly fixer: SourceFixer;
  readonly judge: TemplateFiles["judge"];
}

/** Shows in the source of CDK apps what is found in their templates; null where nobody gives any files. */
export function startCdkApps(session: Session, host: Host, templates: TemplateFiles | null): CdkApps | null {
  const { files } = session;
  if (files === null || templates === null) return null;
  const judge: TemplateFiles["judge"] = (uri, token) => templates.judge(uri, token);
  const sources = new CdkSources(session, files, judge);
  const fixer = new SourceFixer(session, new ConstructTrees(files), () => host.loadSourceEditor());
  startSourceDiagnostics(session, sources, fixer);
  registerSources(session, sources);
  startReveal(session, sources);
  return { sources, fixer, judge };
}

/** Reads the workspace at once where one of its folders is a CDK app's: one look at each tells. */
export function startWhereAppsAre({ connection, files, folders, index }: Session): void {
  const look = async (): Promise<void> => {
    for (const path of folders.uris) {
      if ((await files?.exists(`${path}/cdk.json`, CancellationToken.None)) === true) return index.start();
    }
  };
  const start = (): void =>
    void look().catch((error: unknown) => logFailure(connection, "Looking for CDK apps", error));
  folders.onDidChange(start);
  start();
}
