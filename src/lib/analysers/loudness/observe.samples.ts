import { SAMPLE_RATE } from '$lib/core/media.ts';
import type { RecordedSound, SampleObserver, SampleObserverModule } from '$lib/core/observe.ts';
import { Biquad, kWeighting } from '$lib/core/signal/biquad.ts';
import { monoOf } from '$lib/core/signal/channels.ts';
import { Column } from '$lib/core/signal/framing.ts';
import { ChannelsLoudnessMeter, LOUDNESS_STEP, LoudnessMeter } from '$lib/core/signal/loudness.ts';
import { loudnessTrack, type LoudnessTrack } from './track.ts';
import { PeakMeter } from './peaks.ts';

/** Fine enough for the edges of pauses and the peaks of syllables. */
const LEVEL_STEP = 0.01;
const LEVEL_SAMPLES = SAMPLE_RATE * LEVEL_STEP;

/** What is measured of a recording at its own rate, with its channels. */
class RecordingMeter {
  readonly #mono: LoudnessMeter;
  readonly #summed: ChannelsLoudnessMeter | undefined;
  readonly #peaks: PeakMeter;

  constructor({ rate, channels }: RecordedSound) {
    this.#mono = new LoudnessMeter(rate);
    this.#summed = channels.length > 1 ? new ChannelsLoudnessMeter(rate, channels.length) : undefined;
    this.#peaks = new PeakMeter(rate * LOUDNESS_STEP);
  }

  push(channels: readonly Float32Array[], to: Columns): void {
    this.#mono.push(monoOf(channels), (meanSquare) => {
      to.weighted.push(meanSquare);
      if (!this.#summed) to.summed.push(meanSquare);
    });
    this.#summed?.push(channels, (meanSquare) => {
      to.summed.push(meanSquare);
    });
    this.#peaks.push(channels, (peak, clipped) => {
      to.peak.push(peak);
      to.clipped.push(clipped);
    });
  }
}

type Columns = Readonly<Record<'weighted' | 'summed' | 'peak' | 'clipped', Column>>;

class Loudness implements SampleObserver<LoudnessTrack> {
  /** The high-pass of the K-weighting alone. */
  readonly #rumble = new Biquad(kWeighting(SAMPLE_RATE)[1]);
  readonly #level = new Column();
  readonly #columns: Columns = {
    weighted: new Column(),
    summed: new Column(),
    peak: new Column(),
    clipped: new Column(),
  };
  #meter: RecordingMeter | undefined;
  #sample = 0;
  #sum = 0;

  observe(samples: Float32Array, _at: number, recorded: RecordedSound): void {
    for (const sample of samples) {
      const plain = this.#rumble.step(sample);
      this.#sum += plain * plain;
      if (++this.#sample % LEVEL_SAMPLES !== 0) continue;
      this.#level.push(this.#sum / LEVEL_SAMPLES);
      this.#sum = 0;
    }
    this.#meter ??= new RecordingMeter(recorded);
    this.#meter.push(recorded.channels, this.#columns);
  }

  finish(): LoudnessTrack {
    return {
      levelStep: LEVEL_STEP,
      level: this.#level.values(),
      step: LOUDNESS_STEP,
      weighted: this.#columns.weighted.values(),
      summed: this.#columns.summed.values(),
      peak: this.#columns.peak.values(),
      clipped: this.#columns.clipped.values(),
    };
  }

  close(): void {
    // Holds nothing but its columns.
  }
}

export default {
  track: loudnessTrack,
  backend: 'script',
  open: () => Promise.resolve(new Loudness()),
} satisfies SampleObserverModule<LoudnessTrack>;
