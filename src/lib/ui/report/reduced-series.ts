import type { Series } from '$lib/core/report/schema.ts';

/** Columns for a chart: times ascending, `null` where nothing was measured. */
export type Columns = { readonly times: number[]; readonly values: (number | null)[] };

/**
 * The part of a series between two times with at most `buckets` pairs of points: the lowest and the highest of each
 * bucket, in their order, so that no peak is lost. Sixty minutes at ten values a second become what a screen can show.
 */
export function reduceSeries(series: Series, from: number, to: number, buckets: number): Columns {
  const { start, step, values } = series;
  // One point more on each side, so that the line runs to the edge.
  const first = Math.max(0, Math.floor((from - start) / step) - 1);
  const last = Math.min(values.length, Math.ceil((to - start) / step) + 2);
  const times: number[] = [];
  const reduced: (number | null)[] = [];
  const push = (index: number, value: number | null) => {
    times.push(start + index * step);
    reduced.push(value);
  };
  if (last - first <= buckets * 2) {
    for (let index = first; index < last; index += 1) push(index, values[index] ?? null);
    return { times, values: reduced };
  }
  const width = (last - first) / buckets;
  for (let bucket = 0; bucket < buckets; bucket += 1) {
    const begin = first + Math.floor(bucket * width);
    const { low, high } = extremes(values, begin, first + Math.floor((bucket + 1) * width));
    if (low < 0) push(begin, null);
    else {
      push(Math.min(low, high), values[Math.min(low, high)] ?? null);
      if (low !== high) push(Math.max(low, high), values[Math.max(low, high)] ?? null);
    }
  }
  return { times, values: reduced };
}

/** Places of the lowest and the highest value; −1 where all are `null`. */
function extremes(values: readonly (number | null)[], begin: number, end: number): { low: number; high: number } {
  let low = -1;
  let high = -1;
  for (let index = begin; index < end; index += 1) {
    const value = values[index];
    if (value === null || value === undefined) continue;
    if (low < 0 || value < values[low]!) low = index;
    if (high < 0 || value > values[high]!) high = index;
  }
  return { low, high };
}

/** A row of the table that stands beside a chart. */
export type Row = { readonly start: number; readonly end: number; readonly mean: number | null };

/** At most `rows` rows, each the mean of what was measured in its stretch. */
export function tableRows(series: Series, rows: number): Row[] {
  const { start, step, values } = series;
  const perRow = Math.max(1, Math.ceil(values.length / rows));
  const table: Row[] = [];
  for (let begin = 0; begin < values.length; begin += perRow) {
    const part = values.slice(begin, begin + perRow);
    const there = part.filter((value) => value !== null);
    table.push({
      start: start + begin * step,
      end: start + (begin + part.length) * step,
      mean: there.length === 0 ? null : there.reduce((sum, value) => sum + value, 0) / there.length,
    });
  }
  return table;
}

/** The value at a time, `null` where there is none. */
export function valueAt({ start, step, values }: Series, at: number): number | null {
  return values[Math.round((at - start) / step)] ?? null;
}

/** Lowest, highest and mean of what was measured; `undefined` where nothing was. */
export function summaryOf({ values }: Series): { low: number; high: number; mean: number } | undefined {
  let [low, high, sum, count] = [Infinity, -Infinity, 0, 0];
  for (const value of values) {
    if (value === null) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
    sum += value;
    count += 1;
  }
  return count === 0 ? undefined : { low, high, mean: sum / count };
}
