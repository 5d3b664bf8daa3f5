/**
 * The commands that deploy a template, one to a Region.
 *
 * @param overrides values of its parameters, to be filled in.
 */
export function deployCommands(
  stack: string,
  regions: readonly string[],
  overrides: readonly string[],
): readonly string[] {
  const parameters = overrides.length === 0 ? "" : ` --parameter-overrides ${overrides.join(" ")}`;
  const command = (region: string): string =>
    `aws cloudformation deploy --region ${region} --stack-name ${stack} --template-file FILE${parameters}`;
  return regions.length === 0 ? [command("REGION")] : regions.map(command);
}
