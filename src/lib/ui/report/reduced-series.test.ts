import { describe, expect, it } from 'vitest';
import type { Series } from '$lib/core/report/schema.ts';
import { reduceSeries, summaryOf, tableRows, valueAt } from './reduced-series.ts';

const series = (values: (number | null)[], step = 1, start = 0): Series => ({ id: 's', unit: '', start, step, values });

describe('reduceSeries', () => {
  it('leaves short series as they are', () => {
    expect(reduceSeries(series([1, null, 3]), 0, 3, 100)).toEqual({ times: [0, 1, 2], values: [1, null, 3] });
  });

  it('keeps every peak and stays within its size', () => {
    const values = Array.from({ length: 36_000 }, (_, index) => (index === 17_777 ? 99 : Math.sin(index / 50)));
    const reduced = reduceSeries(series(values, 0.1), 0, 3600, 500);
    expect(reduced.times.length).toBeLessThanOrEqual(1000);
    expect(Math.max(...reduced.values.filter((value) => value !== null))).toBe(99);
    expect(reduced.times).toEqual([...reduced.times].sort((a, b) => a - b));
  });

  it('keeps gaps', () => {
    const values = Array.from({ length: 1000 }, (_, index) => (index >= 400 && index < 600 ? null : 1));
    const { times, values: reduced } = reduceSeries(series(values), 0, 1000, 50);
    expect(times.filter((time, index) => time > 420 && time < 580 && reduced[index] !== null)).toEqual([]);
  });

  it('cuts out a stretch, with a point beyond each edge', () => {
    const { times } = reduceSeries(series(Array.from({ length: 100 }, () => 1)), 40, 50, 100);
    expect(times[0]).toBe(39);
    expect(times.at(-1)).toBe(51);
  });

  it('is empty for an empty series', () => {
    expect(reduceSeries(series([]), 0, 10, 10)).toEqual({ times: [], values: [] });
  });
});

describe('tableRows', () => {
  it('means what is there, and says where nothing is', () => {
    expect(tableRows(series([1, 3, null, null, 5], 0.5), 3)).toEqual([
      { start: 0, end: 1, mean: 2 },
      { start: 1, end: 2, mean: null },
      { start: 2, end: 2.5, mean: 5 },
    ]);
  });
});

describe('valueAt and summaryOf', () => {
  it('reads the nearest value, null outside', () => {
    expect(valueAt(series([1, 2, 3], 0.5, 1), 1.6)).toBe(2);
    expect(valueAt(series([1, 2, 3], 0.5, 1), 9)).toBeNull();
  });

  it('sums up without gaps', () => {
    expect(summaryOf(series([1, null, 5]))).toEqual({ low: 1, high: 5, mean: 3 });
    expect(summaryOf(series([null]))).toBeUndefined();
  });
});
