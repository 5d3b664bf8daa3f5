import { analyse, parseSettings } from "../../server/src/service.js";
import { formatOf } from "../../server/src/formats/detect.js";
import { Parses } from "../floors.js";
import { Random } from "../input/random.js";
import { longTemplate } from "../input/templates.js";
import { MEGABYTE, repeated, Times } from "../measuring.js";
import { compared, figure, type Subject } from "../subject.js";

const PATH = "long.yaml";
const ROUNDS = 15;
const options = { settings: parseSettings().settings, today: "2026-01-31" };

/** One long template, in this process: what of an edit isn't the protocol. */
export const longTemplates: Subject = {
  name: "long-template",
  about:
    "a long template, one resource in twenty a table, without a server: its outline, its analysis, and a keystroke",
  async measure({ options: { seed, templateBytes }, seconds }) {
    const text = longTemplate(new Random(seed), templateBytes);
    const format = formatOf(PATH, text);
    const parses = new Parses(text);
    const [blocks, first, keystroke] = [new Times(), new Times(), new Times()];
    await repeated({ runs: ROUNDS, seconds: 2 * seconds }, () => {
      parses.once();
      blocks.take(() => format.outline(text));
      first.take(() => analyse({ path: PATH, text }, options));
    });
    let analysis = analyse({ path: PATH, text }, options);
    if (analysis.tables.length === 0) throw new Error("The long template has no tables.");
    let edited = text;
    await repeated({ runs: 10 * ROUNDS, seconds }, () => {
      const at = edited.indexOf("\n", edited.length / 2);
      edited = `${edited.slice(0, at)}x${edited.slice(at)}`;
      const previous = analysis;
      analysis = keystroke.take(() => analyse({ path: PATH, text: edited }, { ...options, previous }));
    });
    return [
      figure("text", text.length / MEGABYTE, "MB"),
      compared("outline, block by block", blocks, parses),
      compared("first analysis", first, parses),
      compared("analysis after a keystroke", keystroke, parses),
    ];
  },
};
