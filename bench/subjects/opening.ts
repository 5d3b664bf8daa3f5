import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { coldParse, ONE_PARSE, parsed } from "../floors.js";
import {
  ALL_RELEVANT,
  FEW_RELEVANT,
  largeTemplateText,
  MEDIUM,
  scaled,
  type LargeTemplate,
} from "../input/large-template.js";
import { Random } from "../input/random.js";
import { smallTemplate } from "../input/small-template.js";
import { repeated, Times } from "../measuring.js";
import { ServerProcess } from "../server-process.js";
import { compared, type Figure, type Input, type Limit, type Subject } from "../subject.js";

const A_PARSE: Limit = { of: "ratio", atMost: 1 };
const LITTLE_OF_IT: Limit = { of: "ratio", atMost: 0.15 };
/** A server that has just answered has more to do; a person opens a file later. */
const SETTLING_MILLISECONDS = 300;
/** So many templates are opened before the first that counts as warm. */
const WARMING = 20;

/** A template is opened. */
export const opening: Subject = {
  name: "opening",
  about:
    "a template is opened → its first diagnostics at the client, over --stdio, each time another template",
  async measure(input) {
    const large = (made: LargeTemplate, format: "yaml" | "json") => {
      return (random: Random): string =>
        largeTemplateText(random, scaled(made, input.options.resources), format);
    };
    const all = large(ALL_RELEVANT, "yaml");
    const few = large(FEW_RELEVANT, "yaml");
    const json = large(ALL_RELEVANT, "json");
    return [
      await cold(input, "YAML of 1 MB, 500 of 500 relevant", all, [A_PARSE]),
      await cold(input, "YAML of 1 MB, 20 of 500 relevant", few, [LITTLE_OF_IT]),
      await warm(input, "YAML of 1 MB, 500 of 500 relevant", all, { limits: [A_PARSE] }),
      await warm(input, "YAML of 1 MB, 20 of 500 relevant", few, { limits: [LITTLE_OF_IT] }),
      await warm(input, "JSON of 1.7 MB, 500 of 500 relevant", json, { languageId: "json" }),
      await warm(input, "YAML of 100 kB", large(MEDIUM, "yaml"), {}),
      await warm(input, "SAM of 50 lines", smallTemplate, {
        limits: [{ of: "value", atMost: 5 }],
        warming: WARMING,
        runs: 200,
      }),
    ];
  },
};

type Make = (random: Random) => string;

/** Each in a server of its own; the floor, too, is the first thing that its process does. */
async function cold(input: Input, what: string, make: Make, limits: readonly Limit[]): Promise<Figure> {
  const { programs, options, floorProgram, folder, seconds } = input;
  const [opened, parses] = [new Times(), new Times()];
  const text = make(new Random(options.seed));
  const path = join(folder, "cold.yaml");
  writeFileSync(path, text);
  await repeated({ runs: 7, seconds: 2 * seconds }, async () => {
    parses.add(coldParse(floorProgram, path));
    const server = await ServerProcess.start(programs.server);
    await pause(SETTLING_MILLISECONDS);
    await opened.wait(() => server.open("file:///app/cold.yaml", text, "yaml"));
    await server.stop();
  });
  return compared(`${what}, cold`, opened, { what: `cold ${ONE_PARSE}`, times: parses }, limits);
}

interface Warm {
  readonly limits?: readonly Limit[];
  readonly languageId?: string;
  readonly warming?: number;
  readonly runs?: number;
}

/** One after the other in the same server, which closes each before the next. */
async function warm(
  { programs, options, seconds }: Input,
  what: string,
  make: Make,
  { limits = [], languageId = "yaml", warming = 1, runs = 10 }: Warm,
): Promise<Figure> {
  let [opened, parses] = [new Times(), new Times()];
  const server = await ServerProcess.start(programs.server);
  let made = options.seed;
  const openNext = async (): Promise<void> => {
    const text = make(new Random((made += 1)));
    parses.take(() => parsed(text));
    const uri = `file:///app/template-${made}.${languageId}`;
    await opened.wait(() => server.open(uri, text, languageId));
    await server.close(uri);
  };
  for (let round = 0; round < warming; round++) await openNext();
  [opened, parses] = [new Times(), new Times()];
  await repeated({ runs, seconds: 2 * seconds }, openNext);
  await server.stop();
  return compared(`${what}, warm`, opened, { what: ONE_PARSE, times: parses }, limits);
}
