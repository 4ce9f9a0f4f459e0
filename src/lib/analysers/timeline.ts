import type { Span } from '$lib/core/media.ts';

/** Seconds that the samples of a track stand for: until the next one, but not over a hole longer than three usual steps. */
export function sampleSeconds(at: Float64Array, seconds: number): Float64Array {
  const steps = new Float64Array(at.length);
  for (let i = 0; i < at.length; i++) steps[i] = Math.max(0, (at[i + 1] ?? Math.max(seconds, at[i]!)) - at[i]!);
  const usual = median(steps.subarray(0, Math.max(1, steps.length - 1)));
  return steps.map((step) => Math.min(step, 3 * usual));
}

/** Runs of samples of one state, as spans of time that touch each other. A hole between samples belongs to the earlier one. */
export function runsOf<State>(
  at: Float64Array,
  seconds: number,
  stateOf: (index: number) => State,
): (Span & { readonly state: State; readonly first: number; readonly last: number })[] {
  const runs: { start: number; end: number; state: State; first: number; last: number }[] = [];
  for (let i = 0; i < at.length; i++) {
    const state = stateOf(i);
    const run = runs.at(-1);
    const end = at[i + 1] ?? Math.max(seconds, at[i]!);
    if (run?.state === state) {
      run.end = end;
      run.last = i;
    } else runs.push({ start: at[i]!, end, state, first: i, last: i });
  }
  return runs;
}

/**
 * A yes/no of each sample with hysteresis: it becomes yes when `enter` says so, and no when `stay` no longer does.
 * Samples where nothing was measured (`undefined`) keep what was.
 */
export function hysteresis(
  length: number,
  enter: (index: number) => boolean | undefined,
  stay: (index: number) => boolean | undefined,
): boolean[] {
  let state = false;
  return Array.from({ length }, (_, i) => (state = (state ? stay(i) : enter(i)) ?? state));
}

/** The middle value of those that are numbers; NaN where there are none. */
export const median = (values: Iterable<number>): number => quantile(values, 0.5);

/** The value below which this share of the numbers lies, between neighbours by line; NaN where there are none. */
export function quantile(values: Iterable<number>, share: number): number {
  const sorted = [...values].filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  if (sorted.length === 0) return Number.NaN;
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const [a, b] = [sorted[below]!, sorted[Math.min(below + 1, sorted.length - 1)]!];
  return a + (b - a) * (place - below);
}

/** Mean of the numbers; NaN where there are none. */
export function mean(values: Iterable<number>): number {
  let [sum, count] = [0, 0];
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    sum += value;
    count++;
  }
  return sum / count;
}

/** Standard deviation of the numbers (over n); NaN where there are none. */
export function deviation(values: Iterable<number>): number {
  const numbers = [...values].filter((value) => !Number.isNaN(value));
  const middle = mean(numbers);
  return Math.sqrt(mean(numbers.map((value) => (value - middle) ** 2)));
}

/** Median of each value with its neighbours, against single outliers. NaN stay NaN. */
export function medianFilter(values: Float32Array, width: number): Float32Array {
  const half = Math.floor(width / 2);
  return values.map((value, i) =>
    Number.isNaN(value) ? value : median(values.subarray(Math.max(0, i - half), i + half + 1)),
  );
}

/** Sum of the seconds of the samples for which this holds. */
export function secondsWhere(steps: Float64Array, holds: (index: number) => boolean): number {
  let sum = 0;
  for (let i = 0; i < steps.length; i++) if (holds(i)) sum += steps[i]!;
  return sum;
}

/** Places in a series: the peak before, the lowest value, and the first value after that is clearly higher again. */
export type Valley = { readonly before: number; readonly lowest: number; readonly after: number };

/**
 * Valleys of a series: falls and rises of at least `swing` to each side of a lowest value. A hole (NaN) ends what came
 * before it.
 */
export function findValleys(values: Float32Array, swing: number): Valley[] {
  const valleys: Valley[] = [];
  let [highest, lowest] = [-1, -1];
  /** The peak that the running fall came from; −1 while it rises. */
  let before = -1;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) {
      [highest, lowest, before] = [-1, -1, -1];
    } else if (before < 0) {
      if (highest < 0 || value >= values[highest]!) highest = i;
      else if (values[highest]! - value >= swing) [before, lowest] = [highest, i];
    } else {
      if (value <= values[lowest]!) lowest = i;
      else if (value - values[lowest]! >= swing) {
        valleys.push({ before, lowest, after: i });
        [before, highest] = [-1, i];
      }
    }
  }
  return valleys;
}
