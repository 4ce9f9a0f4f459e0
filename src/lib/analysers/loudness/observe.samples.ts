import { SAMPLE_RATE } from '$lib/core/media.ts';
import type { SampleObserver, SampleObserverModule } from '$lib/core/observe.ts';
import { Biquad, kWeighting } from '$lib/core/signal/biquad.ts';
import { Column } from '$lib/core/signal/framing.ts';
import { LOUDNESS_STEP } from '$lib/core/signal/loudness.ts';
import { loudnessTrack, type LoudnessTrack } from './track.ts';

/** Fine enough for the edges of pauses and the peaks of syllables. */
const LEVEL_STEP = 0.01;
const LEVEL_SAMPLES = SAMPLE_RATE * LEVEL_STEP;
const LEVELS_PER_STEP = Math.round(LOUDNESS_STEP / LEVEL_STEP);
/** Samples from here on count as clipped: resampling moves the flat tops of clipped sound a little. */
const FULL_SCALE = 0.985;

class LevelMeter implements SampleObserver<LoudnessTrack> {
  readonly #shelf: Biquad;
  readonly #highPass: Biquad;
  /** For the plain level: the same high-pass without the shelf. */
  readonly #rumble: Biquad;
  readonly #level = new Column();
  readonly #weighted = new Column();
  readonly #peak = new Column();
  readonly #clipped = new Column();
  #sample = 0;
  #plainSum = 0;
  #weightedSum = 0;
  #largest = 0;
  #clippedCount = 0;

  constructor() {
    const [shelf, highPass] = kWeighting(SAMPLE_RATE);
    this.#shelf = new Biquad(shelf);
    this.#highPass = new Biquad(highPass);
    this.#rumble = new Biquad(highPass);
  }

  observe(samples: Float32Array): void {
    for (const sample of samples) {
      const plain = this.#rumble.step(sample);
      const weighted = this.#highPass.step(this.#shelf.step(sample));
      const size = Math.abs(sample);
      this.#plainSum += plain * plain;
      this.#weightedSum += weighted * weighted;
      if (size > this.#largest) this.#largest = size;
      if (size >= FULL_SCALE) this.#clippedCount++;
      if (++this.#sample % LEVEL_SAMPLES === 0) this.#endLevel();
    }
  }

  finish(): LoudnessTrack {
    return {
      levelStep: LEVEL_STEP,
      level: this.#level.values(),
      step: LOUDNESS_STEP,
      weighted: this.#weighted.values(),
      peak: this.#peak.values(),
      clipped: this.#clipped.values(),
    };
  }

  close(): void {
    // Holds nothing but its columns.
  }

  #endLevel(): void {
    this.#level.push(this.#plainSum / LEVEL_SAMPLES);
    this.#plainSum = 0;
    if (this.#level.length % LEVELS_PER_STEP !== 0) return;
    const count = LEVEL_SAMPLES * LEVELS_PER_STEP;
    this.#weighted.push(this.#weightedSum / count);
    this.#peak.push(this.#largest);
    this.#clipped.push(this.#clippedCount / count);
    this.#weightedSum = 0;
    this.#largest = 0;
    this.#clippedCount = 0;
  }
}

export default {
  track: loudnessTrack,
  backend: 'script',
  open: () => Promise.resolve(new LevelMeter()),
} satisfies SampleObserverModule<LoudnessTrack>;
