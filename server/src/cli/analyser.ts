import type * as service from "../service.js";

/** What the command line asks of the façade. A test may hand in a tiny one of its own. */
export type Analyser = Pick<
  typeof service,
  | "mayMatter"
  | "mayBeTemplate"
  | "analyse"
  | "fixesFor"
  | "fixAll"
  | "rules"
  | "docsUrl"
  | "explainRule"
  | "parseSettings"
  | "openProject"
  | "readProjectConfig"
  | "printSettings"
  | "applyEdits"
  | "describeCase"
  | "controlsOf"
  | "FRAMEWORKS"
  | "openWorkspace"
  | "inventoryPart"
  | "takeInventory"
  | "inventoryReport"
>;
