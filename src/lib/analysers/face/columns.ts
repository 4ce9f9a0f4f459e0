/** Rows of numbers that grow while a recording is watched, kept by column, in memory that doubles. */
export class Columns<Name extends string> {
  readonly #names: readonly Name[];
  readonly #columns: Float32Array<ArrayBuffer>[];
  #at = new Float64Array(64);
  #length = 0;

  constructor(names: readonly Name[]) {
    this.#names = names;
    this.#columns = names.map(() => new Float32Array(this.#at.length));
  }

  /** @param row a column that is left out is NaN: not measured */
  push(at: number, row: Partial<Record<Name, number>>): void {
    if (this.#length === this.#at.length) this.#grow();
    this.#at[this.#length] = at;
    this.#names.forEach((name, i) => {
      this.#columns[i]![this.#length] = row[name] ?? Number.NaN;
    });
    this.#length++;
  }

  /** Drops the rows before this time: what only looks back a few seconds keeps no more than these. */
  forget(before: number): void {
    let first = 0;
    while (first < this.#length && this.#at[first]! < before) first++;
    if (first === 0) return;
    this.#at.copyWithin(0, first, this.#length);
    for (const column of this.#columns) column.copyWithin(0, first, this.#length);
    this.#length -= first;
  }

  get at(): Float64Array<ArrayBuffer> {
    return this.#at.slice(0, this.#length);
  }

  get values(): Record<Name, Float32Array<ArrayBuffer>> {
    return Object.fromEntries(this.#names.map((name, i) => [name, this.#columns[i]!.slice(0, this.#length)])) as Record<
      Name,
      Float32Array<ArrayBuffer>
    >;
  }

  #grow(): void {
    const wider = new Float64Array(2 * this.#at.length);
    wider.set(this.#at);
    this.#at = wider;
    this.#columns.forEach((column, i) => {
      const longer = new Float32Array(wider.length);
      longer.set(column);
      this.#columns[i] = longer;
    });
  }
}
