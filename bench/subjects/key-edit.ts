import { readFileSync } from "node:fs";
import { join } from "node:path";
import { filesBelow } from "../input/read.js";
import { FOLDERS } from "../input/workspace.js";
import { repeated, Times } from "../measuring.js";
import { analyse, openWorkspace, parseSettings, type Analysis } from "../../server/src/service.js";
import { compared, figure, type Figure, type Subject } from "../subject.js";

const ROUNDS = 40;
const { settings } = parseSettings();

/** A key that others import is edited. */
export const keyEdit: Subject = {
  name: "key-edit",
  about:
    "every template is open; a key that others import is edited, and every template that rests on it is judged again",
  async measure({ folder, seconds }) {
    const open = new OpenTemplates(filesBelow(join(folder, FOLDERS.templates)));
    const named = (name: string): string => join(folder, FOLDERS.templates, name);
    // The first app's template holds the key of the whole platform, too.
    return [
      ...(await open.edits("key of one app", named("app-00001/keys.yaml"), "  TableKey:", seconds)),
      ...(await open.edits("key of the platform", named("app-00000/keys.yaml"), "  PlatformKey:", seconds)),
    ];
  },
};

class OpenTemplates {
  private readonly workspace = openWorkspace();
  private readonly analyses = new Map<string, Analysis>();

  constructor(paths: readonly string[]) {
    for (const path of paths) this.workspace.put(path, readFileSync(path, "utf8"));
    for (const path of paths) this.judge(path, readFileSync(path, "utf8"));
  }

  /** Turns a key's rotation off and on again, many times. */
  async edits(what: string, path: string, key: string, seconds: number): Promise<readonly Figure[]> {
    const before = this.analyses.get(path)?.source.text;
    // A small input has one app.
    if (before === undefined) return [];
    const texts = [withoutRotation(before, key), before];
    const textOf = (round: number): string => texts[round % 2] ?? before;
    const [times, whole] = [new Times(), new Times()];
    let rest = 0;
    await repeated({ runs: ROUNDS, seconds }, (round) => {
      rest = times.take(() => this.edit(path, textOf(round))).size;
    });
    if (rest === 0) throw new Error(`No template rests on ${path}.`);
    await repeated({ runs: 5, seconds }, (round) => {
      whole.take(() => {
        this.edit(path, textOf(round));
        for (const [other, { source }] of this.analyses) this.judge(other, source.text);
      });
    });
    const floor = { what: "everything judged again", times: whole };
    return [
      figure(`${what}: templates that rest on it`, rest, "templates"),
      compared(`${what}: edit to findings`, times, floor, [{ of: "value", atMost: 50 }]),
    ];
  }

  private edit(path: string, text: string): ReadonlySet<string> {
    const affected = this.workspace.put(path, text);
    this.judge(path, text);
    for (const other of affected) this.judge(other, this.analyses.get(other)?.source.text ?? "");
    return affected;
  }

  private judge(path: string, text: string): void {
    const previous = this.analyses.get(path);
    const options = { settings, today: "2026-01-31", workspace: this.workspace };
    this.analyses.set(
      path,
      analyse({ path, text }, { ...options, ...(previous !== undefined && { previous }) }),
    );
  }
}

function withoutRotation(text: string, key: string): string {
  const at = text.indexOf("EnableKeyRotation: true", text.indexOf(key));
  return `${text.slice(0, at)}EnableKeyRotation: false${text.slice(at + "EnableKeyRotation: true".length)}`;
}
