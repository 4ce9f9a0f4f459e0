import { expect, it } from 'vitest';
import { decibels, mean, median, quantile, standardDeviation } from './statistics.ts';

it.each([
  [[], 0.5, undefined],
  [[3], 0.9, 3],
  [[1, 2, 3, 4], 0.5, 2.5],
  [[4, 1, 3, 2], 0.25, 1.75],
  [[1, NaN, 3], 0.5, 2],
  [[NaN], 0.5, undefined],
])('the quantile of %j at %f is %s', (values, share, expected) => {
  expect(quantile(values, share)).toBe(expected);
});

it('gives nothing of nothing', () => {
  expect(mean([])).toBeUndefined();
  expect(median([])).toBeUndefined();
  expect(standardDeviation([1])).toBeUndefined();
});

it('agrees with the textbook', () => {
  expect(mean([1, 2, 6])).toBe(3);
  expect(standardDeviation([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(2.138, 3);
  expect(decibels(0.01)).toBeCloseTo(-20);
  expect(decibels(0)).toBe(-Infinity);
});
