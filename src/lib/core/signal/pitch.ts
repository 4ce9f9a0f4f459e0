import { Fft, powerOfTwoFrom } from './fft.ts';

/**
 * Pitch by autocorrelation, after P. Boersma, "Accurate short-term analysis of the fundamental frequency and the
 * harmonics-to-noise ratio of a sampled sound", IFA Proceedings 17 (1993), with the settings that Praat calls raw
 * autocorrelation. The autocorrelation of a windowed frame is divided by that of the window; its maxima are candidates;
 * `pitchPath` chooses among them.
 */
export type PitchRange = {
  /** Lowest and highest pitch looked for, Hz. */
  readonly floor: number;
  readonly ceiling: number;
};

const VOICING_THRESHOLD = 0.45;
const SILENCE_THRESHOLD = 0.03;
const OCTAVE_COST = 0.01;
const OCTAVE_JUMP_COST = 0.35;
const VOICED_UNVOICED_COST = 0.14;
/** The costs of transitions are for frames 0.01 s apart. */
const COST_STEP = 0.01;
const MAX_CANDIDATES = 15;
/** Length of a frame, in longest periods. */
export const PERIODS_PER_WINDOW = 3;
/** Taps on each side of the interpolation between lags. */
const SINC_DEPTH = 30;
/** Frames so soft that no voicing could win over silence, however periodic they are. */
const MAX_UNVOICED_STRENGTH = 1.5;

/** A frame's candidates, without the unvoiced one that every frame has. */
export type PitchFrame = {
  readonly hertz: readonly number[];
  /** Height of each maximum of the autocorrelation, 0…1. */
  readonly strength: readonly number[];
  /** How strong "unvoiced" is here; louder frames have less of it. */
  readonly unvoiced: number;
};

const SILENT: PitchFrame = { hertz: [], strength: [], unvoiced: VOICING_THRESHOLD + 2 };

/** Finds the candidates of frames of one sound. Its tables are for one range, so keep it. */
export class PitchCandidates {
  /** Samples that a frame needs on each side of its centre. */
  readonly reach: number;
  readonly #rate: number;
  readonly #range: PitchRange;
  readonly #half: number;
  readonly #period: number;
  readonly #lags: number;
  readonly #window: Float64Array;
  /** Autocorrelation of the window, normalised, by lag. */
  readonly #windowR: Float64Array;
  readonly #fft: Fft;
  readonly #re: Float64Array;
  readonly #im: Float64Array;

