import { SAMPLE_RATE } from '$lib/core/media.ts';
import type { RecordedSound } from '$lib/core/observe.ts';
import { monoOf } from '$lib/core/signal/channels.ts';
import { Resampler } from '$lib/core/signal/resample.ts';
import { asMany, stretch } from './channels.ts';
import { Continuous } from './continuous.ts';
import { Recorded } from './recorded.ts';

/** A decoded piece of sound: its channels, of the same length, at its own rate; `at` = seconds of its first sample. */
export type SoundPiece = { readonly at: number; readonly rate: number; readonly channels: readonly Float32Array[] };

/**
 * A stretch of sound. Stretches follow each other without gaps.
 *
 * - `samples`: 16 kHz mono, −1…1; `at` = seconds of the first.
 * - `recorded`: the same stretch at the recording's own rate, with all its channels.
 */
export type SoundWindow = {
  readonly samples: Float32Array;
  readonly at: number;
  readonly recorded: RecordedSound;
};

/** Pieces from this long before a stretch, and after it, must be given so that its ends are as they are in the whole. */
export const MARGIN = 0.1;

/** Collects 16 kHz samples into windows of a second, from one sample number up to another. */
class WindowCutter {
  #next: number;
  readonly #end: number;
  #window = new Float32Array(SAMPLE_RATE);
  #filled = 0;

  constructor(first: number, count: number) {
    this.#next = first;
    this.#end = first + count;
  }

  get missing(): number {
    return this.#end - this.#next - this.#filled;
  }

  *add(samples: Float32Array): Generator<Omit<SoundWindow, 'recorded'>, void> {
    let rest = samples.subarray(0, this.missing);
    while (rest.length > 0) {
      const part = rest.subarray(0, SAMPLE_RATE - this.#filled);
      this.#window.set(part, this.#filled);
      this.#filled += part.length;
      rest = rest.subarray(part.length);
      if (this.#filled === SAMPLE_RATE || this.missing === 0) yield this.#cut();
    }
  }

  #cut(): Omit<SoundWindow, 'recorded'> {
    const window = { samples: this.#window.subarray(0, this.#filled), at: this.#next / SAMPLE_RATE };
    this.#next += this.#filled;
    this.#window = new Float32Array(SAMPLE_RATE);
    this.#filled = 0;
    return window;
  }
}

/** What makes windows of pieces, once the first of these has told rate and channels. */
class Line {
  readonly #rate: number;
  readonly #count: number;
  readonly #continuous: Continuous;
  readonly #resampler: Resampler;
  readonly #recorded: Recorded;
  readonly #cutter: WindowCutter;

  constructor({ rate, channels }: Pick<SoundPiece, 'rate' | 'channels'>, first: number, cutter: WindowCutter) {
    const { reach } = new Resampler(rate, SAMPLE_RATE);
    const begin = Math.round((first * rate) / SAMPLE_RATE);
    const input = Math.max(0, begin - 1 - reach);
    this.#rate = rate;
    this.#count = channels.length;
    this.#continuous = new Continuous(rate, input);
    this.#resampler = new Resampler(rate, SAMPLE_RATE, { input, output: first });
    this.#recorded = new Recorded(rate, channels.length, begin - input);
    this.#cutter = cutter;
  }

  *add({ at, rate, channels }: SoundPiece): Generator<SoundWindow, void> {
    const alike = asMany(channels, this.#count).map((samples) => stretch(samples, rate, this.#rate));
    for (const part of this.#continuous.place(at, alike)) {
      this.#recorded.add(part);
      yield* this.#windowsOf(this.#resampler.push(monoOf(part)));
    }
  }

  /** What is left, and silence up to the end. */
  *end(): Generator<SoundWindow, void> {
    yield* this.#windowsOf(this.#resampler.end());
    while (this.#cutter.missing > 0) yield* this.#windowsOf(new Float32Array(SAMPLE_RATE));
  }

  *#windowsOf(samples: Float32Array): Generator<SoundWindow, void> {
    for (const window of this.#cutter.add(samples)) {
      yield { ...window, recorded: this.#recorded.take(window.at, window.samples.length) };
    }
  }
}

/** What a recording without any sound is taken to be. */
const NOTHING = { rate: SAMPLE_RATE, channels: [new Float32Array(0)] };

/**
 * Sound at 16 kHz from decoded pieces, in windows of a second: exactly `count` samples from sample number `first` on, with
 * silence where there are no pieces.
 */
export async function* soundWindows(
  pieces: AsyncIterable<SoundPiece>,
  first: number,
  count: number,
): AsyncGenerator<SoundWindow, void> {
  const cutter = new WindowCutter(first, count);
  let line: Line | undefined;
  for await (const piece of pieces) {
    line ??= new Line(piece, first, cutter);
    yield* line.add(piece);
    if (cutter.missing <= 0) return;
  }
  yield* (line ?? new Line(NOTHING, first, cutter)).end();
}
