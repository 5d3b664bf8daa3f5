import { remember } from "../core/remember.js";
import type { Settings } from "../core/settings.js";

/**
 * The settings that documents are read with. Of settings only what can change a value counts here:
 * where a document is deployed, and with which parameters. Others mean no fresh start.
 */
export class GivenSettings {
  private readonly byPath = new Map<string, Settings>();
  private others: Settings | null = null;

  /** @returns whether values of the document may be other ones now. */
  set(path: string, settings: Settings): boolean {
    const before = this.byPath.get(path) ?? this.others;
    this.byPath.set(path, settings);
    return before !== null && !sameValues(before, settings);
  }

  /**
   * Sets those of all documents that have none of their own.
   *
   * @returns whether values of such documents may be other ones now.
   */
  setOthers(settings: Settings): boolean {
    const before = this.others;
    this.others = settings;
    return before !== null && !sameValues(before, settings);
  }

  has(path: string): boolean {
    return this.byPath.has(path);
  }

  delete(path: string): void {
    this.byPath.delete(path);
  }

  of(path: string): Settings {
    const settings = this.byPath.get(path) ?? this.others;
    if (settings === null) throw new Error("A workspace is asked before anybody gave settings.");
    return settings;
  }
}

const values = new WeakMap<Settings, string>();

function sameValues(a: Settings, b: Settings): boolean {
  return a === b || valuesIn(a) === valuesIn(b);
}

function valuesIn(settings: Settings): string {
  return remember(values, settings, () => {
    const { region, account, partition, parameters } = settings;
    return JSON.stringify([region, account, partition, [...parameters].sort()]);
  });
}
