/** Samples from here on count as clipped: coders move the flat tops of clipped sound a little. */
const FULL_SCALE = 0.985;

/** Largest sample and share at full scale in steps of a stream of channels; a moment counts once, whatever its channels. */
export class PeakMeter {
  readonly #stepSamples: number;
  #steps = 0;
  #samples = 0;
  #count = 0;
  #largest = 0;
  #clipped = 0;

  /** @param stepSamples samples in a step; need not be whole */
  constructor(stepSamples: number) {
    this.#stepSamples = stepSamples;
  }

  /** @param channels of the same length; @param onStep told of every step that became whole */
  push(channels: readonly Float32Array[], onStep: (peak: number, clippedShare: number) => void): void {
    const length = channels[0]?.length ?? 0;
    let end = Math.round((this.#steps + 1) * this.#stepSamples);
    for (let n = 0; n < length; n++) {
      let size = 0;
      for (const channel of channels) size = Math.max(size, Math.abs(channel[n]!));
      if (size > this.#largest) this.#largest = size;
      if (size >= FULL_SCALE) this.#clipped++;
      this.#count++;
      if (++this.#samples < end) continue;
      onStep(this.#largest, this.#clipped / this.#count);
      this.#largest = 0;
      this.#clipped = 0;
      this.#count = 0;
      end = Math.round((++this.#steps + 1) * this.#stepSamples);
    }
  }
}
