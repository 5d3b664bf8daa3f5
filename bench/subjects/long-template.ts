import { analyse, parseSettings } from "../../server/src/service.js";
import { formatOf } from "../../server/src/formats/detect.js";
import { Random } from "../input/random.js";
import { longTemplate } from "../input/templates.js";
import { MEGABYTE, Times } from "../measuring.js";
import { figure, type Subject } from "../subject.js";

const PATH = "long.yaml";
const ROUNDS = 15;
const options = { settings: parseSettings().settings, today: "2026-01-31" };

/** One long template in an editor. */
export const longTemplates: Subject = {
  name: "long-template",
  about: "a long template: its outline block by block and by one parse, its first analysis, and a keystroke",
  measure({ options: { seed, templateBytes } }) {
    const text = longTemplate(new Random(seed), templateBytes);
    const format = formatOf(PATH, text);
    const [blocks, whole, first, keystroke] = [new Times(), new Times(), new Times(), new Times()];
    for (let round = 0; round < 3; round++) whole.take(() => format.outlineWhole(text));
    for (let round = 0; round < ROUNDS; round++) blocks.take(() => format.outline(text));
    let analysis = first.take(() => analyse({ path: PATH, text }, options));
    if (analysis.tables.length === 0) throw new Error("The long template has no tables.");
    for (let round = 0; round < 3; round++) first.take(() => analyse({ path: PATH, text }, options));
    let edited = text;
    for (let round = 0; round < ROUNDS; round++) {
      const at = edited.indexOf("\n", edited.length / 2);
      edited = `${edited.slice(0, at)}x${edited.slice(at)}`;
      const previous = analysis;
      analysis = keystroke.take(() => analyse({ path: PATH, text: edited }, { ...options, previous }));
    }
    return [
      figure("text", text.length / MEGABYTE, "MB"),
      figure("outline block by block, median", blocks.median, "ms"),
      figure("one parse of the whole takes longer", whole.median / blocks.median, "×"),
      figure("first analysis, median", first.median, "ms"),
      figure("analysis after a keystroke, median", keystroke.median, "ms"),
      figure("analysis after a keystroke, longest", keystroke.maximum, "ms"),
      figure("first analysis takes longer than one after a keystroke", first.median / keystroke.median, "×"),
    ];
  },
};
