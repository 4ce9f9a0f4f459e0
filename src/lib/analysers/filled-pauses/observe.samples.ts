import type { Span } from '$lib/core/media.ts';
import { SAMPLE_RATE } from '$lib/core/media.ts';
import type { SampleObserver, SampleObserverModule } from '$lib/core/observe.ts';
import { Column, Framer } from '$lib/core/signal/framing.ts';
import { insideOf } from '$lib/core/signal/spans.ts';
import { pitchTrack } from '$lib/analysers/pitch/track.ts';
import { speechTrack } from '$lib/analysers/speech/track.ts';
import { heldStretches } from './held.ts';
import { cepstralDistance, FRAME_SAMPLES, FRAME_STEP, spectrumOf } from './spectrum.ts';
import { filledPausesTrack, type FilledPausesTrack } from './track.ts';

/** Frames on each side of the one whose change is measured. */
const REACH = 3;
const HOP = SAMPLE_RATE * FRAME_STEP;

class FilledPauses implements SampleObserver<FilledPausesTrack> {
  readonly #hertz: Float32Array;
  readonly #isSpeech: (at: number) => boolean;
  readonly #framer = new Framer(FRAME_SAMPLES, HOP);
  /** The latest cepstra, `undefined` outside speech; the oldest is 2·REACH frames back. */
  readonly #cepstra: (Float64Array | undefined)[] = [];
  readonly #change = new Column();
  readonly #level = new Column();
  readonly #openness = new Column();
  #frames = 0;

  constructor(hertz: Float32Array, speech: readonly Span[]) {
    this.#hertz = hertz;
    this.#isSpeech = insideOf(speech);
    // The window of frame i is centred 0.0125 s after i · step; pitch frames are centred within the step after it.
    for (let i = 0; i < REACH; i++) this.#change.push(NaN);
  }

  observe(samples: Float32Array): void {
    for (const frame of this.#framer.push(samples)) this.#hear(frame);
  }

  finish(): FilledPausesTrack {
    const spans = heldStretches({
      step: FRAME_STEP,
      hertz: this.#hertz,
      change: smoothed(this.#change.view()),
      level: this.#level.view(),
      openness: this.#openness.view(),
    });
    return { spans };
  }

  close(): void {
    // Holds nothing but its columns.
  }

  #hear(frame: Float32Array): void {
    const isWanted = this.#isSpeech(this.#frames * FRAME_STEP + FRAME_SAMPLES / 2 / SAMPLE_RATE);
    this.#frames++;
    const spectrum = isWanted ? spectrumOf(frame) : undefined;
    this.#level.push(spectrum?.level ?? NaN);
    this.#openness.push(spectrum?.openness ?? NaN);
    const newest = spectrum?.cepstrum;
    this.#cepstra.push(newest);
    if (this.#cepstra.length <= 2 * REACH) return;
    const oldest = this.#cepstra.shift();
    this.#change.push(oldest && newest ? cepstralDistance(oldest, newest) : NaN);
  }
}

/** Mean of three; not measured where one of them isn't. */
function smoothed(values: Float32Array): Float32Array {
  return values.map((_, i) => (values[i - 1]! + values[i]! + values[i + 1]!) / 3);
}

export default {
  track: filledPausesTrack,
  backend: 'script',
  needs: ['speech', 'pitch'],
  open: ({ tracks }) => {
    const hertz = tracks.get(pitchTrack)?.hertz ?? new Float32Array(0);
    return Promise.resolve(new FilledPauses(hertz, tracks.get(speechTrack)?.spans ?? []));
  },
} satisfies SampleObserverModule<FilledPausesTrack>;
