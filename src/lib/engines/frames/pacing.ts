/**
 * Picks, of pictures that come in order, those an observer wants: at most one in each 1/rate of the recording's time.
 * A grid of time, not a count of pictures, so that a variable frame rate keeps the rate as even as the file allows.
 */
export class Pacing {
  readonly #ratePerSecond: number;
  #slot = -1;

  constructor(ratePerSecond: number) {
    this.#ratePerSecond = ratePerSecond;
  }

  /** @param at seconds of a picture; each picture is asked about once, in order */
  wants(at: number): boolean {
    // A picture of 30 a second lies at 0.0999… rather than 0.1: the margin puts it in the slot it was meant for.
    const slot = Math.floor(at * this.#ratePerSecond + 1e-3);
    if (slot <= this.#slot) return false;
    this.#slot = slot;
    return true;
  }
}
