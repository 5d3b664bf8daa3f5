/**
 * Values that are worked out when somebody asks, and kept until something they rest on changes.
 * What a value rests on is noticed while it is worked out: every input and every other value that
 * is read on the way. One that comes out the same as before changes nothing for those who rest on it.
 *
 * A value must not be asked for while it is being worked out itself.
 */
export class Cells {
  private now = 1;
  private reading: Read | null = null;

  /** A value that is set from outside. */
  input<T>(value: T, same: (a: T, b: T) => boolean = Object.is): Input<T> {
    return new Input(this, value, same);
  }

  /** A value that is worked out of others. */
  cell<T>(work: () => T, same: (a: T, b: T) => boolean = Object.is): () => T {
    const cell = new WorkedOut(this, work, same);
    return () => cell.get();
  }

  /** Notes that whatever is being worked out rests on this. */
  noteInput(input: Input<unknown>): void {
    this.reading?.inputs.add(input);
  }

  noteCell(cell: WorkedOut<unknown>): void {
    this.reading?.cells.add(cell);
  }

  /** A moment later than all before. */
  tick(): number {
    return (this.now += 1);
  }

  get moment(): number {
    return this.now;
  }

  /** Does some work, and says what it has read. */
  observe<T>(work: () => T): { readonly value: T; readonly read: Read } {
    const outer = this.reading;
    const read: Read = { inputs: new Set(), cells: new Set() };
    this.reading = read;
    try {
      return { value: work(), read };
    } finally {
      this.reading = outer;
    }
  }
}

/** What has been read while something was worked out. */
interface Read {
  readonly inputs: Set<Input<unknown>>;
  readonly cells: Set<WorkedOut<unknown>>;
}

export class Input<T> {
  /** When its value became what it is now. */
  changedAt: number;

  constructor(
    private readonly cells: Cells,
    private value: T,
    private readonly same: (a: T, b: T) => boolean,
  ) {
    this.changedAt = cells.moment;
  }

  get(): T {
    this.cells.noteInput(this as Input<unknown>);
    return this.value;
  }

  /** Its value, for whoever sets it. */
  peek(): T {
    return this.value;
  }

  set(value: T): void {
    if (!this.same(this.value, value)) this.changedAt = this.cells.tick();
    this.value = value;
  }
}

class WorkedOut<T> {
  /** When its value became what it is now. */
  changedAt = 0;
  private checkedAt = 0;
  private known: { readonly value: T } | null = null;
  private inputs: readonly Input<unknown>[] = [];
  private others: readonly WorkedOut<unknown>[] = [];

  constructor(
    private readonly cells: Cells,
    private readonly work: () => T,
    private readonly same: (a: T, b: T) => boolean,
  ) {}

  get(): T {
    const { value } = this.brought();
    this.cells.noteCell(this as WorkedOut<unknown>);
    return value;
  }

  /** Its value, up to date. */
  private brought(): { readonly value: T } {
    const { cells, known } = this;
    const now = cells.moment;
    if (known !== null && (this.checkedAt === now || this.holds())) {
      this.checkedAt = now;
      return known;
    }
    const { value, read } = cells.observe(this.work);
    const isSame = known !== null && this.same(known.value, value);
    if (!isSame) this.changedAt = now;
    const result = isSame ? known : { value };
    this.known = result;
    this.inputs = [...read.inputs];
    this.others = [...read.cells];
    this.checkedAt = now;
    return result;
  }

  /** Whether nothing has changed that it rests on. Inputs come first: they cost one look each. */
  private holds(): boolean {
    const { checkedAt } = this;
    for (const input of this.inputs) if (input.changedAt > checkedAt) return false;
    for (const other of this.others) {
      other.brought();
      if (other.changedAt > checkedAt) return false;
    }
    return true;
  }
}

/** Whether two lists have the same items. */
export function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
