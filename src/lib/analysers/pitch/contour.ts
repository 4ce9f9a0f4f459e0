import { median } from '$lib/core/signal/statistics.ts';

/** Shorter runs of voicing are clicks and accidents of the path (design: engineering.md B4). */
const MIN_RUN_SECONDS = 0.04;
/** A run this far from its neighbours, in semitones, is an octave error when it is also short. */
const LEAP_SEMITONES = 10;
const SHORT_LEAP_SECONDS = 0.12;
/** Neighbours of a run are those voiced frames within this many seconds. */
const NEIGHBOUR_SECONDS = 0.5;

export function semitones(hertz: number, reference: number): number {
  return 12 * Math.log2(hertz / reference);
}

/** Runs of voiced frames, as [first, last + 1]. */
export function voicedRuns(hertz: ArrayLike<number>): [from: number, to: number][] {
  const runs: [number, number][] = [];
  let from = -1;
  for (let i = 0; i <= hertz.length; i++) {
    const isVoiced = i < hertz.length && !Number.isNaN(hertz[i]!);
    if (isVoiced && from < 0) from = i;
    else if (!isVoiced && from >= 0) {
      runs.push([from, i]);
      from = -1;
    }
  }
  return runs;
}

/** The contour without runs that are too short to be speech, and without short runs an octave away from the rest. */
export function cleanContour(hertz: Float32Array, step: number): Float32Array {
  const clean = hertz.slice();
  for (const [from, to] of voicedRuns(clean)) {
    if ((to - from) * step < MIN_RUN_SECONDS - 1e-6) clean.fill(NaN, from, to);
  }
  for (const [from, to] of voicedRuns(clean)) {
    if ((to - from) * step > SHORT_LEAP_SECONDS) continue;
    const near = Math.round(NEIGHBOUR_SECONDS / step);
    const around = median([...clean.subarray(Math.max(0, from - near), from), ...clean.subarray(to, to + near)]);
    const own = median(clean.subarray(from, to));
    if (around === undefined || own === undefined) continue;
    if (Math.abs(semitones(own, around)) > LEAP_SEMITONES) clean.fill(NaN, from, to);
  }
  return clean;
}
