import type { Track } from '$lib/core/track.ts';

/** Tracks of one recording as they are made: who reads them gets what there is, and again each time that there is more. */
export class GrowingTracks {
  readonly #tracks: Track[] = [];
  #isOver = false;
  #wake: (() => void) | undefined;

  add(track: Track): void {
    this.#tracks.push(track);
    this.#wake?.();
  }

  /** No more will come. */
  end(): void {
    this.#isOver = true;
    this.#wake?.();
  }

  /** For one reader; what comes while it is busy is told at once afterwards. The last one told holds all. */
  async *[Symbol.asyncIterator](): AsyncGenerator<readonly Track[], void> {
    for (let told = 0; ;) {
      while (told === this.#tracks.length && !this.#isOver) {
        await new Promise<void>((resolve) => (this.#wake = resolve));
      }
      if (told === this.#tracks.length) return;
      told = this.#tracks.length;
      yield [...this.#tracks];
    }
  }
}
