import { describe, expect, it } from 'vitest';
import {
  deviation,
  findValleys,
  hysteresis,
  mean,
  median,
  medianFilter,
  quantile,
  runsOf,
  sampleSeconds,
  secondsWhere,
} from './timeline.ts';

const NO = Number.NaN;

describe('numbers', () => {
  it('leave out what was not measured', () => {
    expect(median([3, NO, 1, 2])).toBe(2);
    expect(quantile([0, 10], 0.3)).toBeCloseTo(3);
    expect(mean([1, NO, 3])).toBe(2);
    expect(deviation([1, NO, 3])).toBe(1);
    for (const of of [median, mean, deviation]) expect(of([NO])).toBeNaN();
    expect(quantile([], 0.5)).toBeNaN();
  });

  it('lose single outliers to the median filter', () => {
    expect([...medianFilter(Float32Array.of(1, 1, 9, 1, 1, NO, 2), 3)]).toEqual([1, 1, 1, 1, 1, NO, 2]);
  });
});

describe('time', () => {
  it('is what samples stand for, but not across a hole', () => {
    const steps = sampleSeconds(Float64Array.of(0, 0.1, 0.2, 5, 5.1), 5.2);
    expect([...steps].map((step) => Math.round(step * 10) / 10)).toEqual([0.1, 0.1, 0.3, 0.1, 0.1]);
    expect(secondsWhere(steps, (i) => i < 2)).toBeCloseTo(0.2);
    expect(sampleSeconds(new Float64Array(0), 3)).toHaveLength(0);
  });

  it('falls into runs of one state that touch each other', () => {
    const runs = runsOf(Float64Array.of(0, 1, 2, 3), 4, (i) => i >= 2);
    expect(runs).toEqual([
      { start: 0, end: 2, state: false, first: 0, last: 1 },
      { start: 2, end: 4, state: true, first: 2, last: 3 },
    ]);
    expect(runsOf(new Float64Array(0), 4, () => 1)).toEqual([]);
  });

  it('keeps a state until it is clearly left, and through what is unknown', () => {
    const values = [0, 5, 3, NO, 3, 1, 3];
    const known = (i: number, bound: number) => (Number.isNaN(values[i]!) ? undefined : values[i]! >= bound);
    expect(
      hysteresis(
        values.length,
        (i) => known(i, 4),
        (i) => known(i, 2),
      ),
    ).toEqual([false, true, true, true, true, false, false]);
  });
});

describe('valleys', () => {
  it('have a fall before and a rise after', () => {
    expect(findValleys(Float32Array.of(1, 1, 0.2, 0.3, 1, 1), 0.5)).toEqual([{ before: 1, lowest: 2, after: 4 }]);
    expect(findValleys(Float32Array.of(1, 0.2, 0.7, 0.1, 1), 0.45)).toHaveLength(2);
  });

  it('are not at ends, nor across holes', () => {
    expect(findValleys(Float32Array.of(0, 0, 1, 1), 0.5)).toEqual([]);
    expect(findValleys(Float32Array.of(1, 1, 0, 0), 0.5)).toEqual([]);
    expect(findValleys(Float32Array.of(1, 0, NO, 0, 1), 0.5)).toEqual([]);
    expect(findValleys(new Float32Array(0), 0.5)).toEqual([]);
  });
});
