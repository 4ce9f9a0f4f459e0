import { SAMPLE_RATE } from '$lib/core/media.ts';
import { Resampler } from '$lib/core/signal/resample.ts';
import { Continuous } from './continuous.ts';
import { stretch } from './mono.ts';

/** A decoded piece of sound: one channel at its own rate; `at` = seconds of its first sample. */
export type SoundPiece = { readonly at: number; readonly rate: number; readonly samples: Float32Array };

/** A stretch of sound, 16 kHz mono, −1…1; `at` = seconds of its first sample. Stretches follow each other without gaps. */
export type SoundWindow = { readonly samples: Float32Array; readonly at: number };

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

  *add(samples: Float32Array): Generator<SoundWindow, void> {
    let rest = samples.subarray(0, this.missing);
    while (rest.length > 0) {
      const part = rest.subarray(0, SAMPLE_RATE - this.#filled);
      this.#window.set(part, this.#filled);
      this.#filled += part.length;
      rest = rest.subarray(part.length);
      if (this.#filled === SAMPLE_RATE || this.missing === 0) yield this.#cut();
    }
  }

  #cut(): SoundWindow {
    const window = { samples: this.#window.subarray(0, this.#filled), at: this.#next / SAMPLE_RATE };
    this.#next += this.#filled;
    this.#window = new Float32Array(SAMPLE_RATE);
    this.#filled = 0;
    return window;
  }
}

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
  let line: { rate: number; continuous: Continuous; resampler: Resampler } | undefined;
  for await (const { at, rate, samples } of pieces) {
    line ??= openLine(rate, first);
    for (const part of line.continuous.place(at, stretch(samples, rate, line.rate))) {
      yield* cutter.add(line.resampler.push(part));
    }
    if (cutter.missing <= 0) return;
  }
  if (line) yield* cutter.add(line.resampler.end());
  while (cutter.missing > 0) yield* cutter.add(new Float32Array(SAMPLE_RATE));
}

function openLine(rate: number, first: number) {
  const { reach } = new Resampler(rate, SAMPLE_RATE);
  const input = Math.max(0, Math.floor((first * rate) / SAMPLE_RATE) - reach);
  return {
    rate,
    continuous: new Continuous(rate, input),
    resampler: new Resampler(rate, SAMPLE_RATE, { input, output: first }),
  };
}
