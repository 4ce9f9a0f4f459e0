import { describe, expect, it } from 'vitest';
import type { Measure } from '$lib/core/report/schema.ts';
import { bandPlace } from './band-place.ts';

const norm = (low?: number, high?: number): NonNullable<Measure['norm']> => ({ low, high, source: 's', grade: 'A' });

describe('bandPlace', () => {
  it.each([
    ['within', 150, norm(110, 190)],
    ['far below', 5, norm(110, 190)],
    ['far above', 900, norm(110, 190)],
    ['open below', 3, norm(undefined, 5)],
    ['open above', 0.2, norm(0.5)],
    ['negative', -30, norm(-20, -10)],
    ['one point', 1, norm(1, 1)],
    ['zero', 0, norm(0, 0)],
  ])('%s: everything is on the scale and the band isn\u2019t empty', (_, value, band) => {
    const place = bandPlace({ value, norm: band })!;
    for (const share of [place.low, place.high, place.value]) {
      expect(share).toBeGreaterThanOrEqual(0);
      expect(share).toBeLessThanOrEqual(1);
    }
    expect(place.high).toBeGreaterThanOrEqual(place.low);
  });

  it('keeps the order of value and band', () => {
    const place = bandPlace({ value: 200, norm: norm(110, 190), range: [90, 230] })!;
    expect(place.value).toBeGreaterThan(place.high);
    expect(place.range![0]).toBeLessThan(place.low);
    expect(place.range![1]).toBeGreaterThan(place.value);
  });

  it('has no place without a value or a band', () => {
    expect(bandPlace({ value: null, norm: norm(1, 2) })).toBeUndefined();
    expect(bandPlace({ value: 1 })).toBeUndefined();
    expect(bandPlace({ value: 1, norm: norm() })).toBeUndefined();
  });
});