  constructor(sampleRate: number, range: PitchRange) {
    this.#rate = sampleRate;
    this.#range = range;
    this.#half = Math.floor(((PERIODS_PER_WINDOW / range.floor) * sampleRate) / 2) - 1;
    this.#period = Math.floor(sampleRate / range.floor);
    this.reach = Math.max(this.#half, this.#period) + 1;
    const size = 2 * this.#half;
    this.#lags = Math.floor(size / 2);
    this.#window = Float64Array.from(
      { length: size },
      (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 1)) / (size + 1)),
    );
    this.#fft = new Fft(powerOfTwoFrom(Math.ceil(size * 1.5)));
    this.#re = new Float64Array(this.#fft.size);
    this.#im = new Float64Array(this.#fft.size);
    this.#re.set(this.#window);
    this.#correlate();
    this.#windowR = this.#re.slice(0, this.#lags + 1).map((value, _, all) => value / all[0]!);
  }

  /**
   * Candidates of the frame around sample `a` and, in the same transform, of that around `b`.
   *
   * @param peak largest absolute sample of the whole sound
   */
  pair(sound: Float32Array, a: number, b: number, peak: number): [PitchFrame, PitchFrame] {
    this.#re.fill(0);
    this.#im.fill(0);
    const unvoicedA = this.#cut(sound, a, peak, this.#re);
    const unvoicedB = this.#cut(sound, b, peak, this.#im);
    const isAnyHeard = unvoicedA < MAX_UNVOICED_STRENGTH || unvoicedB < MAX_UNVOICED_STRENGTH;
    if (!isAnyHeard) return [SILENT, SILENT];
    this.#correlate();
    return [this.#frame(this.#re, unvoicedA), this.#frame(this.#im, unvoicedB)];
  }

  /** Puts the windowed frame into `target`, its mean over one longest period each side taken away. */
  #cut(sound: Float32Array, centre: number, peak: number, target: Float64Array): number {
    let sum = 0;
    for (let i = centre - this.#period; i < centre + this.#period; i++) sum += sound[i] ?? 0;
    const mean = sum / (2 * this.#period);
    const halfPeriod = Math.floor(this.#period / 2) + 1;
    let loudest = 0;
    for (let i = 0; i < this.#window.length; i++) {
      const value = ((sound[centre - this.#half + i] ?? 0) - mean) * this.#window[i]!;
      target[i] = value;
      if (Math.abs(i - this.#half) <= halfPeriod) loudest = Math.max(loudest, Math.abs(value));
    }
    if (peak <= 0 || loudest <= 0) return SILENT.unvoiced;
    const loudness = Math.min(1, loudest / peak);
    return VOICING_THRESHOLD + Math.max(0, 2 - (loudness * (1 + VOICING_THRESHOLD)) / SILENCE_THRESHOLD);
  }

  /** Turns both real signals, kept as the parts of one complex signal, into their autocorrelations. */
  #correlate(): void {
    const re = this.#re;
    const im = this.#im;
    const { size } = this.#fft;
    this.#fft.forward(re, im);
    for (let k = 0; k <= size / 2; k++) {
      const mirror = (size - k) % size;
      // Spectra of the two by symmetry, then their powers, which are real and even.
      const aRe = (re[k]! + re[mirror]!) / 2;
      const aIm = (im[k]! - im[mirror]!) / 2;
      const bRe = (im[k]! + im[mirror]!) / 2;
      const bIm = (re[mirror]! - re[k]!) / 2;
      re[k] = re[mirror] = aRe * aRe + aIm * aIm;
      im[k] = im[mirror] = bRe * bRe + bIm * bIm;
    }
    this.#fft.inverse(re, im);
  }

  #frame(correlation: Float64Array, unvoiced: number): PitchFrame {
    const energy = correlation[0]!;
    if (unvoiced >= MAX_UNVOICED_STRENGTH || energy <= 0) return SILENT;
    const r = correlation.subarray(0, this.#lags + 1);
    for (let lag = 0; lag <= this.#lags; lag++) r[lag]! /= energy * this.#windowR[lag]!;
    const found = this.#maxima(r);
    return { hertz: found.map(({ hertz }) => hertz), strength: found.map(({ strength }) => strength), unvoiced };
  }

  #maxima(r: Float64Array): { hertz: number; strength: number; rank: number }[] {
    const { floor, ceiling } = this.#range;
    const found: { hertz: number; strength: number; rank: number }[] = [];
    const first = Math.max(2, Math.floor(this.#rate / ceiling));
    const last = Math.min(Math.floor(this.#window.length / PERIODS_PER_WINDOW) + 2, this.#lags - 1);
    for (let lag = first; lag <= last; lag++) {
      const here = r[lag]!;
      const before = r[lag - 1]!;
      const after = r[lag + 1]!;
      if (here <= 0.5 * VOICING_THRESHOLD || here <= before || here < after) continue;
      const vertex = lag + (0.5 * (after - before)) / (2 * here - before - after);
      const top = refined(r, vertex);
      const hertz = this.#rate / top.lag;
      if (hertz > ceiling) continue;
      // Noise may exceed 1 by interpolation; the reciprocal keeps it from winning for that.
      const strength = top.value > 1 ? 1 / top.value : top.value;
      const rank = strength - OCTAVE_COST * Math.log2(floor / hertz);
      if (found.length < MAX_CANDIDATES) found.push({ hertz, strength, rank });
      else {
        const weakest = found.reduce((a, b) => (b.rank < a.rank ? b : a));
        if (rank > weakest.rank) found[found.indexOf(weakest)] = { hertz, strength, rank };
      }
    }
    return found;
  }
}

/** The top of a maximum near `lag`, by a parabola through sinc-interpolated values. */
function refined(r: Float64Array, lag: number): { lag: number; value: number } {
  const reach = 0.25;
  const before = sincAt(r, lag - reach);
  const here = sincAt(r, lag);
  const after = sincAt(r, lag + reach);
  const bend = 2 * here - before - after;
  if (bend <= 0) return { lag, value: here };
  const shift = Math.max(-1, Math.min(1, (0.5 * (after - before)) / bend));
  return { lag: lag + shift * reach, value: here + 0.25 * (after - before) * shift };
}

/** Value of an even sequence between its samples, by a raised-cosine windowed sinc. */
function sincAt(r: Float64Array, x: number): number {
  const left = Math.floor(x);
  const fraction = x - left;
  if (fraction < 1e-9) return r[Math.min(left, r.length - 1)]!;
  const depth = Math.min(SINC_DEPTH, r.length - 1 - left);
  let sum = 0;
  const sine = Math.sin(Math.PI * fraction) / Math.PI;
  for (let k = 1 - depth; k <= depth; k++) {
    const distance = fraction - k;
    const sign = (k & 1) === 0 ? 1 : -1;
    const weight = 0.5 + 0.5 * Math.cos((Math.PI * distance) / (depth + 1));
    sum += (r[Math.abs(left + k)]! * sign * sine * weight) / distance;
  }
  return sum;
}

/**
 * The best path through the candidates (Viterbi): strong maxima, slightly rather high ones, without leaps of an octave
 * and without needless changes between voiced and unvoiced.
 *
 * @param step seconds between frames
 * @returns Hz of each frame, NaN where it is unvoiced
 */
export function pitchPath(frames: readonly PitchFrame[], range: PitchRange, step: number): Float64Array {
  const jump = OCTAVE_JUMP_COST * (COST_STEP / step);
  const change = VOICED_UNVOICED_COST * (COST_STEP / step);
  // Place 0 stands for "unvoiced", place n for candidate n − 1.
  const from: Int8Array[] = [];
  let scores: number[] = [];
  let pitches: number[] = [];
  for (const { hertz, strength, unvoiced } of frames) {
    const own = [NaN, ...hertz];
    const local = [unvoiced, ...hertz.map((h, i) => strength[i]! - OCTAVE_COST * Math.log2(range.ceiling / h))];
    const origin = new Int8Array(own.length);
    const next = local.map((value, i) => {
      if (scores.length === 0) return value;
      let best = -Infinity;
      for (let j = 0; j < scores.length; j++) {
        const total = scores[j]! - transition(pitches[j]!, own[i]!, jump, change);
        if (total <= best) continue;
        best = total;
        origin[i] = j;
      }
      return best + value;
    });
    from.push(origin);
    scores = next;
    pitches = own;
  }
  const path = new Float64Array(frames.length).fill(NaN);
  let place = scores.reduce((best, score, i) => (score > scores[best]! ? i : best), 0);
  for (let i = frames.length - 1; i >= 0; i--) {
    if (place > 0) path[i] = frames[i]!.hertz[place - 1]!;
    place = from[i]![place]!;
  }
  return path;
}

function transition(a: number, b: number, jump: number, change: number): number {
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : change;
  if (Number.isNaN(b)) return change;
  return jump * Math.abs(Math.log2(a / b));
}

/** Unvoiced for certain, e.g. outside speech. */
export const silentPitchFrame: PitchFrame = SILENT;
