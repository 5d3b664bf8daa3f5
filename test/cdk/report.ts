/** What the tests use of the JSON report; docs/json-output.md describes it in full. */
export interface Report {
  readonly files: readonly { readonly path: string; readonly problems: readonly object[] }[];
  readonly findings: readonly {
    readonly path: string;
    readonly rule: string;
    readonly resource: string | null;
  }[];
  readonly tables: readonly TableEntry[];
  readonly keys: readonly KeyEntry[];
}

/** A resource: its template, relative to the working folder, and its logical id. */
export interface Place {
  readonly path: string;
  readonly resource: string;
}

export interface TableEntry extends Place {
  readonly replica: string | null;
  readonly cases: readonly TableCase[];
}

export interface TableCase {
  readonly key: string;
  readonly reference: string | null;
  readonly reason: string | null;
  /** The key, in whichever template it is; null where none of the templates holds it. */
  readonly keyAt: Place | null;
}

export interface KeyEntry extends Place {
  readonly region: string | null;
  readonly usable: boolean | null;
  readonly rotation: boolean | null;
  readonly retained: boolean | null;
  readonly usedBy: readonly (Place & { readonly replica: string | null })[];
}
