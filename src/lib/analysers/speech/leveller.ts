import { SAMPLE_RATE } from '$lib/core/media.ts';
import { Column, Framer } from '$lib/core/signal/framing.ts';
import { blocksOf, gatedLoudness, LoudnessMeter } from '$lib/core/signal/loudness.ts';

/** Loudness that the detector hears speech at; the references of our media were made at it. */
const TARGET_LUFS = -20;
/** Beyond this a recording's noise would be blown up to the level of speech. */
const MAX_GAIN_DB = 30;
/** How far ahead the gain looks. Recordings up to this length get one gain, as if they were read twice. */
export const LOOK_AHEAD_SECONDS = 60;

/**
 * Brings sound to −20 LUFS on its way to the detector, which misses quiet speech. The loudness is that of everything up
 * to the end of the block in hand (gated, so that silence doesn't count), so a long recording needs one pass and holds
 * one block.
 */
export class Leveller {
  readonly #meter = new LoudnessMeter(SAMPLE_RATE);
  readonly #steps = new Column();
  readonly #blocks = new Framer(LOOK_AHEAD_SECONDS * SAMPLE_RATE, LOOK_AHEAD_SECONDS * SAMPLE_RATE);

  /** Levelled blocks that became whole. */
  push(samples: Float32Array): Float32Array[] {
    return this.#blocks.push(samples).map((block) => this.#level(block));
  }

  /** What is left at the end. */
  finish(): Float32Array {
    return this.#level(this.#blocks.rest());
  }

  #level(block: Float32Array): Float32Array {
    this.#meter.push(block, (meanSquare) => {
      this.#steps.push(meanSquare);
    });
    const gain = 10 ** (gainDb(gatedLoudness(blocksOf(this.#steps.view()))) / 20);
    return block.map((sample) => sample * gain);
  }
}

/** Gain that brings a loudness to the target; 0 where there is nothing to hear. */
export function gainDb(loudness: number | undefined): number {
  return loudness === undefined ? 0 : Math.min(MAX_GAIN_DB, TARGET_LUFS - loudness);
}
