import { Biquad, kWeighting } from './biquad.ts';
import { loudnessWeights } from './channels.ts';

/** Seconds between two values of a `LoudnessMeter`: a quarter of BS.1770's block, for its overlap of 75 %. */
export const LOUDNESS_STEP = 0.1;
/** BS.1770's block of 0.4 s, in steps. */
const BLOCK_STEPS = 4;
const ABSOLUTE_GATE_LUFS = -70;
const RELATIVE_GATE_LU = -10;

/** Mean square of K-weighted sound in each 0.1 s, of a stream in pieces of any length, at any sample rate. */
export class LoudnessMeter {
  readonly #filters: readonly [Biquad, Biquad];
  readonly #stepSamples: number;
  #sum = 0;
  #count = 0;
  #steps = 0;
  #samples = 0;

  constructor(sampleRate: number) {
    const [shelf, highPass] = kWeighting(sampleRate);
    this.#filters = [new Biquad(shelf), new Biquad(highPass)];
    this.#stepSamples = sampleRate * LOUDNESS_STEP;
  }

  /** Calls `onStep` with the mean square of every step that became whole. */
  push(samples: Float32Array, onStep: (meanSquare: number) => void): void {
    const [shelf, highPass] = this.#filters;
    // Rates like 11025 Hz have no whole number of samples in a step: its end is rounded, so that no error adds up.
    let end = Math.round((this.#steps + 1) * this.#stepSamples);
    for (const sample of samples) {
      const weighted = highPass.step(shelf.step(sample));
      this.#sum += weighted * weighted;
      this.#count++;
      if (++this.#samples < end) continue;
      onStep(this.#sum / this.#count);
      this.#sum = 0;
      this.#count = 0;
      end = Math.round((++this.#steps + 1) * this.#stepSamples);
    }
  }
}

/** The same of several channels together, as BS.1770 adds them up; where there is one, it is that one's. */
export class ChannelsLoudnessMeter {
  readonly #meters: readonly { readonly meter: LoudnessMeter; readonly weight: number }[];

  /** @param count of channels */
  constructor(sampleRate: number, count: number) {
    this.#meters = loudnessWeights(count).map((weight) => ({ meter: new LoudnessMeter(sampleRate), weight }));
  }

  /** @param channels as many as were said, of the same length */
  push(channels: readonly Float32Array[], onStep: (meanSquare: number) => void): void {
    const sums: number[] = [];
    for (const [index, { meter, weight }] of this.#meters.entries()) {
      let step = 0;
      meter.push(channels[index]!, (meanSquare) => {
        sums[step] = (sums[step] ?? 0) + weight * meanSquare;
        step++;
      });
    }
    for (const sum of sums) onStep(sum);
  }
}

/** Loudness of a mean square, LUFS; −Infinity for silence. */
export function lufs(meanSquare: number): number {
  return -0.691 + 10 * Math.log10(meanSquare);
}

/** Mean squares of BS.1770's blocks (0.4 s, one each 0.1 s) from those of the steps. */
export function blocksOf(steps: ArrayLike<number>): Float64Array {
  const blocks = new Float64Array(Math.max(0, steps.length - BLOCK_STEPS + 1));
  for (let i = 0; i < blocks.length; i++) {
    let sum = 0;
    for (let j = 0; j < BLOCK_STEPS; j++) sum += steps[i + j]!;
    blocks[i] = sum / BLOCK_STEPS;
  }
  return blocks;
}

/**
 * Integrated loudness with both gates of ITU-R BS.1770-4 (−70 LUFS; 10 LU below the mean of what passes the first).
 *
 * @param blocks mean squares; those that are not to count are left out by the caller
 * @returns LUFS, or `undefined` where nothing is louder than −70 LUFS
 */
export function gatedLoudness(blocks: Iterable<number>): number | undefined {
  const heard = [...blocks].filter((block) => lufs(block) > ABSOLUTE_GATE_LUFS);
  if (heard.length === 0) return undefined;
  const gate = lufs(mean(heard)) + RELATIVE_GATE_LU;
  const gated = heard.filter((block) => lufs(block) > gate);
  return lufs(mean(gated.length > 0 ? gated : heard));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
