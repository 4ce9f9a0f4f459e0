import { SAMPLE_RATE, type Span } from '$lib/core/media.ts';
import type { ObserveContext, SampleObserver, SampleObserverModule } from '$lib/core/observe.ts';
import { Column } from '$lib/core/signal/framing.ts';
import type { PitchRange } from '$lib/core/signal/pitch.ts';
import { insideOf } from '$lib/core/signal/spans.ts';
import { speechTrack } from '$lib/analysers/speech/track.ts';
import { pitchTrack, type PitchTrack } from './track.ts';
import { FIRST_RANGE, frameOffset, PITCH_STEP, pitchOf, rangeOf, type PitchBlock } from './two-pass.ts';

/** Both passes are made block by block, so that an hour needs no more memory than this. Shorter answers are one block. */
const BLOCK_SECONDS = 120;
const BLOCK = BLOCK_SECONDS * SAMPLE_RATE;
const HOP = SAMPLE_RATE * PITCH_STEP;
/** Sound kept on both sides of a block for the windows of its first and last frames: half of 3 periods of 50 Hz. */
const MARGIN = 0.04 * SAMPLE_RATE;
/** Frames this near to speech are looked at too, so that the path has a run-up; they aren't kept. */
const RUN_UP_SECONDS = 0.1;

class PitchObserver implements SampleObserver<PitchTrack> {
  readonly #context: ObserveContext;
  readonly #speech: readonly Span[];
  readonly #nearSpeech: readonly Span[];
  readonly #hertz = new Column();
  readonly #ranges: { floor: number; ceiling: number }[] = [];
  /** Voiced frames of all first passes so far. */
  readonly #firstPass = new Column();
  readonly #sound = new Float32Array(BLOCK + 2 * MARGIN);
  /** Samples in `#sound`; the first `MARGIN` are from before the block. */
  #filled = MARGIN;
  #peak = 0;
  #blocks = 0;

  constructor(context: ObserveContext, speech: readonly Span[]) {
    this.#context = context;
    this.#speech = speech;
    this.#nearSpeech = speech.map(({ start, end }) => ({ start: start - RUN_UP_SECONDS, end: end + RUN_UP_SECONDS }));
  }

  observe(samples: Float32Array): void {
    for (let taken = 0; taken < samples.length;) {
      const piece = samples.subarray(taken, taken + this.#sound.length - this.#filled);
      this.#sound.set(piece, this.#filled);
      this.#filled += piece.length;
      taken += piece.length;
      if (this.#filled < this.#sound.length) continue;
      this.#analyse(BLOCK / HOP);
      this.#sound.copyWithin(0, BLOCK);
      this.#filled -= BLOCK;
    }
  }

  finish(): PitchTrack {
    const frames = Math.floor(Math.max(0, this.#filled - MARGIN) / HOP);
    this.#sound.fill(0, this.#filled);
    // What lies beyond the last whole block may be longer than one by the margin.
    if (frames > 0) this.#analyse(frames);
    return { step: PITCH_STEP, hertz: this.#hertz.values(), blockSeconds: BLOCK_SECONDS, ranges: this.#ranges };
  }

  close(): void {
    // Holds nothing but its columns.
  }

  #analyse(frames: number): void {
    this.#context.signal.throwIfAborted();
    for (let i = 0; i < this.#filled; i++) this.#peak = Math.max(this.#peak, Math.abs(this.#sound[i]!));
    for (const hertz of this.#pass(frames, FIRST_RANGE)) if (!Number.isNaN(hertz)) this.#firstPass.push(hertz);
    const range = rangeOf(this.#firstPass.view());
    this.#ranges.push(range);
    for (const hertz of this.#pass(frames, range)) this.#hertz.push(hertz);
    this.#blocks++;
  }

  /** Pitch of the block in hand where somebody speaks, NaN elsewhere. */
  #pass(frames: number, range: PitchRange): Float64Array {
    const offset = frameOffset(this.#context.media.seconds, range);
    const begin = this.#blocks * BLOCK_SECONDS;
    const times = Array.from({ length: frames }, (_, i) => begin + i * PITCH_STEP + offset);
    const near = times.map(insideOf(this.#nearSpeech));
    const inside = times.map(insideOf(this.#speech));
    const block: PitchBlock = {
      sound: this.#sound,
      sampleRate: SAMPLE_RATE,
      first: MARGIN + Math.round(offset * SAMPLE_RATE),
      frames,
      isWanted: (frame) => near[frame]!,
      peak: this.#peak,
    };
    return pitchOf(block, range).map((hertz, i) => (inside[i]! ? hertz : NaN));
  }
}

export default {
  track: pitchTrack,
  backend: 'script',
  needs: ['speech'],
  open: (context) => Promise.resolve(new PitchObserver(context, context.tracks.get(speechTrack)?.spans ?? [])),
} satisfies SampleObserverModule<PitchTrack>;
