import { spawnSync } from "node:child_process";
import { repeated, timed, Times } from "../measuring.js";
import { ServerProcess } from "../server-process.js";
import { compared, type Input, type Subject } from "../subject.js";

/** What it takes until anything can be asked. */
export const startUp: Subject = {
  name: "start-up",
  about:
    "from the start of a process until the server has answered the first request, and the command line has ended",
  async measure({ programs, seconds }: Input) {
    const [empty, ready, version, more] = [new Times(), new Times(), new Times(), new Times()];
    await repeated({ runs: 30, seconds: 2 * seconds }, async () => {
      const floor = await timed(() => node("-e", "0"));
      const whole = await timed(() => node(programs.commandLine, "--version"));
      empty.add(floor.milliseconds);
      version.add(whole.milliseconds);
      more.add(whole.milliseconds - floor.milliseconds);
      const server = await ready.wait(() => ServerProcess.start(programs.server));
      await server.stop();
    });
    const floor = { what: "node -e 0", times: empty };
    return [
      compared("server ready", ready, floor, [{ of: "value", atMost: 120 }]),
      compared("command line, --version", version, floor),
      {
        ...compared("command line, --version: more than node -e 0", more, floor, [
          { of: "value", atMost: 60 },
        ]),
        floor: null,
      },
    ];
  },
};

function node(...options: readonly string[]): void {
  const { status, stderr } = spawnSync(process.execPath, options);
  if (status !== 0) throw new Error(`A process has failed:\n${stderr.toString()}`);
}
