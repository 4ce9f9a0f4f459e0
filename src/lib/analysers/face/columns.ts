/** Rows of numbers that grow while a recording is watched, kept by column. */
export class Columns<Name extends string> {
  readonly #names: readonly Name[];
  readonly #at: number[] = [];
  readonly #rows: Partial<Record<Name, number>>[] = [];

  constructor(names: readonly Name[]) {
    this.#names = names;
  }

  /** @param row a column that is left out is NaN: not measured */
  push(at: number, row: Partial<Record<Name, number>>): void {
    this.#at.push(at);
    this.#rows.push(row);
  }

  get at(): Float64Array<ArrayBuffer> {
    return Float64Array.from(this.#at);
  }

  get values(): Record<Name, Float32Array<ArrayBuffer>> {
    return Object.fromEntries(
      this.#names.map((name) => [name, Float32Array.from(this.#rows, (row) => row[name] ?? Number.NaN)]),
    ) as Record<Name, Float32Array<ArrayBuffer>>;
  }
}
