/** A value to be written into a template, without any spelling: the format chooses that. */
export type Plain = string | number | boolean | null | readonly Plain[] | PlainMap | PlainCall;

export interface PlainMap {
  readonly [key: string]: Plain;
}

/** An intrinsic function; `name` as in `CallNode` ("Ref", "Fn::GetAtt", "Fn::Sub"). */
export class PlainCall {
  constructor(
    readonly name: string,
    readonly argument: Plain,
  ) {}
}

export function isPlainList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}

export function isPlainMap(value: Plain): value is PlainMap {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof PlainCall)
  );
}
