import { setTimeout as pause } from "node:timers/promises";
import { ALL_RELEVANT, largeTemplateText, scaled } from "../input/large-template.js";
import { Random } from "../input/random.js";
import { Parses } from "../floors.js";
import { repeated, timed, Times } from "../measuring.js";
import { ServerProcess, type ClientKind } from "../server-process.js";
import { compared, type Figure, type Input, type Limit, type Subject } from "../subject.js";
import { PLACES, Typist } from "../typist.js";

/** In each of them, something is typed at every place. */
const ROUNDS = 10;
/** Between two keys, at a natural pace. */
const PACE_MILLISECONDS = [50, 130] as const;
const AT_ONCE: Limit = { of: "p95", atMost: 15 };
const OF_A_PARSE: Limit = { of: "p95 ratio", atMost: 1 / 40 };
const PARSES = { runs: 5, seconds: 5 };

/** Somebody types in the largest template that there is. */
export const typing: Subject = {
  name: "typing",
  about:
    "one character typed in a template of 1 MB (YAML) or 1.7 MB (JSON) → new diagnostics at the client, over --stdio",
  async measure(input) {
    return [
      ...(await typed(input, "yaml", [AT_ONCE, OF_A_PARSE])),
      ...(await typed(input, "json", [AT_ONCE])),
    ];
  },
};

async function typed(
  input: Input,
  format: "yaml" | "json",
  limits: readonly Limit[],
): Promise<readonly Figure[]> {
  const { seed, resources } = input.options;
  const text = largeTemplateText(new Random(seed), scaled(ALL_RELEVANT, resources), format);
  const parses = new Parses(text);
  await repeated(PARSES, () => parses.once());
  const figures: Figure[] = [];
  for (const kind of ["publish", "pull"] as const) {
    const { keys, bursts, byPlace } = await session(input, text, format, kind);
    await repeated({ runs: 0, seconds: 0 }, () => parses.once());
    const name = `${format.toUpperCase()}, ${kind === "publish" ? "published" : "pulled"}`;
    figures.push(compared(`${name}: a character`, keys, parses, limits));
    for (const [place, times] of byPlace)
      figures.push(compared(`${name}: a character ${place}`, times, parses));
    figures.push(compared(`${name}: a burst of characters, after the last`, bursts, parses, limits));
  }
  return figures;
}

/** Opens the text and types in it: key after key at each of the places, then words in bursts. */
async function session(
  { programs, options, seconds }: Input,
  text: string,
  format: string,
  kind: ClientKind,
) {
  const random = new Random(options.seed);
  const typist = new Typist(text, random);
  const server = await ServerProcess.start(programs.server, { kind });
  const uri = `file:///app/template.${format}`;
  await server.open(uri, text, format);
  const places = PLACES.filter(({ pattern }) => text.search(pattern) !== -1);
  const [keys, bursts] = [new Times(), new Times()];
  const byPlace = new Map(places.map(({ what }) => [what, new Times()]));
  await repeated({ runs: ROUNDS, seconds: 2 * seconds }, async () => {
    for (const place of places) {
      for (const change of typist.type(place)) {
        if (!isHasty(seconds)) await pause(random.between(...PACE_MILLISECONDS));
        const { milliseconds } = await timed(() => server.change(uri, [change]));
        keys.add(milliseconds);
        byPlace.get(place.what)?.add(milliseconds);
      }
    }
  });
  await repeated({ runs: ROUNDS, seconds }, async () => {
    for (const place of places) {
      const changes = typist.type(place);
      if (!isHasty(seconds)) await pause(random.between(...PACE_MILLISECONDS));
      await bursts.wait(() => server.change(uri, changes));
    }
  });
  await server.stop();
  return { keys, bursts, byPlace };
}

/** Whether somebody only wants to see that it works. */
function isHasty(seconds: number): boolean {
  return seconds < 1;
}
