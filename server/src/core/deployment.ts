/** How a template is deployed, as a deployment file or an assembly says. */
export interface KnownDeployment {
  /** Completes "deployed …": "by environment 'prod' of samconfig.toml". */
  readonly label: string;
  readonly parameters: ReadonlyMap<string, string>;
  /** Parameters that are given a value which isn't told. */
  readonly unknown: ReadonlySet<string>;
  /** It sets all that is set: what it leaves out keeps its default. */
  readonly complete: boolean;
  readonly region: string | null;
  readonly account: string | null;
  /** Region and account can't be otherwise, whatever the settings say. */
  readonly pinned: boolean;
  readonly stackName: string | null;
}
