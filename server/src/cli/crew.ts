import { setImmediate } from "node:timers/promises";
import type { Worker } from "node:worker_threads";
import { namesModelledType } from "../service.js";
import type { LinkCall } from "./link-calls.js";
import type { JudgedText, WorkerAnswer, WorkerMessage, WorkerOptions } from "./worker.js";

/** A thread, as far as it is spoken to. */
export type WorkerThread = Pick<Worker, "on" | "postMessage" | "terminate">;

/** Starts a thread that runs `work` of `worker.ts`. */
export type StartWorker = (options: WorkerOptions) => WorkerThread;

/** How threads are made, and when. */
export interface Threads {
  readonly start: StartWorker;
  /** How many can run at the same time. */
  readonly processors: number;
  /** Characters of templates with tables or keys below which threads cost more than they take over. */
  readonly worth: number;
}

const ENOUGH_PROCESSORS = 4;
const USUAL_MOST = 8;
/** Characters of templates that are sent at a time. */
const PARCEL = 250_000;
/** Files that a thread is given at a time, and how many times over: it is never to wait for the next. */
const SHARE = 4;
const SHARES_AT_HAND = 2;

interface Member {
  readonly thread: WorkerThread;
  /** What it is at, in the order in which it answers. */
  readonly shares: (readonly string[])[];
}

/**
 * How many threads a run may have, this one included, where nobody has said: every thread links all
 * templates, so a second one takes over little more than it costs (measured on two processors, where
 * the collector and the compiler have use for the other one).
 */
export function usualThreads(processors: number): number {
  return processors < ENOUGH_PROCESSORS ? 1 : Math.min(processors, USUAL_MOST);
}

/** The threads of a run. Each of them links all templates and judges some of the files, as this one does. */
export class Crew {
  /** What went wrong with threads, as sentences. */
  readonly faults: string[] = [];
  private readonly members = new Set<Member>();
  private readonly calls: LinkCall[] = [];
  /** Characters of what is worth a thread, and of what hasn't been sent. */
  private work = 0;
  private unsent = 0;
  /** The files that nobody is at. */
  private waiting: string[] = [];
  private readonly judged = new Map<string, JudgedText | null>();
  private wake: () => void = () => undefined;

  /** @param size how many threads may be started. */
  constructor(
    private readonly size: number,
    private readonly threads: Threads,
    private readonly options: WorkerOptions,
  ) {}

  /** Passes a step on. Threads are started once there is enough for them to do. */
  link(call: LinkCall): void {
    if (this.size === 0) return;
    this.calls.push(call);
    const text = "text" in call ? (call.text ?? "") : "";
    this.unsent += text.length;
    if (namesModelledType((word) => text.includes(word))) this.work += text.length;
    if (this.work < this.threads.worth) return;
    if (this.members.size === 0) while (this.members.size < this.size) this.engage();
    if (this.unsent >= PARCEL) this.sendCalls();
  }

  /**
   * Judges files, wherever there is somebody free.
   *
   * @param here judges a file in this thread.
   * @returns what came of each file, in the order of the paths, as soon as that is known.
   */
  async *judge(
    paths: readonly string[],
    here: (path: string) => JudgedText | null,
  ): AsyncGenerator<JudgedText | null, void> {
    this.sendCalls();
    this.waiting = [...paths].reverse();
    this.members.forEach((member) => this.supply(member));
    for (const path of paths) {
      let judged = this.judged.get(path);
      while (judged === undefined) {
        await this.doSomething(here);
        judged = this.judged.get(path);
      }
      this.judged.delete(path);
      yield judged;
    }
  }

  /** Sends everybody home. */
  end(): void {
    const members = [...this.members];
    this.members.clear();
    for (const { thread } of members) void thread.terminate();
  }

  private async doSomething(here: (path: string) => JudgedText | null): Promise<void> {
    const path = this.waiting.pop();
    if (path === undefined) return new Promise((resolve) => (this.wake = resolve));
    this.judged.set(path, here(path));
    // Time to hear what the others have to say.
    if (this.members.size > 0) await setImmediate();
  }

  private engage(): void {
    const member: Member = { thread: this.threads.start(this.options), shares: [] };
    this.members.add(member);
    member.thread.on("message", (answer: WorkerAnswer) => this.take(member, answer));
    member.thread.on("error", (error) => this.lose(member, error));
    member.thread.on("messageerror", (error) => this.lose(member, error));
    member.thread.on("exit", (code) => this.lose(member, new Error(`it ended with code ${code}`)));
  }

  private sendCalls(): void {
    const message: WorkerMessage = { kind: "link", calls: this.calls.splice(0) };
    this.unsent = 0;
    for (const { thread } of this.members) thread.postMessage(message);
  }

  private supply(member: Member): void {
    while (member.shares.length < SHARES_AT_HAND && this.waiting.length > 0) {
      const paths = this.waiting.splice(-SHARE).reverse();
      member.shares.push(paths);
      const message: WorkerMessage = { kind: "judge", paths };
      member.thread.postMessage(message);
    }
  }

  private take(member: Member, answer: WorkerAnswer): void {
    const paths = member.shares.shift() ?? [];
    paths.forEach((path, index) => this.judged.set(path, answer[index] ?? null));
    this.supply(member);
    this.wake();
  }

  /** What a failed thread was at is judged by the others. */
  private lose(member: Member, error: unknown): void {
    if (!this.members.delete(member)) return;
    void member.thread.terminate();
    const what = error instanceof Error ? error.message : String(error);
    this.faults.push(
      `A thread failed, which is a fault of the linter; its files were checked without it: ${what}.`,
    );
    this.waiting.push(...member.shares.flat().reverse());
    this.wake();
  }
}
