import { expect, it } from 'vitest';
import { gapsOf, soundGapMs } from './recorded-packets.mjs';

it('finds the longest wait for a packet of sound, beyond the usual', () => {
  const even = Array.from({ length: 50 }, (_, index) => index * 0.02);
  expect(soundGapMs(even)).toBeCloseTo(0, 6);
  expect(soundGapMs([...even, 1.1, 1.12])).toBeCloseTo(100, 6);
  expect(soundGapMs([])).toBe(0);
});

it('has a gap between each two', () => {
  expect(gapsOf([0, 1, 3])).toEqual([1, 2]);
});
