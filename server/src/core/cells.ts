/** Something that values are worked out from. */
interface Source {
  /** Brings it up to date. */
  refresh(): void;
  /** When its value became what it is now. */
  readonly changedAt: number;
}

/**
 * Values that are worked out when somebody asks, and kept until something they rest on changes.
 * What a value rests on is noticed while it is worked out: every input and every other value that
 * is read on the way. One that comes out the same as before changes nothing for those who rest on it.
 *
 * A value must not be asked for while it is being worked out itself.
 */
export class Cells {
  private now = 1;
  private reading: Set<Source> | null = null;

  /** A value that is set from outside. */
  input<T>(value: T, same: (a: T, b: T) => boolean = Object.is): Input<T> {
    return new InputCell(this, value, same);
  }

  /** A value that is worked out of others. */
  cell<T>(work: () => T, same: (a: T, b: T) => boolean = Object.is): () => T {
    const cell = new WorkedOut(this, work, same);
    return () => cell.get();
  }

  /** Notes that whatever is being worked out rests on this. */
  note(source: Source): void {
    this.reading?.add(source);
  }

  /** A moment later than all before. */
  tick(): number {
    return (this.now += 1);
  }

  get moment(): number {
    return this.now;
  }

  /** Does some work, and says what it has read. */
  observe<T>(work: () => T): { readonly value: T; readonly read: ReadonlySet<Source> } {
    const outer = this.reading;
    const read = new Set<Source>();
    this.reading = read;
    try {
      return { value: work(), read };
    } finally {
      this.reading = outer;
    }
  }
}

export interface Input<T> {
  get(): T;
  set(value: T): void;
}

class InputCell<T> implements Input<T>, Source {
  changedAt: number;

  constructor(
    private readonly cells: Cells,
    private value: T,
    private readonly same: (a: T, b: T) => boolean,
  ) {
    this.changedAt = cells.moment;
  }

  get(): T {
    this.cells.note(this);
    return this.value;
  }

  set(value: T): void {
    if (!this.same(this.value, value)) this.changedAt = this.cells.tick();
    this.value = value;
  }

  refresh(): void {
    // It is what it was set to.
  }
}

class WorkedOut<T> implements Source {
  changedAt = 0;
  private checkedAt = 0;
  private known: { value: T; readonly restsOn: ReadonlySet<Source> } | null = null;

  constructor(
    private readonly cells: Cells,
    private readonly work: () => T,
    private readonly same: (a: T, b: T) => boolean,
  ) {}

  get(): T {
    const { value } = this.brought();
    this.cells.note(this);
    return value;
  }

  refresh(): void {
    this.brought();
  }

  private brought(): { readonly value: T } {
    const { cells, known } = this;
    const now = cells.moment;
    if (known !== null) {
      if (this.checkedAt === now || this.holds(known.restsOn)) {
        this.checkedAt = now;
        return known;
      }
    }
    const { value, read } = cells.observe(this.work);
    const isSame = known !== null && this.same(known.value, value);
    if (!isSame) this.changedAt = now;
    this.known = { value: isSame ? known.value : value, restsOn: read };
    this.checkedAt = now;
    return this.known;
  }

  private holds(restsOn: ReadonlySet<Source>): boolean {
    for (const source of restsOn) {
      source.refresh();
      if (source.changedAt > this.checkedAt) return false;
    }
    return true;
  }
}

/** Whether two lists have the same items. */
export function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
