/**
 * Containers write time stamps in coarse units (WebM: 1 ms), so pieces that follow each other seem to overlap or to leave
 * holes by as much. Up to this many seconds the samples themselves are believed, beyond it the time stamp.
 */
const TOLERANCE = 0.02;

/**
 * Puts pieces of sound, each with its time stamp, onto one line of samples that begins at a given place and has no holes:
 * a hole becomes silence, what overlaps or lies before the beginning is dropped.
 */
export class Continuous {
  readonly #rate: number;
  #next: number;
  #isBegun = false;

  /** @param rate samples per second; @param first index of the line's first sample, counted from second 0 */
  constructor(rate: number, first: number) {
    this.#rate = rate;
    this.#next = first;
  }

  /**
   * What follows on the line: silence, in stretches of a second at most, and samples.
   *
   * @param at seconds of the first sample
   * @param channels of the same length, one or more
   */
  *place(at: number, channels: readonly Float32Array[]): Generator<readonly Float32Array[], void> {
    let gap = Math.round(at * this.#rate) - this.#next;
    if (this.#isBegun && Math.abs(gap) <= TOLERANCE * this.#rate) gap = 0;
    const rest = gap < 0 ? channels.map((samples) => samples.subarray(Math.min(samples.length, -gap))) : channels;
    const length = rest[0]?.length ?? 0;
    if (length === 0) return;
    this.#isBegun = true;
    this.#next += Math.max(0, gap) + length;
    for (let left = gap; left > 0; left -= this.#rate) {
      const silence = new Float32Array(Math.min(left, this.#rate));
      yield channels.map(() => silence);
    }
    yield rest;
  }
}
