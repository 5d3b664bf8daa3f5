import { peerOf } from "../../service.js";
import type { ReportedFinding } from "../report.js";

/** Why a finding doesn't count, as a sentence; null for one that does. */
export function setAside({ suppressed, inBaseline }: ReportedFinding): string | null {
  if (suppressed === null) return inBaseline === true ? "It is in the baseline." : null;
  const { by, reason, until } = suppressed;
  const why = reason === null ? "" : `: ${reason.replace(/\.$/, "")}`;
  const peer = peerOf(by);
  const how = peer === null ? `by ${by}` : `for ${peer.name}`;
  return `Suppressed ${how}${until === null ? "" : ` until ${until}`}${why}.`;
}
