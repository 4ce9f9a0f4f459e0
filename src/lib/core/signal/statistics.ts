/**
 * The value below which a share of the values lies, by linear interpolation between order statistics (Hyndman & Fan
 * type 7). NaN are left out.
 *
 * @param share 0…1; 0.5 is the median
 * @returns `undefined` where nothing is left
 */
export function quantile(values: Iterable<number>, share: number): number | undefined {
  const sorted = Float64Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .sort();
  return quantileOfSorted(sorted, share);
}

/** The same of values that are in rising order and have no NaN. */
export function quantileOfSorted(sorted: ArrayLike<number>, share: number): number | undefined {
  if (sorted.length === 0) return undefined;
  const at = share * (sorted.length - 1);
  const below = sorted[Math.floor(at)]!;
  return below + (at - Math.floor(at)) * (sorted[Math.ceil(at)]! - below);
}

export function median(values: Iterable<number>): number | undefined {
  return quantile(values, 0.5);
}

/** @returns `undefined` of nothing */
export function mean(values: Iterable<number>): number | undefined {
  let sum = 0;
  let count = 0;
  for (const value of values) {
    sum += value;
    count++;
  }
  return count === 0 ? undefined : sum / count;
}

/** Standard deviation with n − 1. @returns `undefined` of fewer than two */
export function standardDeviation(values: readonly number[]): number | undefined {
  const centre = mean(values);
  if (centre === undefined || values.length < 2) return undefined;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1));
}

/** Decibels of a power (mean square) against 1; −Infinity for 0. */
export function decibels(power: number): number {
  return 10 * Math.log10(power);
}
